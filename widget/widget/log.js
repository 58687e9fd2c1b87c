// @ts-check
/** The conversation as people see it. Not live itself: the announcer speaks. */

import { h, hidden, icon } from './dom.js';

/** @type {(t: TPC.Translate) => TPC.Log} */
export function makeLog(t) {
  let last = '';
  const list = h('div');
  const words = h('p');
  const typing = h('div', { class: 'typing', hidden: true }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), words);
  const more = h('button', { class: 'newest', hidden: true, click: () => { log.toEnd(); element.focus(); } }, icon('down'), h('span', {}, t('newest')));
  const element = h('div', {
    class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': t('log'), tabindex: 0, scroll: () => log.atEnd() && (more.hidden = true),
  }, list, typing);

  /** @type {(message: Element, at: Date) => void} */
  function add(message, at) {
    const day = at.toDateString();
    if (day !== last) {
      const today = day === new Date().toDateString();
      list.append(h('p', { class: 'day' }, today ? t('today') : at.toLocaleDateString(t.lang, { weekday: 'long', day: 'numeric', month: 'long' })));
    }
    last = day;
    message.append(h('time', { class: 'at', datetime: at.toISOString() }, at.toLocaleTimeString(t.lang, { hour: 'numeric', minute: '2-digit' })));
    list.append(message);
  }

  /** @type {TPC.Log} */
  const log = {
    element,
    more,
    clear() {
      list.replaceChildren();
      last = '';
    },
    person(text, at) {
      const note = h('p', { class: 'sent' });
      add(h('div', { class: 'message me' }, h('p', { class: 'bubble' }, hidden(t('you')), text), note), at);
      return (state) => {
        note.textContent = state && t(state);
        note.classList.toggle('bad', state !== 'state.sending');
      };
    },
    assistant: (content, at) => add(h('div', { class: 'message them' }, hidden(t('assistant')), content), at),
    notice(text, ...children) {
      list.append(h('div', { class: 'message notice' }, h('p', {}, text), ...children));
      log.toEnd();
    },
    writing(text) {
      const follow = log.atEnd();
      typing.hidden = !text;
      words.textContent = text;
      if (text && follow) log.toEnd();
    },
    atEnd: () => element.scrollHeight - element.scrollTop - element.clientHeight < 120,
    toEnd: () => element.scrollTo(0, element.scrollHeight),
    reveal(first, follow = true) {
      more.hidden = follow;
      if (!follow || !first) return;
      const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
      element.scrollBy({ top: first.getBoundingClientRect().top - element.getBoundingClientRect().top - 12, behavior });
    },
  };
  return log;
}
