// @ts-check
/** The text box: Enter sends, Shift+Enter makes a new line. */

import { h, hidden, icon, newId } from './dom.js';

const MOST = 2000;
const NEAR = 200;

/** The text box with its button. */
export class Composer {
  /**
   * @param {import('./strings.js').Translate} t
   * @param {(text: string) => void} send
   */
  constructor(t, send) {
    this.t = t;
    this.send = send;
    const id = newId();
    this.count = h('p', { class: 'count', id: newId(), 'aria-live': 'polite' });
    this.box = h('textarea', {
      id, rows: 1, dir: 'auto', enterkeyhint: 'send', autocomplete: 'off', placeholder: t('composer.hint'), 'aria-describedby': this.count.id,
      input: () => this.#changed(),
      keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.#submit();
      },
      pointerdown: () => this.#wake(false),
      click: () => this.#wake(true),
    });
    const button = h('button', { class: 'primary send', click: () => this.#submit() }, icon('send'), hidden(t('composer.send')));
    this.element = h('div', { class: 'composer' }, this.count,
      h('div', { class: 'entry' }, h('label', { class: 'vh', for: id }, t('composer.label')), this.box, button));
  }

  /**
   * Puts the focus into the box. On a touch screen the keyboard stays away until the box
   * is tapped, so that it does not cover the answer.
   */
  focus() {
    if (matchMedia('(pointer: coarse)').matches) this.box.inputMode = 'none';
    this.box.focus({ preventScroll: true });
  }

  /** Gives words back that could not be sent. @param {string} text */
  restore(text) {
    if (this.box.value) return;
    this.box.value = text;
    this.#changed();
  }

  /** @param {boolean} refocus */
  #wake(refocus) {
    if (this.box.inputMode !== 'none') return;
    this.box.inputMode = '';
    this.box.blur();
    if (refocus) this.box.focus();
  }

  #changed() {
    const length = [...this.box.value.trim()].length;
    const left = MOST - length;
    this.count.textContent = left < 0 ? this.t('composer.over', { n: -left }) : left < NEAR ? this.t('composer.left', { n: left }) : '';
    this.box.setAttribute('aria-invalid', String(left < 0));
    this.box.style.blockSize = 'auto';
    this.box.style.blockSize = `${this.box.scrollHeight + 2}px`;
    return left >= 0 && length > 0;
  }

  #submit() {
    const text = this.box.value.trim();
    if (!this.#changed()) return this.box.focus();
    this.box.value = '';
    this.#changed();
    this.send(text);
  }
}
