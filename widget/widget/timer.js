/** The hold timer; at its end a soft tone and a vibration, if switched on. */

import { preferred } from './api.js';
import { toggle } from './controls.js';
import { h, newId, s } from './dom.js';

/** @type {AudioContext|undefined} */
let audio;
/** @type {WakeLockSentinel|undefined} */
let lock;
let awake = false;

// Browsers want sound to begin inside a tap.
function readySound() {
  if (preferred('sound')) (audio ??= new AudioContext()).resume();
}

function cue() {
  if (preferred('vibration')) navigator.vibrate?.([200, 100, 200]);
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
async function stayAwake(on) {
  awake = on;
  try {
    if (on) lock = await navigator.wakeLock?.request('screen');
    if (!awake) await lock?.release();
  } catch {
    // Refused: the timer works without it.
  }
}

// A lock ends whenever the page is hidden.
document.addEventListener('visibilitychange', () => !document.hidden && awake && stayAwake(true));

const ROUND = 2 * Math.PI * 54;

/** @type {TPC.HoldTimer} */
export function holdTimer({ t, announce }, seconds, rounds) {
  let left = seconds;
  let round = 1;
  let deadline = 0;
  let ticking = 0;

  const id = newId();
  const circle = (name = '') => s('circle', { class: name, cx: 60, cy: 60, r: 54, 'stroke-dasharray': ROUND });
  const bar = circle('bar');
  const number = h('b');
  const state = h('p', { class: 'state', id });
  const main = h('button', { class: 'primary', click: () => (ticking ? halt('timer.left') : start()) });
  const again = h('button', { click: () => { left = seconds; round = 1; halt('timer.left'); } }, t('timer.reset'));
  const element = h('div', { class: 'timer', role: 'group', 'aria-label': t('timer.label') },
    h('div', { class: 'clock', role: 'timer', 'aria-labelledby': id }, s('svg', { viewBox: '0 0 120 120', 'aria-hidden': 'true' }, circle('track'), bar),
      h('div', {}, number, h('span', {}, t('timer.seconds')))),
    h('div', { class: 'controls' }, state, h('div', { class: 'row' }, main, again),
      h('div', { class: 'row' }, toggle(t, 'sound', readySound), toggle(t, 'vibration'))));

  function show() {
    number.textContent = String(left);
    bar.setAttribute('stroke-dashoffset', String(ROUND * (1 - left / seconds)));
    element.classList.toggle('done', !left);
    state.textContent = left ? t('timer.round', { n: round, all: rounds }) : t('timer.done');
    main.textContent = t(ticking ? 'timer.pause' : !left ? (round < rounds ? 'timer.next' : 'timer.again') : 'timer.start');
  }

  function start() {
    if (!left) {
      left = seconds;
      round = round < rounds ? round + 1 : 1;
    }
    readySound();
    stayAwake(true);
    deadline = performance.now() + left * 1000;
    ticking = window.setInterval(tick, 200);
    announce(t('timer.left', { n: left }));
    show();
  }

  /** @type {TPC.Halt} */
  function halt(words) {
    clearInterval(ticking);
    ticking = 0;
    stayAwake(false);
    if (words) announce(t(words, { n: left }));
    show();
  }

  function tick() {
    if (!element.isConnected) return halt();
    const now = Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
    if (now === left) return;
    // Said in between: ten seconds before the end and, in a long hold, at half time.
    const said = [seconds >= 20 ? 10 : 0, seconds >= 60 ? seconds / 2 : 0].some((mark) => now <= mark && mark < left);
    left = now;
    if (!left) {
      cue();
      halt('timer.done');
    } else {
      if (said) announce(t('timer.left', { n: left }));
      show();
    }
  }

  show();
  return { element, stop: () => ticking && halt() };
}
