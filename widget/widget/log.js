// @ts-check
/** The conversation as people see it. Not live itself: the announcer speaks. */

import { h, hidden, icon } from './dom.js';

/** What can be told about a message that was sent. @typedef {'state.sending'|'state.waiting'|'state.failed'|null} SendState */

/** The messages, oldest first. */
export class Log {
  /** @param {import('./strings.js').Translate} t */
  constructor(t) {
    this.t = t;
    this.day = '';
    this.list = h('div', { class: 'messages' });
    this.typing = h('div', { class: 'typing', hidden: true }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), h('p', {}));
    this.element = h('div', { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': t('log'), tabindex: 0, scroll: () => this.#scrolled() },
      this.list, this.typing);
    this.more = h('button', { class: 'newest', hidden: true, click: () => this.#down() }, icon('down'), h('span', {}, t('newest')));
  }

  /** Empties the log. */
  clear() {
    this.list.replaceChildren();
    this.day = '';
    this.more.hidden = true;
  }

  /**
   * What the person said.
   * @param {string} text
   * @param {Date} at
   * @param {SendState} [state]
   * @returns {(state: SendState) => void} shows a new state
   */
  person(text, at, state = null) {
    const note = h('p', { class: 'sent' });
    const show = (/** @type {SendState} */ next) => {
      note.textContent = next ? this.t(next) : '';
      note.hidden = !next;
      note.dataset.state = next ?? '';
    };
    show(state);
    this.#add(h('div', { class: 'message me' }, h('p', { class: 'bubble' }, hidden(`${this.t('you')} `), text), note), at);
    return show;
  }

  /**
   * What the assistant said.
   * @param {Element} content
   * @param {Date} at
   */
  assistant(content, at) {
    this.#add(h('div', { class: 'message them' }, hidden(this.t('assistant')), content), at);
  }

  /** A line of the widget itself. @param {string} text @param {...Node} more */
  notice(text, ...more) {
    this.#add(h('div', { class: 'notice' }, h('p', {}, text), ...more), null);
  }

  /** @param {string|null} words  null: nobody is writing */
  writing(words) {
    this.typing.hidden = words === null;
    /** @type {HTMLElement} */ (this.typing.lastElementChild).textContent = words ?? '';
    if (words !== null) this.#keepUp(this.typing);
  }

  /** @param {HTMLElement} message @param {Date|null} at */
  #add(message, at) {
    if (at) {
      const day = at.toDateString();
      if (day !== this.day) this.list.append(h('p', { class: 'day' }, h('time', { datetime: at.toISOString().slice(0, 10) }, this.#dayWords(at))));
      this.day = day;
      message.append(h('time', { class: 'at', datetime: at.toISOString() }, at.toLocaleTimeString(this.t.lang, { hour: 'numeric', minute: '2-digit' })));
    }
    this.list.append(message);
  }

  /** @param {Date} at */
  #dayWords(at) {
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
    if (days === 0) return this.t('today');
    if (days === 1) return this.t('yesterday');
    return at.toLocaleDateString(this.t.lang, { weekday: 'long', day: 'numeric', month: 'long' });
  }

  /** Whether the newest words are in view. */
  get atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < 120;
  }

  /**
   * Brings new messages into view from their first line on; leaves people who read
   * further up where they are, and shows a button instead.
   * @param {Element|null} first
   * @param {boolean} [always]
   */
  reveal(first, always = true) {
    if (!first) return;
    if (!always) {
      this.more.hidden = false;
      return;
    }
    const top = first.getBoundingClientRect().top - this.element.getBoundingClientRect().top + this.element.scrollTop;
    this.element.scrollTo({ top: top - 12, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  }

  /** Shows the end at once. */
  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** @param {Element} element */
  #keepUp(element) {
    if (this.atEnd) element.scrollIntoView({ block: 'nearest' });
  }

  #scrolled() {
    if (this.atEnd) this.more.hidden = true;
  }

  #down() {
    this.toEnd();
    this.more.hidden = true;
    this.element.focus();
  }
}
