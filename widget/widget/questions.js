// @ts-check
/** Replies that ask: a checklist and the pain scale. */

import { remaining } from './cards.js';
import { h, newId } from './dom.js';

/** Lines to tick, a button to send them, and one for none of these. @type {TPC.Render<'checklist'>} */
export function checklist({ t, choose, announce }, reply, offers) {
  const id = newId();
  const labels = reply.groups.flatMap(({ items }) => items.map(({ label }) => label.replace(/[.?]$/, '').toLowerCase()));
  const lead = remaining(reply.text.replace(': ', '. '), [], (part) => labels.some((label) => part.toLowerCase().includes(label))) || reply.text;
  const hint = h('p', { class: 'hint', hidden: true }, t('check.pick', { none: reply.none.title }));
  /** @type {Map<TPC.ChecklistItem, HTMLInputElement>} */
  const boxes = new Map();
  const groups = reply.groups.map(({ title, items }) => h('fieldset', {}, h('legend', {}, title), ...items.map((item) => {
    // aria-disabled keeps the box in reach of a reader; this keeps it from changing.
    const box = h('input', { type: 'checkbox', click: (/** @type {Event} */ event) => (offers.closed ? event.preventDefault() : (hint.hidden = true)) });
    boxes.set(item, box);
    return h('label', { class: 'tick' }, box, h('span', {}, item.label));
  })));
  const send = h('button', { class: 'primary', click: () => {
    if (offers.closed) return;
    const ticked = [...boxes].filter(([, box]) => box.checked).map(([item]) => item);
    hint.hidden = ticked.length > 0;
    if (!ticked.length) return announce(hint.textContent ?? '');
    offers.close();
    choose({ choices: ticked.map((item) => item.payload) }, ticked.map((item) => item.label).join('\n'));
  } }, t('check.send'));
  offers.onClose(() => [send, ...boxes.values()].forEach((element) => (element.ariaDisabled = 'true')));
  return h('div', { class: 'card', role: 'group', 'aria-labelledby': id }, h('p', { id }, lead),
    h('div', { class: 'row' }, offers.button(reply.none)), ...groups, hint, h('div', { class: 'row' }, send));
}

/** Eleven buttons, 0 to 10. @type {TPC.Render<'pain_scale'>} */
export function painScale({ t }, { text, payloads, low_label: low, high_label: high }, offers) {
  const id = newId();
  const ends = new Map([[0, low], [payloads.length - 1, high]]);
  return h('div', { class: 'card' }, h('p', { id }, text),
    h('div', { class: 'numbers', role: 'group', 'aria-labelledby': id }, ...payloads.map((payload, n) =>
      offers.button({ title: String(n), payload }, { shown: t('scale.said', { n }), label: [n, ends.get(n)].filter((words) => words != null).join(', ') }))),
    h('div', { class: 'ends', 'aria-hidden': 'true' }, ...[...ends].map(([n, words]) => h('span', {}, `${n}: ${words}`))));
}
