// @ts-check
/** The chat on the screen: header, log, text box, and what is shown in them. */

import { Announcer } from './announcer.js';
import { ApiError } from './api.js';
import { pressing } from './care.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { h, hidden, icon, newId } from './dom.js';
import { Log } from './log.js';
import { confirm, menu } from './menu.js';
import { render, spoken } from './replies.js';
import { preferred } from './session.js';

/** After this long the person is told that it takes longer. */
const LONG = 8000;

/** @implements {TPC.Screen} */
export class Panel {
  announcer = new Announcer();
  /** @type {TPC.Turn[]} */
  turns = [];
  slow = 0;
  care = h('div', { class: 'care-bar', hidden: true });
  status = h('div', { class: 'status', hidden: true });

  /**
   * @param {TPC.Translate} t
   * @param {TPC.Api} api
   * @param {{title: string, close: (() => void)|null, emit: (name: string, detail: object) => void}} setting  without `close` it is part of the page
   */
  constructor(t, api, { title, close, emit }) {
    this.t = t;
    this.api = api;
    this.emit = emit;
    this.log = new Log(t);
    this.conversation = new Conversation(api, api.session, this);
    this.composer = new Composer(t, (text) => this.conversation.send({ text }, text));
    /** @type {TPC.Context} */
    this.context = {
      t, api, announce: (text, urgent) => this.announcer.say(text, urgent), attempt: (job) => this.#attempt(job),
      choose: (body, shown) => {
        this.composer.focus();
        this.conversation.send(body, shown);
      },
    };
    const times = () => this.log.element.classList.toggle('timed', preferred('times'));
    times();
    const id = newId();
    this.element = h(close ? 'dialog' : 'section', { class: 'panel', 'aria-labelledby': id },
      h('header', {}, h('span', { class: 'mark' }, icon('heart')), h('h2', { id }, title),
        menu(t, { times, summary: () => this.#summary(), restart: () => this.#erase('restart'), delete: () => this.#erase('delete') }),
        close && h('button', { class: 'plain', click: close }, icon('close'), hidden(t('close')))),
      this.care, h('div', { class: 'middle' }, this.log.element, this.log.more), this.status,
      h('footer', {}, this.composer.element, h('p', { class: 'help' }, t('help'))), this.announcer.element);
  }

  /** @param {string} text */
  person(text) {
    for (const turn of this.turns) turn.close();
    const show = this.log.person(text, new Date());
    this.log.toEnd();
    this.emit('tpc-message', { from: 'person', text });
    return show;
  }

  /** @param {TPC.Answer} answer */
  answer({ replies, care_level: level }) {
    const follow = this.log.atEnd;
    const shown = replies.map((reply) => {
      this.announcer.say(spoken(this.context, reply), reply.type === 'care_advice' && pressing(reply.level));
      this.emit('tpc-message', { from: 'assistant', reply });
      return this.#show(reply, new Date());
    });
    this.#careLevel(level);
    this.log.reveal(shown[0]?.element, follow);
  }

  /** @param {TPC.History} history */
  history({ messages, care_level: level }) {
    /** @type {TPC.Turn[]} */
    let open = [];
    for (const message of messages) {
      const at = new Date(message.at);
      if (message.from === 'assistant') open.push(this.#show(message.reply, at));
      else {
        if (message.text) this.log.person(message.text, at);
        for (const turn of open.splice(0)) turn.recall(message.text);
      }
    }
    this.#careLevel(level);
    this.log.toEnd();
  }

  clear() {
    this.log.clear();
    this.turns = [];
    this.#careLevel('self_care');
  }

  /** @param {TPC.Key} key */
  notice(key) {
    this.#say(this.t(key), false, key === 'delete.done' && h('button', { click: ({ target }) => {
      target.remove();
      this.composer.focus();
      this.conversation.work();
    } }, this.t('delete.new')));
  }

  /** @param {boolean} on */
  busy(on) {
    clearTimeout(this.slow);
    this.log.writing(on ? this.t('typing') : null);
    if (!on) return;
    this.slow = window.setTimeout(() => {
      this.log.writing(this.t('slow'));
      this.announcer.say(this.t('slow'));
    }, LONG);
  }

  /** @param {ApiError|null} error */
  trouble(error) {
    this.status.hidden = !error?.passing;
    if (!error) return;
    this.#report(error);
    if (!error.passing) return this.#say(this.#words(error), true);
    this.busy(false);
    const words = this.#words(error);
    if (this.status.textContent?.startsWith(words)) return;
    this.status.replaceChildren(h('p', {}, words), h('button', { click: () => { this.composer.focus(); this.conversation.work(); } }, this.t('retry')));
    this.announcer.say(words, true);
  }

  /** @param {string} text */
  giveBack(text) {
    this.composer.restore(text);
  }

  /** @param {TPC.Reply} reply @param {Date} at */
  #show(reply, at) {
    const turn = render(this.context, reply);
    this.turns.push(turn);
    this.log.assistant(turn.element, at);
    return turn;
  }

  /** Words of the widget, seen and heard. @param {string} words @param {boolean} [urgent] @param {...TPC.Child} more */
  #say(words, urgent, ...more) {
    this.log.notice(words, ...more);
    this.announcer.say(words, urgent);
  }

  /** @param {ApiError} error */
  #words({ code, words, passing, after, status }) {
    const own = this.t(/** @type {TPC.Key} */ (`error.${status === 429 ? 'slow_down' : code}`), { n: after });
    return own || (passing ? this.t('error.gone') : words || this.t('error.other'));
  }

  /** @param {unknown} error */
  #report(error) {
    this.emit('tpc-error', { code: error instanceof ApiError ? error.code : 'other', message: String(error) });
  }

  /** A line that stays while help is pressing. @param {TPC.CareLevel} level */
  #careLevel(level) {
    this.care.hidden = !pressing(level);
    this.care.className = `care-bar ${level}`;
    this.care.replaceChildren(icon('alert'), h('p', {}, this.t(`care.${level}`)), h('button', { click: () => {
      const card = /** @type {HTMLElement|undefined} */ ([...this.log.list.querySelectorAll('.care')].pop());
      card?.focus({ preventScroll: true });
      this.log.reveal(card);
    } }, this.t('care.show')));
  }

  /** @param {() => Promise<string|void>} job */
  async #attempt(job) {
    try {
      const words = await job();
      if (words) this.#say(words);
    } catch (error) {
      this.#say(this.t(error instanceof ApiError && error.status === 404 ? 'error.not_found' : 'error.other'), true);
      this.#report(error);
    }
  }

  #summary() {
    this.#attempt(async () => {
      const reply = await this.api.json('GET', 'summary');
      this.announcer.say(spoken(this.context, reply));
      this.log.reveal(this.#show(reply, new Date()).element);
    });
  }

  /** @param {'restart'|'delete'} what */
  async #erase(what) {
    if (!await confirm(this.t, what, this.element)) return;
    try {
      await (what === 'restart' ? this.conversation.restart() : this.conversation.erase());
      this.composer.focus();
    } catch (error) {
      this.#say(this.t('error.delete'), true);
      this.#report(error);
    }
  }
}
