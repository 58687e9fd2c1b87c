/** Replies that show: words, muscles, techniques, care advice; and to keep: plan, summary, scores. */

import { fold, h, hidden, icon, link, list, newId, s } from './dom.js';
import { holdTimer } from './timer.js';

/** @type {TPC.Remaining} */
export function remaining(text, shown, also = () => false) {
  const plain = (words = '') => words.toLowerCase().replace(/["“”]/g, '').replace(/[.!?:;,]+$/, '');
  const told = (part = '') => shown.some((words) => plain(words).includes(plain(part)));
  return sentences(text).filter((part) => !also(part) && !told(part) && !told(part.replace(/^[^:]+: /, ''))).join(' ');
}

/** @type {TPC.Sentences} */
const sentences = (text) => text.split(/(?<=[.!?]["”]?)\s+/);

/** @type {TPC.Paragraphs} */
const paragraphs = (text) => text.split('\n').flatMap((line) =>
  sentences(line).reduce((parts, next) => {
    const words = parts.pop();
    return !words ? [next] : words.length > 120 ? [...parts, words, next] : [...parts, `${words} ${next}`];
  }, /** @type {string[]} */ ([]))).map((words) => h('p', {}, words));

/** @type {TPC.Card} */
function card(title, children, plain = '') {
  const id = newId();
  return h('section', { class: 'card', 'aria-labelledby': id }, h('h3', { id }, title, plain && h('span', { class: 'quiet' }, hidden(', '), plain)), ...children);
}

/** @type {TPC.Facts} */
const facts = (rows) => h('dl', {}, ...rows.map(([label, value]) => value && h('div', {}, h('dt', {}, label), h('dd', {}, value))));

/** @type {TPC.Block} */
const block = (title, lines, name) => lines.length > 0 && h('div', { class: name }, h('h4', {}, title), list(lines));

/** @type {TPC.Tags} */
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

/** @type {TPC.Signs} */
const SIGNS = { emergency: 'alert', urgent: 'clock', see_clinician: 'person', precaution: 'alert', self_care: 'heart' };

/** @type {TPC.Pressing} */
export const pressing = (level) => level === 'emergency' || level === 'urgent';

/** @type {TPC.ContactLine} */
function contact({ name, tel, url, note }) {
  const digits = (tel ?? '').replace(/[\s()./-]/g, '');
  const calls = /^\+?\d{2,15}$/.test(digits);
  return h('li', {}, calls ? h('a', { class: 'call', href: `tel:${digits}` }, icon('phone'), h('span', {}, `${name}: `, h('bdi', {}, tel))) : (tel || !url) && `${name} ${tel ?? ''}`,
    url && link(url, calls ? url.replace(/^https?:\/\//, '') : name), note && h('p', { class: 'quiet' }, note));
}

/** @type {TPC.FileOf} */
const fileOf = (type, text) => URL.createObjectURL(new Blob([text], { type }));

/** @type {TPC.PrintButton} */
function printButton({ t, api, attempt }, path) {
  const row = h('span', { class: 'row' }, h('button', { click: () => attempt(async () => {
    const href = fileOf('text/html;charset=utf-8', await api.request('GET', path, { accept: 'text/html' }));
    const page = window.open(href);
    if (page) page.addEventListener('load', () => page.print());
    else row.append(h('a', { href, target: '_blank' }, t('print.open')));
  }) }, t('print')));
  return row;
}

/** @type {TPC.Chart} */
function chart(scores) {
  const x = (n = 0) => 28 + (n * 260) / Math.max(1, scores.length - 1);
  const y = (score = 0) => 104 - (+score || 0) * 8.4;
  return s('svg', { class: 'chart', viewBox: '0 0 310 116', 'aria-hidden': 'true' },
    ...[0, 5, 10].flatMap((n) => [s('line', { x1: 20, x2: 304, y1: y(n), y2: y(n) }), s('text', { x: 14, y: y(n) + 4 }, String(n))]),
    s('polyline', { points: scores.map((score, n) => `${x(n)},${y(score)}`).join(' ') }),
    ...scores.flatMap((score, n) => [s('circle', { cx: x(n), cy: y(score), r: 11 }), s('text', { class: 'score', x: x(n), y: y(score) + 4 }, String(score))]));
}

/** @type {TPC.Renderers} */
export const cards = {
  text: (context, reply) => h('div', { class: 'say' }, ...paragraphs(reply.text),
    reply.more && fold(context.t('text.more'), ...paragraphs(reply.more)), sourceNote(context, reply.source)),

  anatomy(context, reply) {
    const lead = remaining(reply.text, [...reply.facts.map(({ value }) => value), `${reply.name} (${reply.plain_name})`]);
    return card(reply.name, [lead && h('p', {}, lead), picture(context, reply.figure),
      facts(reply.facts.map(({ label, value }) => [label, value])), sourceNote(context, reply.source)], reply.plain_name);
  },

  ranking(context, reply, offers) {
    const { t } = context;
    // A sentence that starts with a number or a name only lists what the cards say.
    const lead = remaining(reply.text, [], (part) => /^\d+\.$/.test(part) || reply.items.some(({ name }) => part.startsWith(name)));
    /** @type {TPC.Reasons} */
    const reasons = (title, lines, sign) =>
      lines.length > 0 && h('div', { class: `reasons ${sign}` }, h('h4', {}, title), h('ul', { class: 'plain' }, ...lines.map((line) => h('li', {}, icon(sign), h('span', {}, line)))));
    return h('div', { class: 'say' }, ...paragraphs(lead), h('ol', { class: 'plain ranking' }, ...reply.items.map((item, index) => {
      const { name, choice } = item;
      return h('li', {}, card(`${index + 1}. ${name}`, [
        tags(!index && t('rank.best'), item.kind === 'look_alike' && t('rank.look_alike')),
        reasons(t('rank.fits'), item.fits, 'check'), reasons(t('rank.not'), item.does_not_fit, 'minus'),
        fold(t('rank.where'), h('p', {}, item.where), picture(context, item.figure)),
        choice && h('div', { class: 'row' }, offers.button(choice, { label: `${choice.title}: ${name}`, class: index ? '' : 'primary' })),
      ], item.plain_name));
    })));
  },

  technique(context, reply) {
    const { t } = context;
    return card(reply.name, [
      tags(t('tech.minutes', { n: reply.minutes }), t('tech.steps', { n: reply.steps }), reply.position, reply.side && t(`side.${reply.side}`)),
      picture(context, reply.figure), block(t('tech.you'), reply.adaptations, 'note'),
      facts([[t('tech.goal'), reply.goal], [t('tech.need'), reply.equipment.join(', ') || t('tech.nothing')], [t('tech.instead'), reply.substitutes.join(', ')],
        [t('tech.dose'), reply.dose], [t('tech.feel'), reply.feel], [t('tech.muscles'), reply.muscles.join(', ')]]),
      block(t('stop'), reply.stop_rules, 'warn'), sourceNote(context, reply.source)]);
  },

  technique_step(context, reply, offers) {
    const { t } = context;
    const rounds = reply.repetitions ?? 1;
    const timer = reply.hold_seconds ? holdTimer(context, reply.hold_seconds, rounds) : null;
    if (timer) offers.onClose(timer.stop);
    const bars = Array.from({ length: reply.steps }, (_, n) => h('i', { class: n < reply.step && 'past' }));
    return card(t('step.of', { step: reply.step, steps: reply.steps }), [
      h('div', { class: 'progress', 'aria-hidden': 'true' }, ...bars), reply.side && tags(t(`side.${reply.side}`)), h('p', { class: 'instruction' }, reply.instruction),
      rounds > 1 && h('p', {}, t('step.repeat', { n: rounds })), timer?.element, picture(context, reply.figure)], reply.name);
  },

  /** Must not be overlooked: the level in words and with a sign. */
  care_advice({ t }, reply) {
    const id = newId();
    const { level, contacts } = reply;
    const lines = /** @type {const} */ (['who', 'how_soon', 'say', 'why', 'meanwhile']);
    const numbers = contacts.flatMap(({ name, tel, url }) => [name, tel || url || '']);
    const lead = remaining(reply.text, lines.map((line) => reply[line] ?? ''), (part) => numbers.length > 0 && numbers.every((words) => part.includes(words)));
    return h('section', { class: `card care ${level}`, 'aria-labelledby': id, tabindex: -1 },
      h('h3', { id }, icon(SIGNS[level]), h('span', {}, t(`care.${level}`))), lead && h('p', { class: 'lead' }, lead),
      contacts.length > 0 && h('ul', { class: 'plain contacts' }, ...contacts.map(contact)),
      h('dl', {}, ...lines.map((line) => reply[line] && h('div', { class: line }, h('dt', {}, t(`care.${line}`)), h('dd', {}, reply[line])))),
      reply.flags.length > 0 && h('div', {}, h('h4', {}, t('care.flags')), list(reply.flags.map(({ name }) => name))));
  },

  // Its text only lists what the card shows.
  plan(context, reply) {
    const { t, api, attempt } = context;
    const { calendar_url: calendar, print_url: print } = reply;
    const save = async () => h('a', { href: fileOf('text/calendar', await api.request('GET', calendar ?? '', { accept: 'text/calendar' })), download: t('plan.file') }).click();
    return card(reply.title, [
      h('ul', { class: 'plain todo' }, ...reply.items.map(({ name, dose, days }) => h('li', {}, h('b', {}, name), h('span', {}, dose), h('span', { class: 'quiet' }, days)))),
      block(t('plan.habits'), reply.habits), block(t('stop'), reply.stop_rules, 'warn'), block(t('plan.help'), reply.get_help, 'warn'),
      h('div', { class: 'row' }, calendar && h('button', { click: () => attempt(save) }, t('plan.calendar')), print && printButton(context, print))]);
  },

  summary(context, reply) {
    const { t, attempt } = context;
    const words = reply.sections.map(({ title, lines }) => [title, ...lines.map((line) => `- ${line}`)].join('\n')).join('\n\n');
    const copy = async () => navigator.clipboard.writeText(words).then(() => t('sum.copied'), () => t('sum.nocopy'));
    return card(t('sum.title'), [...reply.sections.map(({ title, lines }) => block(title, lines)),
      h('div', { class: 'row' }, printButton(context, reply.print_url ?? 'summary'), h('button', { click: () => attempt(copy) }, t('sum.copy')))]);
  },

  trend({ t }, { points, summary }) {
    const day = (when = '') => new Date(when).toLocaleDateString(t.lang, { day: 'numeric', month: 'short' });
    return card(t('trend.title'), [h('p', {}, summary), chart(points.map(({ score }) => score)),
      h('ul', { class: 'plain scores' }, ...points.map(({ when, label, score }) => h('li', {}, h('span', {}, h('time', { class: 'quiet', datetime: when }, day(when)), ' ', label), h('b', {}, hidden(': '), t('trend.score', { n: score })))))]);
  },
};
