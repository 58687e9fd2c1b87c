// @ts-check
/** One renderer per reply type, and the offers below it. */

import { bodyMap } from './body-map.js';
import { anatomy, plan, ranking, summary, technique, techniqueStep, text, trend } from './cards.js';
import { careAdvice } from './care.js';
import { h, hidden, icon } from './dom.js';
import { checklist, painScale } from './questions.js';

/** @type {Record<string, TPC.Render<any>>} */
const RENDERERS = {
  text, choices: text, body_map: bodyMap, anatomy, ranking, technique, technique_step: techniqueStep,
  care_advice: careAdvice, checklist, pain_scale: painScale, plan, summary, trend,
};

/** Types that ask one thing: their buttons are over once the conversation goes on. */
const QUESTIONS = /^(choices|body_map|technique_step|checklist|pain_scale)$/;

/** Shows a reply; a type that is not known yet as its plain text. @param {TPC.Context} context @param {TPC.Reply} reply @returns {TPC.Turn} */
export function render(context, reply) {
  const offers = new Offers(context, QUESTIONS.test(reply.type));
  // The first offer of a technique is the usual way on.
  const leading = reply.type.startsWith('technique');
  const element = h('div', {}, show(context, reply, offers),
    reply.choices.length > 0 && h('div', { class: 'offers' }, ...reply.choices.map((choice, index) => offers.button(choice, { class: leading && !index ? 'primary' : '' }))));
  return { element, close: () => offers.close(), recall: (said) => offers.recall(said) };
}

/** Whatever a reply lacks, its text is shown. @type {TPC.Render<any>} */
function show(context, reply, offers) {
  try {
    return RENDERERS[reply.type](context, reply, offers);
  } catch {
    return text(context, reply, offers);
  }
}

/** What a screen reader hears: the text, then what can be chosen. @param {TPC.Context} context @param {TPC.Reply} reply */
export const spoken = ({ t }, { text: words, choices }) =>
  choices.length ? `${words} ${t('offers', { list: choices.map(({ title }) => title).join(', ') })}` : words;

/** A question takes one answer: then all its buttons are used up. Of other offers only the one taken is. */
export class Offers {
  /** @type {{element: Element, payload: string, shown: string}[]} */
  buttons = [];
  /** @type {(() => void)[]} */
  afterwards = [];
  closed = false;

  /** @param {TPC.Context} context @param {boolean} question */
  constructor(context, question) {
    this.context = context;
    this.question = question;
  }

  /** Runs once the question is answered. @param {() => void} then */
  onClose(then) {
    this.afterwards.push(then);
  }

  /** A button; `shown` is what the person then seems to say. @param {TPC.Choice} choice @param {{class?: string, shown?: string, label?: string}} [look] */
  button({ title, payload }, { class: name, shown = title, label } = {}) {
    return this.add(h('button', { class: name, 'aria-label': label }, h('span', {}, title)), payload, shown);
  }

  /** Makes any element take an offer. @template {Element} E @param {E} element @param {string} payload @param {string} shown */
  add(element, payload, shown) {
    this.buttons.push({ element, payload, shown });
    element.addEventListener('click', () => {
      if (element.ariaDisabled === 'true') return;
      this.mark(payload);
      this.context.choose({ choice: payload }, shown);
    });
    if (this.closed) element.ariaDisabled = 'true';
    return element;
  }

  /** Shows that an offer was taken. @param {string} payload */
  mark(payload) {
    const words = `, ${this.context.t('chosen')}`;
    for (const { element } of this.buttons.filter((button) => button.payload === payload)) {
      element.classList.add('chosen');
      element.ariaDisabled = 'true';
      if (element.ariaLabel) element.ariaLabel += words;
      if (element instanceof HTMLElement) element.append(icon('check'), hidden(words));
    }
    this.close();
  }

  /** The conversation went on: a question is over. */
  close() {
    if (!this.question || this.closed) return;
    this.closed = true;
    for (const { element } of this.buttons) element.ariaDisabled = 'true';
    for (const then of this.afterwards) then();
  }

  /** For history: finds the offer that these words took. @param {string} text */
  recall(text) {
    const said = text.trim().toLowerCase();
    const taken = this.buttons.find(({ element, payload, shown }) => [element.textContent, payload, shown].some((words) => words?.toLowerCase() === said));
    if (taken) this.mark(taken.payload);
    else this.close();
  }
}
