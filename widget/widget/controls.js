/** What people operate beside the conversation: the text box, the menu, its switches, a last question. */

import { prefer, preferred } from './api.js';
import { h, hidden, icon, newId } from './dom.js';

const MOST = 2000;

/** @type {TPC.Composer} */
export function composer(t, send) {
  const id = newId();
  const count = h('p', { id: newId(), 'aria-live': 'polite' });
  const box = h('textarea', {
    id, rows: 1, dir: 'auto', enterkeyhint: 'send', placeholder: t('composer.hint'), 'aria-describedby': count.id,
    input: measure, pointerdown: wake, click: wake,
    keydown: (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    },
  });

  function wake() {
    if (box.inputMode !== 'none') return;
    box.inputMode = '';
    box.blur();
    box.focus();
  }

  function measure() {
    const text = box.value.trim();
    const n = MOST - [...text].length;
    count.textContent = n < 0 ? t('composer.over', { n: -n }) : n < 200 ? t('composer.left', { n }) : '';
    box.ariaInvalid = String(n < 0);
    box.style.blockSize = 'auto';
    box.style.blockSize = `${box.scrollHeight + 2}px`;
    return n >= 0 && text;
  }

  function submit() {
    const text = measure();
    box.focus();
    if (!text) return;
    box.value = '';
    measure();
    send(text);
  }

  return {
    element: h('div', {}, count, h('div', { class: 'entry' }, h('label', { class: 'vh', for: id }, t('composer.label')), box,
      h('button', { class: 'primary send', click: submit }, icon('send'), hidden(t('composer.send'))))),
    focus() {
      if (matchMedia('(pointer: coarse)').matches) box.inputMode = 'none';
      box.focus({ preventScroll: true });
    },
    giveBack(text) {
      box.value ||= text;
      measure();
    },
  };
}

/** @type {TPC.Menu} */
export function menu(t, actions) {
  /** @type {TPC.Show} */
  const show = (open, back) => {
    items.hidden = !open;
    button.ariaExpanded = String(open);
    if (back) button.focus();
  };
  /** @type {TPC.Item} */
  const item = (name) => h('button', { click: () => { show(false, true); actions[name](); } }, t(`menu.${name}`));
  const items = h('div', { class: 'menu', id: newId() }, item('summary'), toggle(t, 'sound'), toggle(t, 'vibration'),
    toggle(t, 'times', actions.times), item('restart'), item('delete'));
  const button = h('button', { class: 'plain', 'aria-controls': items.id, click: () => show(items.hidden === true) }, icon('menu'), hidden(t('menu')));
  show(false);
  return h('div', {
    class: 'menu-box',
    keydown: (event) => {
      if (event.key !== 'Escape' || items.hidden) return;
      event.preventDefault();
      show(false, true);
    },
    focusout: ({ relatedTarget: to }) => to instanceof Node && !items.parentNode?.contains(to) && show(false),
  }, button, items);
}

const changed = new EventTarget();

/** @type {TPC.Toggle} */
export function toggle(t, name, then) {
  if (name === 'vibration' && !navigator.vibrate) return false;
  const state = h('span', { class: 'onoff', 'aria-hidden': 'true' });
  const button = h('button', { class: 'toggle', role: 'switch', click: () => {
    prefer(name, !preferred(name));
    changed.dispatchEvent(new Event(name));
    then?.();
  } }, h('span', {}, t(`menu.${name}`)), state);
  const show = () => {
    button.ariaChecked = String(preferred(name));
    state.textContent = t(preferred(name) ? 'on' : 'off');
  };
  changed.addEventListener(name, function follow() {
    if (button.isConnected) show();
    else changed.removeEventListener(name, follow);
  });
  show();
  return button;
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
