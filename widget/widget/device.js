// @ts-check
/** The device: a soft tone, a vibration, a screen that stays on; and the switches for them. */

import { h } from './dom.js';
import { prefer, preferred } from './session.js';

/** @type {AudioContext|undefined} */
let audio;
/** @type {WakeLockSentinel|undefined} */
let lock;
let awake = false;

export const vibrates = 'vibrate' in navigator;

/** Gets sound ready; browsers want that inside a tap. */
export function readySound() {
  if (preferred('sound')) (audio ??= new AudioContext()).resume();
}

/** A hold is over. */
export function cue() {
  if (vibrates && preferred('vibration')) navigator.vibrate([200, 100, 200]);
  if (!audio || !preferred('sound')) return;
  const now = audio.currentTime;
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 528;
  volume.gain.setValueAtTime(0.25, now);
  volume.gain.exponentialRampToValueAtTime(0.001, now + 1);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(now + 1);
}

/** @type {TPC.StayAwake} */
export async function stayAwake(on) {
  awake = on;
  try {
    if (on) lock = await navigator.wakeLock?.request('screen');
    if (!awake) await lock?.release();
  } catch {
    // Refused, for example when the battery is low. The timer works without it.
  }
}

// A lock ends whenever the page is hidden.
document.addEventListener('visibilitychange', () => !document.hidden && awake && stayAwake(true));

const changed = new EventTarget();

/** @type {TPC.Toggle} */
export function toggle(t, name, then) {
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
