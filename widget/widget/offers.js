// @ts-check
/** The offers of one reply: real buttons that stay visible once used. */

import { h, hidden, icon } from './dom.js';

/**
 * A reply that asks a question takes one answer: then all its buttons are used up.
 * Other offers stay open; only the one taken is used up.
 */
export class Offers {
  /**
   * @param {import('./types.js').Context} context
   * @param {boolean} question
   */
  constructor(context, question) {
    this.context = context;
    this.question = question;
    this.closed = false;
    /** @type {{element: Element, payload: string, shown: string}[]} */
    this.buttons = [];
    /** @type {(() => void)[]} */
    this.afterwards = [];
  }

  /**
   * Runs once the question is answered.
   * @param {() => void} then
   */
  onClose(then) {
    this.afterwards.push(then);
  }

  /**
   * A button that takes an offer.
   * @param {import('./types.js').Choice} choice
   * @param {{className?: string, shown?: string, label?: string}} [look]
   *   `shown` is what the person then seems to say, `label` a name that says more than the title
   */
  button(choice, { className, shown = choice.title, label } = {}) {
    const element = h('button', { class: className, 'aria-label': label }, h('span', {}, choice.title));
    this.add(element, choice.payload, shown);
    return element;
  }

  /**
   * Makes any element take an offer.
   * @param {Element} element
   * @param {string} payload
   * @param {string} shown
   */
  add(element, payload, shown) {
    this.buttons.push({ element, payload, shown });
    element.addEventListener('click', () => {
      if (element.getAttribute('aria-disabled') !== 'true') this.take(payload, shown);
    });
  }

  /** @param {string} payload @param {string} shown */
  take(payload, shown) {
    this.mark(payload);
    this.context.choose({ choice: payload }, shown);
  }

  /** Shows that an offer was taken. @param {string} payload */
  mark(payload) {
    for (const { element, payload: own } of this.buttons) {
      if (own !== payload || element.classList.contains('chosen')) continue;
      element.classList.add('chosen');
      element.setAttribute('aria-disabled', 'true');
      const said = this.context.t('choice.chosen');
      const label = element.getAttribute('aria-label');
      if (label) element.setAttribute('aria-label', `${label}, ${said}`);
      if (element instanceof HTMLElement) element.append(icon('check'), ...(label ? [] : [hidden(`, ${said}`)]));
    }
    this.close();
  }

  /** The conversation went on: a question is over. */
  close() {
    if (!this.question || this.closed) return;
    this.closed = true;
    for (const { element } of this.buttons) element.setAttribute('aria-disabled', 'true');
    for (const then of this.afterwards) then();
  }

  /**
   * For history: marks the offer that these words took, if any.
   * @param {string} text
   */
  recall(text) {
    const said = text.trim().toLowerCase();
    const taken = this.buttons.find(({ shown, element }) =>
      shown.toLowerCase() === said || element.textContent?.trim().toLowerCase() === said);
    if (taken) this.mark(taken.payload);
    else this.close();
    return Boolean(taken);
  }
}
