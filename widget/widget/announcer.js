// @ts-check
/** What screen readers hear: a hidden copy of each new message, whole and once. */

import { h } from './dom.js';

const PAUSE = 300;
const STAY = 2000;

/**
 * Regions take turns, so that a reader never sees one change twice in a row; a short
 * pause keeps the words clear of a focus change; each copy is removed soon after.
 */
export class Announcer {
  constructor() {
    this.polite = [region('polite'), region('polite')];
    this.urgent = [region('assertive')];
    this.element = h('div', { class: 'vh' }, ...this.polite, ...this.urgent);
    /** @type {{text: string, urgent: boolean}[]} */
    this.waiting = [];
    this.timer = 0;
  }

  /**
   * @param {string} text
   * @param {boolean} [urgent]  interrupts what is being read
   */
  say(text, urgent = false) {
    if (!text.trim()) return;
    this.waiting.push({ text, urgent });
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.#flush(), PAUSE);
  }

  #flush() {
    for (const urgent of [true, false]) {
      const texts = this.waiting.filter((w) => w.urgent === urgent).map((w) => w.text);
      if (!texts.length) continue;
      const regions = urgent ? this.urgent : this.polite;
      const next = /** @type {HTMLDivElement} */ (regions.shift());
      regions.push(next);
      const copy = h('p', {}, texts.join(' '));
      next.append(copy);
      setTimeout(() => copy.remove(), STAY);
    }
    this.waiting = [];
  }
}

/** @param {'polite'|'assertive'} live */
const region = (live) => h('div', { 'aria-live': live, 'aria-relevant': 'additions' });
