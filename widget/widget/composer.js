// @ts-check
/** The text box: Enter sends, Shift+Enter makes a new line. */

import { h, hidden, icon, newId } from './dom.js';

const MOST = 2000;

/** @type {TPC.Composer} */
export function composer(t, send) {
  const id = newId();
  const count = h('p', { id: newId(), 'aria-live': 'polite' });
  const box = h('textarea', {
    id, rows: 1, dir: 'auto', enterkeyhint: 'send', placeholder: t('composer.hint'), 'aria-describedby': count.id,
    input: measure, pointerdown: wake, click: wake,
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    },
  });

  function wake() {
    if (box.inputMode !== 'none') return;
    box.inputMode = '';
    box.blur();
    box.focus();
  }

  /** Says how much room is left; gives the text if it can be sent. */
  function measure() {
    const text = box.value.trim();
    const n = MOST - [...text].length;
    count.textContent = n < 0 ? t('composer.over', { n: -n }) : n < 200 ? t('composer.left', { n }) : '';
    box.ariaInvalid = String(n < 0);
    box.style.blockSize = 'auto';
    box.style.blockSize = `${box.scrollHeight + 2}px`;
    return n >= 0 && text;
  }

  function submit() {
    const text = measure();
    box.focus();
    if (!text) return;
    box.value = '';
    measure();
    send(text);
  }

  return {
    element: h('div', {}, count, h('div', { class: 'entry' }, h('label', { class: 'vh', for: id }, t('composer.label')), box,
      h('button', { class: 'primary send', click: submit }, icon('send'), hidden(t('composer.send'))))),
    focus() {
      if (matchMedia('(pointer: coarse)').matches) box.inputMode = 'none';
      box.focus({ preventScroll: true });
    },
    giveBack(text) {
      box.value ||= text;
      measure();
    },
  };
}
