// @ts-check
/** The conversation as people see it. Not live itself: the announcer speaks. */

import { h, hidden, icon } from './dom.js';

export class Log {
  day = '';

  /** @param {TPC.Translate} t */
  constructor(t) {
    this.t = t;
    this.list = h('div');
    this.words = h('p');
    this.typing = h('div', { class: 'typing', hidden: true }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), this.words);
    this.more = h('button', { class: 'newest', hidden: true, click: () => { this.toEnd(); this.element.focus(); } }, icon('down'), h('span', {}, t('newest')));
    this.element = h('div', {
      class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': t('log'), tabindex: 0, scroll: () => this.atEnd && (this.more.hidden = true),
    }, this.list, this.typing);
  }

  clear() {
    this.list.replaceChildren();
    this.day = '';
  }

  /** What the person said. @param {string} text @param {Date} at @returns {TPC.ShowState} */
  person(text, at) {
    const note = h('p', { class: 'sent' });
    this.#add(h('div', { class: 'message me' }, h('p', { class: 'bubble' }, hidden(this.t('you')), text), note), at);
    return (state) => {
      note.textContent = state && this.t(state);
      note.classList.toggle('bad', state !== 'state.sending');
    };
  }

  /** What the assistant said. @param {Element} content @param {Date} at */
  assistant(content, at) {
    this.#add(h('div', { class: 'message them' }, hidden(this.t('assistant')), content), at);
  }

  /** What the widget itself says. @param {string} text @param {...TPC.Child} more */
  notice(text, ...more) {
    this.list.append(h('div', { class: 'message notice' }, h('p', {}, text), ...more));
    this.toEnd();
  }

  /** @param {string|null} words  null: nobody is writing */
  writing(words) {
    const follow = this.atEnd;
    this.typing.hidden = !words;
    this.words.textContent = words;
    if (words && follow) this.toEnd();
  }

  /** @param {HTMLElement} message @param {Date} at */
  #add(message, at) {
    const { lang } = this.t;
    const day = at.toDateString();
    const today = day === new Date().toDateString();
    const words = today ? this.t('today') : at.toLocaleDateString(lang, { weekday: 'long', day: 'numeric', month: 'long' });
    if (day !== this.day) this.list.append(h('p', { class: 'day' }, words));
    this.day = day;
    message.append(h('time', { class: 'at', datetime: at.toISOString() }, at.toLocaleTimeString(lang, { hour: 'numeric', minute: '2-digit' })));
    this.list.append(message);
  }

  /** Whether the newest words are in view. */
  get atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < 120;
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Brings a message into view from its first line on; who reads further up stays there and gets a button. @param {Element} [first] @param {boolean} [follow] */
  reveal(first, follow = true) {
    this.more.hidden = follow;
    if (!follow || !first) return;
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
    this.element.scrollBy({ top: first.getBoundingClientRect().top - this.element.getBoundingClientRect().top - 12, behavior });
  }
}
