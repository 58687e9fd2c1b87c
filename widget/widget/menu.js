// @ts-check
/** The menu in the header, and the question before something is deleted. */

import { toggle, vibrates } from './device.js';
import { h, hidden, icon, newId } from './dom.js';

/** @type {TPC.Menu} */
export function menu(t, actions) {
  const show = (/** @type {boolean} */ open, back = false) => {
    list.hidden = !open;
    button.ariaExpanded = String(open);
    if (back) button.focus();
  };
  const item = (/** @type {'summary'|'restart'|'delete'} */ name) => h('button', { click: () => { show(false, true); actions[name](); } }, t(`menu.${name}`));
  const list = h('div', { class: 'menu', id: newId() }, item('summary'), toggle(t, 'sound'), vibrates && toggle(t, 'vibration'),
    toggle(t, 'times', actions.times), item('restart'), item('delete'));
  const button = h('button', { class: 'plain', 'aria-controls': list.id, click: () => show(list.hidden === true) }, icon('menu'), hidden(t('menu')));
  show(false);
  return h('div', {
    class: 'menu-box',
    keydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape' || list.hidden) return;
      event.preventDefault();
      show(false, true);
    },
    focusout: (/** @type {FocusEvent} */ { relatedTarget: to }) => to instanceof Node && !list.parentNode?.contains(to) && show(false),
  }, button, list);
}

/** @type {TPC.Confirm} */
export const confirm = (t, what, place) => new Promise((resolve) => {
  const [title, words] = [newId(), newId()];
  const dialog = h('dialog', { class: 'confirm', role: 'alertdialog', 'aria-labelledby': title, 'aria-describedby': words,
    close: () => { dialog.remove(); resolve(dialog.returnValue === 'yes'); } },
  h('h2', { id: title }, t(`menu.${what}`), '?'), h('p', { id: words }, t(`${what}.words`)),
  h('div', { class: 'row' }, h('button', { click: () => dialog.close() }, t('cancel')), h('button', { class: 'danger', click: () => dialog.close('yes') }, t(`menu.${what}`))));
  place.append(dialog);
  dialog.showModal();
});
