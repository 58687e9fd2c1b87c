// @ts-check
/** The text box: Enter sends, Shift+Enter makes a new line. */

import { h, hidden, icon, newId } from './dom.js';

const MOST = 2000;

export class Composer {
  /** @param {TPC.Translate} t @param {(text: string) => void} send */
  constructor(t, send) {
    this.t = t;
    this.send = send;
    const id = newId();
    const wake = () => this.#wake();
    this.count = h('p', { class: 'count', id: newId(), 'aria-live': 'polite' });
    this.box = h('textarea', {
      id, rows: 1, dir: 'auto', enterkeyhint: 'send', placeholder: t('composer.hint'), 'aria-describedby': this.count.id,
      input: () => this.#changed(), pointerdown: wake, click: wake,
      keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.#submit();
      },
    });
    this.element = h('div', {}, this.count, h('div', { class: 'entry' }, h('label', { class: 'vh', for: id }, t('composer.label')), this.box,
      h('button', { class: 'primary send', click: () => this.#submit() }, icon('send'), hidden(t('composer.send')))));
  }

  /** On a touch screen the keyboard stays away until the box is tapped: it would cover the answer. */
  focus() {
    if (matchMedia('(pointer: coarse)').matches) this.box.inputMode = 'none';
    this.box.focus({ preventScroll: true });
  }

  /** Gives words back that could not be sent. @param {string} text */
  restore(text) {
    this.box.value ||= text;
    this.#changed();
  }

  #wake() {
    if (this.box.inputMode !== 'none') return;
    this.box.inputMode = '';
    this.box.blur();
    this.box.focus();
  }

  /** Says how much room is left; gives the text if it can be sent. */
  #changed() {
    const { box, t } = this;
    const text = box.value.trim();
    const n = MOST - [...text].length;
    this.count.textContent = n < 0 ? t('composer.over', { n: -n }) : n < 200 ? t('composer.left', { n }) : '';
    box.ariaInvalid = String(n < 0);
    box.style.blockSize = 'auto';
    box.style.blockSize = `${box.scrollHeight + 2}px`;
    return n >= 0 && text;
  }

  #submit() {
    const text = this.#changed();
    this.box.focus();
    if (!text) return;
    this.box.value = '';
    this.#changed();
    this.send(text);
  }
}
