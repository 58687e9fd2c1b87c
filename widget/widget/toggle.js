// @ts-check
/** A switch for a preference. All switches of the same preference stay in step. */

import { h } from './dom.js';
import { preferences } from './session.js';

const changed = new EventTarget();

/**
 * @param {import('./strings.js').Translate} t
 * @param {import('./session.js').Preference} name
 * @param {() => void} [then]  what follows a change
 */
export function toggle(t, name, then) {
  const state = h('span', { class: 'onoff', 'aria-hidden': 'true' });
  const button = h('button', {
    class: 'toggle', role: 'switch',
    click: () => {
      preferences.set(name, !preferences.get(name));
      changed.dispatchEvent(new Event(name));
      then?.();
    },
  }, h('span', {}, t(`menu.${name}`)), state);
  const show = () => {
    const on = preferences.get(name);
    button.setAttribute('aria-checked', String(on));
    state.textContent = t(on ? 'on' : 'off');
  };
  changed.addEventListener(name, function follow() {
    if (button.isConnected) show();
    else changed.removeEventListener(name, follow);
  });
  show();
  return button;
}
