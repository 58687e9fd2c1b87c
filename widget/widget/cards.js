// @ts-check
/** Replies that show: muscles, rankings, techniques, plans, summaries and how the pain went. */

import { fold, h, hidden, icon, list, newId, s } from './dom.js';
import { download, printPage } from './links.js';
import { holdTimer } from './timer.js';

/** @type {TPC.Remaining} */
export function remaining(text, shown, also = () => false) {
  /** @type {(words: string) => string} */
  const plain = (words) => words.toLowerCase().replace(/[.!?:;,]+$/, '');
  return text.split(/(?<=[.!?]["”]?)\s+/).filter((part) => !also(part) && !shown.some((words) => plain(words).includes(plain(part)))).join(' ');
}

/** @type {TPC.Card} */
function card(title, children, plain = '') {
  const id = newId();
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h3', { id }, title, plain && h('span', { class: 'quiet' }, hidden(', '), plain)), ...children);
}

/** @type {(rows: [string, string][]) => HTMLElement} */
const facts = (rows) => h('dl', {}, ...rows.map(([label, value]) => value && h('div', {}, h('dt', {}, label), h('dd', {}, value))));

/** @type {TPC.Block} */
const block = (title, lines, name) => lines.length > 0 && h('div', { class: name }, h('h4', {}, title), list(lines));

/** @type {(...words: TPC.Child[]) => HTMLElement} */
const tags = (...words) => h('ul', { class: 'plain tags' }, ...words.map((word) => word && h('li', {}, word)));

/** @type {TPC.Picture} */
function picture({ t, api }, figure) {
  const src = figure && api.address(figure.url);
  if (!src) return null;
  const words = h('p', {}, figure.description);
  const element = h('figure', {}, h('img', { src, alt: figure.title, loading: 'lazy', error: () => element.replaceChildren(words) }),
    h('figcaption', {}, figure.title), fold(t('picture.words'), words));
  return element;
}

/** @type {TPC.SourceWords} */
const sourceNote = ({ t }, source) =>
  source && fold(t('source.title'), h('p', {}, source.grade_words), list(source.titles));

/** @type {TPC.Render<'text'>} */
export const text = (context, reply) => h('div', { class: 'say' }, h('p', {}, reply.text),
  reply.more && fold(context.t('text.more'), h('p', {}, reply.more)), sourceNote(context, reply.source));

/** @type {TPC.Render<'anatomy'>} */
export function anatomy(context, reply) {
  const lead = remaining(reply.text, [...reply.facts.map(({ value }) => value), `${reply.name} (${reply.plain_name})`]);
  return card(reply.name, [lead && h('p', {}, lead), picture(context, reply.figure),
    facts(reply.facts.map(({ label, value }) => [label, value])), sourceNote(context, reply.source)], reply.plain_name);
}

/** @type {TPC.Render<'ranking'>} */
export function ranking(context, reply, offers) {
  const { t } = context;
  // A sentence that starts with a number or a name only lists what the cards say.
  const lead = remaining(reply.text, [], (part) => /^\d+\.$/.test(part) || reply.items.some(({ name }) => part.startsWith(name)));
  /** @type {TPC.Reasons} */
  const reasons = (title, lines, sign) =>
    lines.length > 0 && h('div', { class: `reasons ${sign}` }, h('h4', {}, title), h('ul', { class: 'plain' }, ...lines.map((line) => h('li', {}, icon(sign), h('span', {}, line)))));
  return h('div', { class: 'say' }, h('p', {}, lead), h('ol', { class: 'plain ranking' }, ...reply.items.map((item, index) => {
    const { name, choice } = item;
    return h('li', {}, card(`${index + 1}. ${name}`, [
      tags(!index && t('rank.best'), item.kind === 'look_alike' && t('rank.look_alike')),
      reasons(t('rank.fits'), item.fits, 'check'), reasons(t('rank.not'), item.does_not_fit, 'minus'),
      fold(t('rank.where'), h('p', {}, item.where), picture(context, item.figure)),
      choice && h('div', { class: 'row' }, offers.button(choice, { label: `${choice.title}: ${name}`, class: index ? '' : 'primary' })),
    ], item.plain_name));
  })));
}

/** @type {TPC.Render<'technique'>} */
export function technique(context, reply) {
  const { t } = context;
  return card(reply.name, [
    tags(t('tech.minutes', { n: reply.minutes }), t('tech.steps', { n: reply.steps }), reply.position, reply.side && t(`side.${reply.side}`)),
    picture(context, reply.figure), block(t('tech.you'), reply.adaptations, 'note'),
    facts([[t('tech.goal'), reply.goal], [t('tech.need'), reply.equipment.join(', ') || t('tech.nothing')], [t('tech.instead'), reply.substitutes.join(', ')],
      [t('tech.dose'), reply.dose], [t('tech.feel'), reply.feel], [t('tech.muscles'), reply.muscles.join(', ')]]),
    block(t('stop'), reply.stop_rules, 'warn'), sourceNote(context, reply.source)]);
}

/** @type {TPC.Render<'technique_step'>} */
export function techniqueStep(context, reply, offers) {
  const { t } = context;
  const rounds = reply.repetitions ?? 1;
  const timer = reply.hold_seconds ? holdTimer(context, reply.hold_seconds, rounds) : null;
  if (timer) offers.onClose(timer.stop);
  const bars = Array.from({ length: reply.steps }, (_, n) => h('i', { class: n < reply.step && 'past' }));
  return card(t('step.of', { step: reply.step, steps: reply.steps }), [
    h('div', { class: 'progress', 'aria-hidden': 'true' }, ...bars), reply.side && tags(t(`side.${reply.side}`)), h('p', { class: 'instruction' }, reply.instruction),
    rounds > 1 && h('p', {}, t('step.repeat', { n: rounds })), timer?.element, picture(context, reply.figure)], reply.name);
}

/** @type {TPC.Render<'plan'>} */
export function plan(context, reply) {
  const { t, api, attempt } = context;
  const { calendar_url: calendar, print_url: print } = reply;
  return card(reply.title, [h('p', {}, remaining(reply.text, [reply.title])),
    h('ul', { class: 'plain todo' }, ...reply.items.map(({ name, dose, days }) => h('li', {}, h('b', {}, name), h('span', {}, dose), h('span', { class: 'quiet' }, days)))),
    block(t('plan.habits'), reply.habits), block(t('stop'), reply.stop_rules, 'warn'), block(t('plan.help'), reply.get_help, 'warn'),
    h('div', { class: 'row' }, calendar && h('button', { click: () => attempt(() => download(api, calendar, t('plan.file'))) }, t('plan.calendar')), print && printButton(context, print))]);
}

/** @type {TPC.Render<'summary'>} */
export function summary(context, reply) {
  const { t, attempt } = context;
  const words = reply.sections.map(({ title, lines }) => [title, ...lines.map((line) => `- ${line}`)].join('\n')).join('\n\n');
  const copy = () => navigator.clipboard.writeText(words).then(() => t('sum.copied'), () => t('sum.nocopy'));
  return card(t('sum.title'), [...reply.sections.map(({ title, lines }) => block(title, lines)),
    h('div', { class: 'row' }, printButton(context, reply.print_url ?? 'summary'), h('button', { click: () => attempt(async () => copy()) }, t('sum.copy')))]);
}

/** @type {(context: TPC.Context, path: string) => HTMLElement} */
function printButton({ t, api, attempt }, path) {
  const row = h('span', { class: 'row' }, h('button', { click: () => attempt(async () => {
    const href = await printPage(api, path);
    if (href) row.append(h('a', { href, target: '_blank' }, t('print.open')));
  }) }, t('print')));
  return row;
}

/** A small chart, with the same in words. @type {TPC.Render<'trend'>} */
export function trend({ t }, reply) {
  /** @type {(score: number) => string} */
  const place = (score) => `${4 + 9.2 * score}%`;
  /** @type {(name: string, from: number, to: number, height?: number) => Element} */
  const line = (name, from, to, height = 0) =>
    s('line', { class: name, x1: place(from), x2: place(to), y1: 14 - height, y2: 14 + height });
  /** @type {TPC.Chart} */
  const chart = (before, after) =>
    s('svg', { class: 'chart', 'aria-hidden': 'true' }, line('axis', 0, 10), ...Array.from({ length: 11 }, (_, n) => line('axis', n, n, n % 5 ? 3 : 6)),
      before != null && after != null && line('change', before, after),
      before != null && s('circle', { class: 'before', cx: place(before), cy: 14, r: 7 }), after != null && s('circle', { class: 'after', cx: place(after), cy: 14, r: 7 }));
  return card(t('trend.title'), [h('ul', { class: 'plain' }, ...reply.points.map(({ label, before, after }) => h('li', {}, h('b', {}, label),
    h('p', { class: 'scores' }, h('i', { class: 'dot' }), t('trend.before', { n: before ?? '–' }), h('i', { class: 'dot after' }), t('trend.after', { n: after ?? '–' })), chart(before, after)))),
  h('p', {}, reply.text)]);
}
