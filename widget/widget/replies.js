// @ts-check
/** One renderer per reply type. */

import { bodyMap } from './body-map.js';
import { anatomy, plan, ranking, summary, technique, techniqueStep, text } from './cards.js';
import { careAdvice } from './care.js';
import { h } from './dom.js';
import { Offers } from './offers.js';
import { checklist, painScale } from './questions.js';
import { trend } from './trend.js';

/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {import('./types.js').Context} Context */

/** Types that ask one thing: their buttons are over once the conversation goes on. */
const QUESTIONS = new Set(['choices', 'body_map', 'technique_step', 'checklist', 'pain_scale']);

/** Types whose first offer is the usual way on. */
const LEADING = new Set(['technique', 'technique_step']);

/** @type {Record<string, (context: Context, reply: any, offers: Offers) => HTMLElement>} */
const RENDERERS = {
  text, choices: text, body_map: bodyMap, anatomy, ranking, technique, technique_step: techniqueStep,
  care_advice: careAdvice, checklist, pain_scale: painScale, plan, summary, trend,
};

/**
 * Shows a reply. A type that is not known yet is shown as its plain text.
 * @param {Context} context
 * @param {Reply} reply
 * @returns {{element: HTMLElement, close: () => void, recall: (text: string) => void}}
 *   `close`: the conversation went on; `recall`: it went on with these words (history)
 */
export function render(context, reply) {
  const offers = new Offers(context, QUESTIONS.has(reply.type));
  const body = (RENDERERS[reply.type] ?? text)(context, reply, offers);
  const element = h('div', { class: `reply ${reply.type}` }, body, choices(reply, offers));
  return {
    element,
    close: () => offers.close(),
    recall: (said) => {
      if ('recall' in body && typeof body.recall === 'function') body.recall(said);
      offers.recall(said);
    },
  };
}

/** @param {Reply} reply @param {Offers} offers */
function choices(reply, offers) {
  if (!reply.choices?.length) return null;
  const leading = LEADING.has(reply.type);
  return h('div', { class: 'offers' }, ...reply.choices.map((choice, index) =>
    offers.button(choice, { className: leading && index === 0 ? 'primary' : '' })));
}

/**
 * What a screen reader hears: the text, then what can be chosen.
 * @param {Context} context
 * @param {Reply} reply
 */
export function spoken({ t }, reply) {
  const titles = (reply.choices ?? []).map((choice) => choice.title);
  return titles.length ? `${reply.text} ${t('offers', { list: titles.join(', ') })}` : reply.text;
}
