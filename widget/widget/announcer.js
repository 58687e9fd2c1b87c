// @ts-check
/** What screen readers hear: a hidden copy of each new message, whole and once. */

import { h } from './dom.js';

export class Announcer {
  /** @type {Record<'polite'|'assertive', string[]>} */
  waiting = { polite: [], assertive: [] };
  timer = 0;
  element = h('div', { class: 'vh' }, ...['polite', 'polite', 'assertive'].map((live) => h('div', { 'aria-live': live, 'aria-relevant': 'additions' })));

  /** @param {string} text @param {boolean} [urgent]  interrupts what is being read */
  say(text, urgent) {
    this.waiting[urgent ? 'assertive' : 'polite'].push(text);
    clearTimeout(this.timer);
    // A short wait keeps the words clear of a focus change, which some readers let win.
    this.timer = window.setTimeout(() => this.#flush(), 300);
  }

  #flush() {
    // The two polite regions take turns, so that the same words twice are heard twice.
    this.element.prepend(/** @type {Element} */ (this.element.children[1]));
    for (const live of /** @type {const} */ (['assertive', 'polite'])) {
      const copy = h('p', {}, this.waiting[live].splice(0).join(' '));
      if (copy.textContent) this.element.querySelector(`[aria-live=${live}]`)?.append(copy);
      setTimeout(() => copy.remove(), 2000);
    }
  }
}
