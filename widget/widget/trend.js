// @ts-check
/** Pain before and after: a small chart, with the same in words. */

import { h, s } from './dom.js';

const MOST = 10;

/** @param {number} score */
const place = (score) => `${4 + (92 * Math.min(MOST, Math.max(0, score))) / MOST}%`;

/**
 * @param {import('./types.js').Context} context
 * @param {import('./types.js').TrendReply} reply
 */
export function trend({ t }, reply) {
  const words = (/** @type {number|null|undefined} */ score) => (score == null ? t('trend.none') : String(score));
  const rows = reply.points.map(({ label, before, after }) => h('li', {},
    h('div', { class: 'row-head' }, h('span', { class: 'what', dir: 'auto' }, label),
      h('span', { class: 'scores' }, `${t('trend.before')} `, h('b', {}, words(before)), `, ${t('trend.after')} `, h('b', {}, words(after)))),
    /** @type {any} */ (chart(before, after))));
  return h('div', { class: 'card trend' }, h('h3', {}, t('trend.title')), h('ol', { class: 'plain' }, ...rows),
    h('p', { class: 'key', 'aria-hidden': 'true' }, h('span', { class: 'dot before' }), t('trend.before'), h('span', { class: 'dot after' }), t('trend.after')),
    h('p', {}, reply.text));
}

/** @param {number|null|undefined} before @param {number|null|undefined} after */
function chart(before, after) {
  const svg = s('svg', { class: 'chart', 'aria-hidden': 'true' }, s('line', { class: 'axis', x1: '4%', x2: '96%', y1: 14, y2: 14 }));
  for (let n = 0; n <= MOST; n += 1) svg.append(s('line', { class: 'axis', x1: place(n), x2: place(n), y1: n % 5 ? 11 : 8, y2: n % 5 ? 17 : 20 }));
  if (before != null && after != null) svg.append(s('line', { class: 'change', x1: place(before), x2: place(after), y1: 14, y2: 14 }));
  if (before != null) svg.append(s('circle', { class: 'before', cx: place(before), cy: 14, r: 7 }));
  if (after != null) svg.append(s('circle', { class: 'after', cx: place(after), cy: 14, r: 7 }));
  return svg;
}
