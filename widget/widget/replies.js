/** One renderer per reply type, and the offers below it. */

import { cards } from './cards.js';
import { h, hidden, icon } from './dom.js';
import { questions } from './questions.js';

/** @type {Record<string, TPC.Renderer<any>>} */
const RENDERERS = { ...cards, ...questions };

/** Types that ask one thing: their buttons are over once the conversation goes on. */
const QUESTIONS = /^(choices|body_map|technique_step|checklist|pain_scale)$/;

/** @type {TPC.Renderer<any>} */
function body(context, reply, offers) {
  try {
    return RENDERERS[reply.type](context, reply, offers);
  } catch {
    return RENDERERS.text(context, reply, offers);
  }
}

/** @type {TPC.ShowReply} */
export function render(context, reply) {
  const { type, choices } = reply;
  const offers = makeOffers(context, QUESTIONS.test(type));
  // The first offer of a technique is the usual way on.
  const buttons = () => choices.map((choice, index) => offers.button(choice, { class: type.startsWith('technique') && !index ? 'primary' : '' }));
  return { element: h('div', {}, body(context, reply, offers), choices.length > 0 && h('div', { class: 'offers' }, ...buttons())), offers };
}

/** @type {TPC.Spoken} */
export const spoken = ({ t }, { text: words, choices }) =>
  choices.length ? `${words} ${t('offers', { list: choices.map(({ title }) => title).join(', ') })}` : words;

/** @type {TPC.MakeOffers} */
function makeOffers(context, question) {
  /** @type {{element: Element, payload: string, shown: string}[]} */
  const buttons = [];
  /** @type {(() => void)[]} */
  const afterwards = [];

  /** Shows that an offer was taken. @type {(payload: string) => void} */
  function mark(payload) {
    const words = `, ${context.t('chosen')}`;
    for (const { element } of buttons.filter((button) => button.payload === payload)) {
      element.classList.add('chosen');
      element.ariaDisabled = 'true';
      if (element.ariaLabel) element.ariaLabel += words;
      if (element instanceof HTMLElement) element.append(icon('check'), hidden(words));
    }
    offers.close();
  }

  /** @type {TPC.Offers} */
  const offers = {
    closed: false,
    onClose: (then) => afterwards.push(then),
    button: ({ title, payload }, { class: name, shown = title, label } = {}) =>
      offers.add(h('button', { class: name, 'aria-label': label }, h('span', {}, title)), payload, shown),
    add(element, payload, shown) {
      buttons.push({ element, payload, shown });
      element.addEventListener('click', () => {
        if (element.ariaDisabled === 'true') return;
        mark(payload);
        context.choose({ choice: payload }, shown);
      });
      if (offers.closed) element.ariaDisabled = 'true';
      return element;
    },
    close() {
      if (!question || offers.closed) return;
      offers.closed = true;
      for (const { element } of buttons) element.ariaDisabled = 'true';
      for (const then of afterwards) then();
    },
    recall(said) {
      const taken = buttons.find(({ element, shown }) => [element.textContent, shown].some((words) => words?.toLowerCase() === said.trim().toLowerCase()));
      if (taken) mark(taken.payload);
      else offers.close();
    },
  };
  return offers;
}
