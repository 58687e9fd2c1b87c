// @ts-check
/** The menu in the header, and the question before something is deleted. */

import { h, hidden, icon, newId } from './dom.js';
import { toggle } from './toggle.js';

/** @typedef {{summary: () => void, times: () => void, restart: () => void, erase: () => void}} Actions */

/** A button that opens a short list of buttons. */
export class Menu {
  /**
   * @param {import('./strings.js').Translate} t
   * @param {boolean} vibrates
   * @param {Actions} actions
   */
  constructor(t, vibrates, actions) {
    const item = (/** @type {string} */ words, /** @type {() => void} */ act) =>
      h('button', { click: () => { this.close(true); act(); } }, words);
    this.list = h('div', { class: 'menu', id: newId(), hidden: true },
      item(t('menu.summary'), actions.summary), toggle(t, 'sound'), vibrates && toggle(t, 'vibration'),
      toggle(t, 'times', actions.times), item(t('menu.restart'), actions.restart), item(t('menu.delete'), actions.erase));
    this.button = h('button', {
      class: 'plain-button', 'aria-expanded': 'false', 'aria-controls': this.list.id, click: () => (this.list.hidden ? this.open() : this.close(false)),
    }, icon('menu'), hidden(t('menu')));
    this.element = h('div', {
      class: 'menu-box',
      keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Escape' || this.list.hidden) return;
        event.stopPropagation();
        event.preventDefault();
        this.close(true);
      },
      focusout: (/** @type {FocusEvent} */ event) => {
        if (event.relatedTarget instanceof Node && !this.element.contains(event.relatedTarget)) this.close(false);
      },
    }, this.button, this.list);
  }

  /** Shows the list. */
  open() {
    this.list.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
  }

  /** @param {boolean} refocus */
  close(refocus) {
    this.list.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
    if (refocus) this.button.focus();
  }
}

/**
 * Asks before something cannot be undone.
 * @param {ParentNode & Node} place
 * @param {{title: string, words: string, yes: string, no: string}} wording
 * @returns {Promise<boolean>}
 */
export function confirm(place, { title, words, yes, no }) {
  return new Promise((resolve) => {
    const id = newId();
    const body = newId();
    const dialog = h('dialog', { class: 'confirm', role: 'alertdialog', 'aria-labelledby': id, 'aria-describedby': body,
      keydown: (/** @type {Event} */ event) => event.stopPropagation(),
      close: () => { dialog.remove(); resolve(dialog.returnValue === 'yes'); } },
    h('h2', { id }, title), h('p', { id: body }, words),
    h('div', { class: 'row' }, h('button', { autofocus: true, click: () => dialog.close('no') }, no), h('button', { class: 'danger', click: () => dialog.close('yes') }, yes)));
    place.append(dialog);
    dialog.showModal();
  });
}
