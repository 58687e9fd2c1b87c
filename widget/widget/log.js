/** The conversation as people see it and, through the announcer, as screen readers say it. */

import { h, hidden, icon } from './dom.js';

/** @type {TPC.MakeLog} */
export function makeLog(t) {
  let last = '';
  const list = h('div');
  const words = h('p');
  const typing = h('div', { class: 'typing', hidden: true }, h('span', { class: 'dots', 'aria-hidden': 'true' }, '•••'), words);
  const more = h('button', { class: 'newest', hidden: true, click: () => { log.toEnd(); element.focus(); } }, icon('down'), h('span', {}, t('newest')));
  const element = h('div', {
    class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': t('log'), tabindex: 0, scroll: () => log.atEnd() && (more.hidden = true),
  }, list, typing);

  /** @type {TPC.Add} */
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
    // The assistant speaks English, whatever the language of the page.
    assistant: (content, at) => add(h('div', { class: 'message them', lang: 'en' }, hidden(t('assistant')), content), at),
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

/** @type {TPC.Announcer} */
export function announcer() {
  /** @type {TPC.Region} */
  const region = (live) => h('div', { 'aria-live': live, 'aria-relevant': 'additions' });
  // The polite regions take turns, so that the same words twice are heard twice.
  const polite = [region('polite'), region('polite')];
  const urgent = region('assertive');
  const waiting = ['', ''];
  let timer = 0;

  function flush() {
    polite.reverse();
    [polite[0], urgent].forEach((place, n) => {
      const copy = h('p', {}, waiting[n]);
      if (waiting[n]) place.append(copy);
      setTimeout(() => copy.remove(), 2000);
      waiting[n] = '';
    });
  }

  return {
    element: h('div', { class: 'vh' }, ...polite, urgent),
    say(text, now) {
      waiting[now ? 1 : 0] += `${text} `;
      clearTimeout(timer);
      // A short wait keeps the words clear of a focus change, which some readers let win.
      timer = window.setTimeout(flush, 300);
    },
  };
}
