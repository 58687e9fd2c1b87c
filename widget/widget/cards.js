// @ts-check
/** Replies that show: muscles, rankings, techniques, plans and summaries. */

import { fold, h, hidden, icon, list, newId } from './dom.js';
import { picture } from './figure.js';
import { copyText, download, printPage } from './files.js';
import { holdTimer } from './timer.js';

/** @typedef {import('./types.js').Context} Context */
/** @typedef {import('./offers.js').Offers} Offers */

/**
 * The sentences of a text that its card does not show anyway.
 * @param {string} text
 * @param {string[]} shown
 */
export function remaining(text, shown) {
  const plain = (/** @type {string} */ words) => words.toLowerCase().replace(/[.!?:;,]+$/, '').trim();
  const known = shown.map(plain).filter(Boolean);
  return text.split(/(?<=[.!?])\s+/).filter((part) => {
    const words = plain(part);
    return !/^\d*$/.test(words) && !known.some((k) => k.includes(words));
  }).join(' ');
}

/**
 * Where a statement comes from, in words.
 * @param {Context} context
 * @param {import('./types.js').SourceNote|null|undefined} source
 */
export function sourceNote({ t }, source) {
  if (!source) return null;
  return h('div', { class: 'source' }, fold(t('source.title'), h('p', {}, source.grade_words),
    source.titles.length ? h('p', {}, t('source.from')) : null, list(source.titles)));
}

/** @param {string} name @param {string} [plain] @param {string} [id] */
const heading = (name, plain, id) =>
  h('h3', { id }, name, plain && plain.toLowerCase() !== name.toLowerCase() && h('span', { class: 'plain-name' }, hidden(', '), plain));

/** @param {[string, Node|string|null|undefined|false][]} rows */
const facts = (rows) => h('dl', {}, ...rows.map(([label, value]) => value && h('div', { class: 'line' }, h('dt', {}, label), h('dd', {}, value))));

/** @param {string} title @param {string[]} lines @param {string} className */
const block = (title, lines, className) =>
  lines.length > 0 && h('div', { class: className }, h('h4', {}, title), list(lines));

/** @param {(string|false|null|undefined)[]} words */
const tags = (words) => h('ul', { class: 'tags' }, ...words.map((word) => word && h('li', {}, word)));

/** @param {Context} context @param {import('./types.js').TextReply} reply */
export function text(context, reply) {
  return h('div', { class: 'say' }, h('p', {}, reply.text),
    reply.more && fold(context.t('text.more'), h('p', {}, reply.more)), sourceNote(context, reply.source));
}

/** @param {Context} context @param {import('./types.js').AnatomyReply} reply */
export function anatomy(context, reply) {
  const title = newId();
  const lead = remaining(reply.text, [...reply.facts.map((fact) => fact.value), `${reply.name} (${reply.plain_name})`]);
  return h('section', { class: 'card', 'aria-labelledby': title }, heading(reply.name, reply.plain_name, title),
    lead && h('p', {}, lead), picture(context, reply.figure),
    facts(reply.facts.map(({ label, value }) => [label, value])), sourceNote(context, reply.source));
}

/** @param {Context} context @param {import('./types.js').RankingReply} reply @param {Offers} offers */
export function ranking(context, reply, offers) {
  const { t } = context;
  const lead = remaining(
    // What starts with a name only lists what the card says.
    reply.text.split(/(?<=[.!?])\s+/).filter((part) => !reply.items.some((item) => part.startsWith(item.name))).join(' '), []);
  const items = reply.items.map((item, index) => h('li', { class: 'card ranked' },
    h('div', { class: 'top' }, h('span', { class: 'rank', 'aria-hidden': 'true' }, String(index + 1)), heading(item.name, item.plain_name)),
    (index === 0 || item.kind === 'look_alike') && tags([index === 0 && t('rank.best'), item.kind === 'look_alike' && t('rank.look_alike')]),
    reasons(t('rank.fits'), item.fits, 'check'), reasons(t('rank.not'), item.does_not_fit, 'minus'),
    fold(t('rank.where'), h('p', {}, item.where), picture(context, item.figure)),
    item.choice && h('div', { class: 'row' }, offers.button(item.choice, { label: `${item.choice.title}: ${item.name}`, className: index === 0 ? 'primary' : '' }))));
  return h('div', { class: 'ranking' }, h('p', { class: 'say' }, lead || t('rank.note')), h('ol', { class: 'plain' }, ...items));
}

/** @param {string} title @param {string[]} lines @param {'check'|'minus'} sign */
const reasons = (title, lines, sign) =>
  lines.length > 0 && h('div', { class: `reasons ${sign}` }, h('h4', {}, title),
    h('ul', { class: 'plain' }, ...lines.map((line) => h('li', {}, icon(sign), h('span', { dir: 'auto' }, line)))));

/** @param {Context} context @param {import('./types.js').TechniqueReply} reply */
export function technique(context, reply) {
  const { t } = context;
  const title = newId();
  return h('section', { class: 'card', 'aria-labelledby': title }, heading(reply.name, '', title),
    tags([t('tech.minutes', { n: reply.minutes }), t('tech.steps', { n: reply.steps }), reply.position, reply.side && t(`side.${reply.side}`)]),
    picture(context, reply.figure),
    block(t('tech.you'), reply.adaptations, 'note'),
    facts([
      [t('tech.goal'), reply.goal],
      [t('tech.need'), reply.equipment.join(', ') || t('tech.nothing')],
      [t('tech.instead'), reply.substitutes.join(', ')],
      [t('tech.dose'), reply.dose],
      [t('tech.feel'), reply.feel],
      [t('tech.muscles'), reply.muscles.join(', ')],
    ]),
    block(t('tech.stop'), reply.stop_rules, 'warn'), sourceNote(context, reply.source));
}

/** @param {Context} context @param {import('./types.js').TechniqueStepReply} reply @param {Offers} offers */
export function techniqueStep(context, reply, offers) {
  const { t } = context;
  const title = newId();
  const rounds = reply.repetitions ?? 1;
  const timer = reply.hold_seconds ? holdTimer(context, reply.hold_seconds, rounds) : null;
  if (timer) offers.onClose(timer.stop);
  return h('section', { class: 'card step', 'aria-labelledby': title },
    h('div', { class: 'progress', 'aria-hidden': 'true' },
      ...Array.from({ length: reply.steps }, (_, n) => h('span', { class: n < reply.step ? 'past' : '' }))),
    h('h3', { id: title }, t('step.of', { step: reply.step, steps: reply.steps }), h('span', { class: 'plain-name' }, hidden(', '), reply.name)),
    reply.side && tags([t(`side.${reply.side}`)]),
    h('p', { class: 'instruction' }, reply.instruction),
    rounds > 1 && h('p', {}, t('step.repeat', { n: rounds })),
    timer?.element, picture(context, reply.figure));
}

/** @param {Context} context @param {import('./types.js').PlanReply} reply */
export function plan(context, reply) {
  const { t, api, attempt } = context;
  const title = newId();
  const lead = remaining(reply.text, [reply.title, ...reply.items.flatMap((item) => [item.name, item.dose, item.days]), ...reply.habits, ...reply.stop_rules, ...reply.get_help]);
  const { calendar_url: calendar, print_url: print } = reply;
  const row = h('div', { class: 'row' },
    calendar && h('button', { click: () => attempt(async () => { await download(api, calendar, t('plan.file')); return t('file.saved'); }) }, t('plan.calendar')),
    print && printButton(context, print, t('plan.print')));
  return h('section', { class: 'card', 'aria-labelledby': title }, heading(reply.title, '', title), lead && h('p', {}, lead),
    h('h4', {}, t('plan.do')),
    h('ul', { class: 'plain todo' }, ...reply.items.map((item) => h('li', {}, h('b', {}, item.name), h('span', { dir: 'auto' }, item.dose), h('span', { class: 'quiet', dir: 'auto' }, item.days)))),
    block(t('plan.habits'), reply.habits, 'part'), block(t('plan.stop'), reply.stop_rules, 'warn'), block(t('plan.help'), reply.get_help, 'warn'),
    row.hasChildNodes() && row);
}

/** @param {Context} context @param {import('./types.js').SummaryReply} reply */
export function summary(context, reply) {
  const { t, attempt } = context;
  const title = newId();
  const lead = remaining(reply.text, reply.sections.flatMap((part) => [part.title, ...part.lines]));
  const words = [t('sum.title'), ...reply.sections.map((part) => [part.title, ...part.lines.map((line) => `- ${line}`)].join('\n'))].join('\n\n');
  const copy = () => attempt(async () => t((await copyText(words)) ? 'sum.copied' : 'sum.nocopy'));
  return h('section', { class: 'card', 'aria-labelledby': title }, heading(t('sum.title'), '', title), lead && h('p', {}, lead),
    ...reply.sections.map((part) => block(part.title, part.lines, 'part')),
    h('div', { class: 'row' }, printButton(context, reply.print_url ?? 'summary', t('sum.print')), h('button', { click: copy }, t('sum.copy'))));
}

/** @param {Context} context @param {string} path @param {string} words */
function printButton({ t, api, attempt }, path, words) {
  const row = h('span', { class: 'print' }, h('button', {
    click: () => attempt(async () => {
      const href = await printPage(api, path);
      if (!href) return;
      row.append(h('a', { href, target: '_blank' }, t('file.open')));
      return t('file.ready');
    }),
  }, words));
  return row;
}
