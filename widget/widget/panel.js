// @ts-check
/** The chat on the screen: header, log, text box, and everything that is shown in them. */

import { Announcer } from './announcer.js';
import { ApiError } from './api.js';
import { pressing } from './care.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { Device } from './device.js';
import { h, hidden, icon, newId } from './dom.js';
import { Log } from './log.js';
import { confirm, Menu } from './menu.js';
import { render, spoken } from './replies.js';
import { preferences } from './session.js';

/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {import('./conversation.js').Screen} Screen */

/** After this long the person is told that it takes longer. */
const LONG = 8000;

/** Codes that have wording of their own. @type {Set<string>} */
const KNOWN = new Set(['offline', 'slow', 'gone', 'slow_down', 'unknown_choice', 'too_long', 'empty', 'not_found']);

/**
 * @typedef {object} Setting
 * @property {import('./strings.js').Translate} t
 * @property {import('./api.js').Api} api
 * @property {import('./session.js').Session} session
 * @property {string} title
 * @property {boolean} fullpage
 * @property {() => void} close
 * @property {(name: string, detail: object) => void} emit
 */

/** The panel. @implements {Screen} */
export class Panel {
  /** @param {Setting} setting */
  constructor(setting) {
    this.setting = setting;
    const { t, api, session, title, fullpage, close } = setting;
    this.t = t;
    this.announcer = new Announcer();
    this.device = new Device();
    this.log = new Log(t);
    /** @type {ReturnType<typeof render>[]} */
    this.turns = [];
    this.slow = 0;
    this.conversation = new Conversation(api, session, this);
    this.composer = new Composer(t, (text) => this.send({ text }, text));
    this.menu = new Menu(t, this.device.vibrates, {
      summary: () => this.#summary(), times: () => this.#times(), restart: () => this.#restart(), erase: () => this.#erase(),
    });
    /** @type {import('./types.js').Context} */
    this.context = {
      t, api, device: this.device,
      choose: (body, shown) => {
        this.composer.focus();
        this.send(body, shown);
      },
      announce: (text, urgent) => this.announcer.say(text, urgent),
      attempt: (job) => this.#attempt(job),
    };
    const heading = newId();
    this.care = h('div', { class: 'care-bar', hidden: true });
    this.status = h('div', { class: 'status', hidden: true });
    const parts = [
      h('header', {}, h('span', { class: 'mark' }, icon('heart')), h('h2', { id: heading }, title), this.menu.element,
        !fullpage && h('button', { class: 'plain-button', click: close }, icon('close'), hidden(t('close')))),
      this.care, h('div', { class: 'middle' }, this.log.element, this.log.more), this.status,
      h('footer', {}, this.composer.element, h('p', { class: 'help' }, t('help'))), this.announcer.element,
    ];
    this.element = fullpage
      ? h('section', { class: 'panel', 'aria-labelledby': heading }, ...parts)
      : h('dialog', { class: 'panel', 'aria-labelledby': heading }, ...parts);
    this.#times();
  }

  /** Sends a message. @param {import('./types.js').MessageBody} body @param {string} shown */
  send(body, shown) {
    return this.conversation.send(body, shown);
  }

  // What the conversation asks for.

  /** @param {string} text */
  person(text) {
    for (const turn of this.turns) turn.close();
    const show = this.log.person(text, new Date(), 'state.sending');
    this.log.toEnd();
    this.setting.emit('tpc-message', { from: 'person', text });
    return show;
  }

  /** @param {import('./types.js').Answer} answer */
  answer({ replies, care_level: level }) {
    const follow = this.log.atEnd;
    /** @type {Element|null} */
    let first = null;
    for (const reply of replies) {
      const turn = this.#show(reply, new Date());
      first ??= turn.element;
      this.announcer.say(spoken(this.context, reply), reply.type === 'care_advice' && pressing(reply.level));
      this.setting.emit('tpc-message', { from: 'assistant', reply });
    }
    this.#careLevel(level);
    this.log.reveal(first, follow);
  }

  /** @param {import('./types.js').History} history */
  history({ messages, care_level: level }) {
    /** @type {ReturnType<typeof render>[]} */
    let open = [];
    for (const message of messages) {
      const at = new Date(message.at);
      if (message.from === 'person') {
        this.log.person(message.text, at);
        for (const turn of open) turn.recall(message.text);
        open = [];
      } else open.push(this.#show(message.reply, at));
    }
    this.#careLevel(level);
    this.log.toEnd();
  }

  clear() {
    this.log.clear();
    this.turns = [];
    this.#careLevel('self_care');
  }

  /** @param {import('./strings.js').Key} key */
  notice(key) {
    const words = this.t(key);
    const again = h('button', { click: () => { again.remove(); this.composer.focus(); this.conversation.start().catch((error) => this.trouble(error, true)); } }, this.t('restart.new'));
    this.log.notice(words, ...(key === 'delete.done' ? [again] : []));
    this.announcer.say(words);
    if (key === 'delete.done' && this.element.contains(document.activeElement)) again.focus();
  }

  /** @param {boolean} on */
  busy(on) {
    clearTimeout(this.slow);
    this.log.writing(on ? this.t('typing') : null);
    if (on) {
      this.slow = window.setTimeout(() => {
        this.log.writing(this.t('slow'));
        this.announcer.say(this.t('slow'));
      }, LONG);
    }
  }

  /** @param {unknown} error @param {boolean} starting */
  trouble(error, starting) {
    if (!(error instanceof ApiError)) {
      this.status.hidden = true;
      this.status.replaceChildren();
      if (error) this.#say(this.t('error.other'));
      return;
    }
    clearTimeout(this.slow);
    this.log.writing(null);
    this.setting.emit('tpc-error', { code: error.code, message: error.message });
    if (!error.passing) return this.#say(this.#words(error));
    const code = error.status === 429 ? 'slow_down' : error.code === 'offline' || error.code === 'slow' ? error.code : 'gone';
    const words = this.t(`error.${starting ? 'start.' : ''}${code}`, { n: error.after });
    if (this.status.firstChild?.textContent !== words) {
      this.status.replaceChildren(h('p', {}, words), h('button', { click: () => { this.composer.focus(); this.conversation.retry(); } }, this.t('retry')));
      this.announcer.say(words, true);
    }
    this.status.hidden = false;
  }

  /** @param {string} text */
  giveBack(text) {
    this.composer.restore(text);
  }

  // Its own.

  /** @param {Reply} reply @param {Date} at */
  #show(reply, at) {
    const turn = render(this.context, reply);
    this.log.assistant(turn.element, at);
    this.turns.push(turn);
    return turn;
  }

  /** Words of the widget, seen and heard. @param {string} words */
  #say(words) {
    this.log.notice(words);
    this.log.toEnd();
    this.announcer.say(words, true);
  }

  /** @param {ApiError} error */
  #words(error) {
    const code = /** @type {'empty'} */ (error.code);
    return KNOWN.has(code) ? this.t(`error.${code}`) : error.words || this.t('error.other');
  }

  /** A line that stays while help is pressing. @param {import('./types.js').CareLevel} level */
  #careLevel(level) {
    this.care.hidden = !pressing(level);
    this.care.className = `care-bar ${level}`;
    this.care.replaceChildren();
    if (!pressing(level)) return;
    this.care.append(icon('alert'), h('p', {}, this.t(`care.${level}`)), h('button', {
      click: () => {
        const cards = this.log.element.querySelectorAll('.card.care');
        const card = /** @type {HTMLElement|undefined} */ (cards[cards.length - 1]);
        card?.focus({ preventScroll: true });
        this.log.reveal(card ?? null);
      },
    }, this.t('care.show')));
  }

  #times() {
    this.log.element.classList.toggle('timed', preferences.get('times'));
  }

  /** @param {() => Promise<string|void>} job */
  async #attempt(job) {
    try {
      const words = await job();
      if (words) this.#tell(words);
    } catch (error) {
      const code = error instanceof ApiError && KNOWN.has(error.code) ? error.code : 'other';
      this.#tell(this.t(code === 'not_found' ? 'error.not_found' : 'error.other'));
      this.setting.emit('tpc-error', { code, message: String(error) });
    }
  }

  /** A short word about what was just done. @param {string} words */
  #tell(words) {
    this.log.notice(words);
    this.log.toEnd();
    this.announcer.say(words);
  }

  #summary() {
    return this.#attempt(async () => {
      const reply = /** @type {Reply} */ (await this.setting.api.json('GET', 'summary'));
      const turn = this.#show(reply, new Date());
      this.announcer.say(spoken(this.context, reply));
      this.log.reveal(turn.element);
    });
  }

  async #restart() {
    const { t } = this;
    if (await confirm(this.element, { title: t('restart.ask'), words: t('restart.words'), yes: t('restart.yes'), no: t('cancel') })) {
      await this.#erasing(() => this.conversation.restart());
      this.composer.focus();
    }
  }

  async #erase() {
    const { t } = this;
    if (await confirm(this.element, { title: t('delete.ask'), words: t('delete.words'), yes: t('delete.yes'), no: t('cancel') })) {
      await this.#erasing(() => this.conversation.erase());
    }
  }

  /** @param {() => Promise<void>} job */
  async #erasing(job) {
    try {
      await job();
    } catch (error) {
      this.#say(this.t('error.delete'));
      this.setting.emit('tpc-error', { code: error instanceof ApiError ? error.code : 'other', message: String(error) });
    }
  }
}
