/** The chat on the screen: header, log, text box, and what is shown in them. */

import { ApiError, preferred } from './api.js';
import { pressing } from './cards.js';
import { composer, confirm, menu } from './controls.js';
import { makeConversation } from './conversation.js';
import { h, hidden, icon, newId } from './dom.js';
import { announcer, makeLog } from './log.js';
import { render, spoken } from './replies.js';

/** Milliseconds until the person is told that it takes longer. */
const LONG = 8000;

/** @type {TPC.MakePanel} */
export function makePanel(t, api, { title, close, emit }) {
  const id = newId();
  const log = makeLog(t);
  const { say: announce, element: copies } = announcer();
  const { focus, giveBack, element: box } = composer(t, (text) => conversation.send({ text }, text));
  const care = h('div');
  const status = h('div', { class: 'status', hidden: true });
  /** @type {TPC.Turn[]} */
  let turns = [];
  let slow = 0;

  /** @type {TPC.Context} */
  const context = {
    t, api, announce,
    choose(body, shown) {
      focus();
      conversation.send(body, shown);
    },
    async attempt(job) {
      try {
        const words = await job();
        if (words) say(words);
      } catch (error) {
        report(error);
        say((error instanceof ApiError && error.words) || t('error.other'), true);
      }
    },
  };

  /** @type {TPC.Say} */
  function say(words, urgent, ...more) {
    log.notice(words, ...more);
    announce(words, urgent);
  }

  /** @type {TPC.Report} */
  const report = (error) => emit('tpc-error', { code: error instanceof ApiError ? error.code : 'other', message: String(error) });

  /** @type {TPC.ShowOne} */
  function show(reply, at) {
    const turn = render(context, reply);
    turns.push(turn);
    log.assistant(turn.element, at);
    return turn.element;
  }

  /** @type {TPC.CareBar} */
  function careLevel(level) {
    care.hidden = !pressing(level);
    care.className = `care-bar ${level}`;
    care.replaceChildren(icon('alert'), h('p', {}, t(`care.${level}`)), h('button', { click: () => {
      const card = /** @type {HTMLElement|undefined} */ ([...log.element.querySelectorAll('.care')].pop());
      card?.focus({ preventScroll: true });
      log.reveal(card);
    } }, t('care.show')));
  }

  /** @type {TPC.Screen} */
  const screen = {
    giveBack,
    person(text) {
      for (const { offers } of turns) offers.close();
      const state = log.person(text, new Date());
      log.toEnd();
      emit('tpc-message', { from: 'person', text });
      return state;
    },
    answer({ replies, care_level: level }) {
      const follow = log.atEnd();
      const shown = replies.map((reply) => {
        announce(spoken(context, reply), reply.type === 'care_advice' && pressing(reply.level));
        emit('tpc-message', { from: 'assistant', reply });
        return show(reply, new Date());
      });
      careLevel(level);
      log.reveal(shown[0], follow);
    },
    history({ messages, care_level: level }) {
      let answered = 0;
      for (const message of messages) {
        const at = new Date(message.at);
        if (message.from === 'assistant') show(message.reply, at);
        else {
          if (message.text) log.person(message.text, at);
          for (; answered < turns.length; answered += 1) turns[answered].offers.recall(message.text);
        }
      }
      careLevel(level);
      log.toEnd();
    },
    clear() {
      log.clear();
      turns = [];
      careLevel('self_care');
    },
    notice(key) {
      say(t(key), false, key === 'delete.done' && h('button', { click: ({ target }) => {
        target.remove();
        focus();
        conversation.work();
      } }, t('delete.new')));
    },
    busy(on) {
      clearTimeout(slow);
      log.writing(on ? t('typing') : null);
      if (!on) return;
      slow = window.setTimeout(() => {
        log.writing(t('slow'));
        announce(t('slow'));
      }, LONG);
    },
    trouble(error) {
      status.hidden = !error?.passing;
      if (!error) return;
      const { code, passing, after, words: theirs } = error;
      const ours = t(/** @type {TPC.Key} */ (`error.${error.status === 429 ? 'slow_down' : code}`), { n: after });
      const words = ours || (passing ? t('error.gone') : theirs || t('error.other'));
      report(error);
      if (!passing) return say(words, true);
      screen.busy(false);
      if (status.textContent?.startsWith(words)) return;
      status.replaceChildren(h('p', {}, words), h('button', { click: () => { focus(); conversation.work(); } }, t('retry')));
      announce(words, true);
    },
  };
  const conversation = makeConversation(api, screen);

  const summary = () => context.attempt(async () => {
    const reply = await api.json('GET', 'summary');
    announce(spoken(context, reply));
    log.reveal(show(reply, new Date()));
  });

  /** @type {TPC.Erase} */
  async function erase(what) {
    if (!await confirm(t, what, element)) return;
    try {
      await (what === 'restart' ? conversation.restart() : conversation.erase());
      focus();
    } catch (error) {
      report(error);
      say(t('error.delete'), true);
    }
  }

  const times = () => log.element.classList.toggle('timed', preferred('times'));
  const element = h(close ? 'dialog' : 'section', { class: 'panel', 'aria-labelledby': id },
    h('header', {}, h('span', { class: 'mark' }, icon('heart')), h('h2', { id }, title),
      menu(t, { times, summary, restart: () => erase('restart'), delete: () => erase('delete') }),
      close && h('button', { class: 'plain', click: close }, icon('close'), hidden(t('close')))),
    care, h('div', { class: 'middle' }, log.element, log.more), status, h('footer', {}, box, h('p', { class: 'help' }, t('help'))), copies);
  times();
  careLevel('self_care');
  return { t, element, conversation, focus };
}
