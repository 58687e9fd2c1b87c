// @ts-check
/** Replies that ask: a checklist and the pain scale. */

import { h, newId } from './dom.js';

/**
 * Lines to tick, a button to send them, and one for "none of these".
 *
 * @param {import('./types.js').Context} context
 * @param {import('./types.js').ChecklistReply} reply
 * @param {import('./offers.js').Offers} offers
 */
export function checklist({ t, choose, announce }, reply, offers) {
  const lead = newId();
  const hint = h('p', { class: 'hint', hidden: true }, t('check.pick', { none: reply.none.title }));
  const boxes = reply.groups.flatMap((group) => group.items).map((item) => {
    const box = h('input', { type: 'checkbox', id: newId(), value: item.payload, change: () => (hint.hidden = true) });
    // aria-disabled keeps the box in reach; this keeps it from changing.
    box.addEventListener('click', (event) => offers.closed && event.preventDefault());
    return { item, box };
  });
  const groups = reply.groups.map((group) => h('fieldset', {}, h('legend', {}, group.title),
    ...boxes.filter(({ item }) => group.items.includes(item)).map(({ item, box }) =>
      h('label', { class: 'tick', for: box.id }, box, h('span', {}, item.label)))));
  const send = h('button', {
    class: 'primary',
    click: () => {
      if (offers.closed) return;
      const ticked = boxes.filter(({ box }) => box.checked);
      if (!ticked.length) {
        hint.hidden = false;
        announce(hint.textContent ?? '');
        return;
      }
      offers.close();
      choose({ choices: ticked.map(({ item }) => item.payload) }, ticked.map(({ item }) => item.label).join('\n'));
    },
  }, t('check.send'));
  offers.onClose(() => {
    for (const element of [send, ...boxes.map(({ box }) => box)]) element.setAttribute('aria-disabled', 'true');
  });
  const none = offers.button(reply.none);
  const element = h('div', { class: 'card checklist', role: 'group', 'aria-labelledby': lead },
    h('p', { id: lead }, intro(reply)), h('div', { class: 'row' }, none), ...groups, hint, h('div', { class: 'row' }, send));
  return Object.assign(element, {
    /** For history: ticks the lines that these words named. @param {string} text */
    recall(text) {
      for (const { item, box } of boxes) box.checked = text.includes(item.label);
    },
  });
}

/**
 * The text without the sentences that only repeat the lines.
 * @param {import('./types.js').ChecklistReply} reply
 */
function intro({ text, groups }) {
  const labels = groups.flatMap((group) => group.items.map((item) => item.label.replace(/[.?]$/, '').toLowerCase()));
  const kept = text.split(/(?<=[.:!?])\s+/).filter((part) => !labels.some((label) => part.toLowerCase().includes(label) || label.includes(part.toLowerCase().replace(/[.?:]$/, ''))));
  return kept.join(' ') || groups[0]?.title || text;
}

/**
 * Eleven buttons, 0 to 10.
 *
 * @param {import('./types.js').Context} context
 * @param {import('./types.js').PainScaleReply} reply
 * @param {import('./offers.js').Offers} offers
 */
export function painScale({ t }, reply, offers) {
  const lead = newId();
  const last = reply.payloads.length - 1;
  const name = (/** @type {number} */ n) =>
    t('scale.label', { n }) + (n === 0 ? `, ${reply.low_label}` : n === last ? `, ${reply.high_label}` : '');
  return h('div', { class: 'card scale' }, h('p', { id: lead }, reply.text),
    h('div', { class: 'numbers', role: 'group', 'aria-labelledby': lead },
      ...reply.payloads.map((payload, n) => offers.button({ title: String(n), payload }, { shown: t('scale.said', { n }), label: name(n) }))),
    h('div', { class: 'ends', 'aria-hidden': 'true' }, h('span', { dir: 'auto' }, `0: ${reply.low_label}`), h('span', { dir: 'auto' }, `${last}: ${reply.high_label}`)));
}
