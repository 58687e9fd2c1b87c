// @ts-check
/** The hold timer: start, pause, reset, and a cue at the end. */

import { h, newId, s } from './dom.js';
import { toggle } from './toggle.js';

const RADIUS = 54;
const ROUND = 2 * Math.PI * RADIUS;

/**
 * @param {import('./types.js').Context} context
 * @param {number} seconds
 * @param {number} rounds
 * @returns {{element: HTMLElement, stop: () => void}}
 */
export function holdTimer({ t, announce, device }, seconds, rounds) {
  let left = seconds;
  let round = 1;
  let deadline = 0;
  let ticking = 0;

  const title = newId();
  const number = h('span', { class: 'number' });
  const state = h('p', { class: 'state', id: title });
  const bar = s('circle', { class: 'bar', cx: 60, cy: 60, r: RADIUS, 'stroke-dasharray': ROUND });
  const main = h('button', { class: 'primary', click: () => (ticking ? pause() : start()) });
  const again = h('button', { click: reset }, t('timer.reset'));
  const clock = h('div', { class: 'clock', role: 'timer', 'aria-labelledby': title },
    s('svg', { viewBox: '0 0 120 120', 'aria-hidden': 'true' }, s('circle', { class: 'track', cx: 60, cy: 60, r: RADIUS }), bar),
    h('span', { class: 'digits' }, number, h('span', { class: 'unit' }, t('timer.seconds'))));
  const element = h('div', { class: 'timer', role: 'group', 'aria-label': t('timer.label') },
    clock, h('div', { class: 'controls' }, state, h('div', { class: 'row' }, main, again),
      h('div', { class: 'row' }, toggle(t, 'sound', () => device.ready()), device.vibrates && toggle(t, 'vibration'))));

  const finished = () => left <= 0;

  function show() {
    const over = finished();
    number.textContent = String(Math.max(0, left));
    bar.setAttribute('stroke-dashoffset', String(ROUND * (1 - left / seconds)));
    element.classList.toggle('done', over);
    element.classList.toggle('running', ticking > 0);
    state.textContent = over ? t('timer.done') : rounds > 1 ? t('timer.round', { n: round, all: rounds }) : t('timer.label');
    main.textContent = ticking ? t('timer.pause') : over ? t(round < rounds ? 'timer.next' : 'timer.again')
      : left < seconds ? t('timer.go') : t('timer.start');
  }

  function start() {
    if (finished()) {
      round = round < rounds ? round + 1 : 1;
      left = seconds;
    }
    device.ready();
    device.stayAwake(true);
    deadline = performance.now() + left * 1000;
    ticking = window.setInterval(tick, 200);
    announce(t('timer.started', { n: left }));
    show();
  }

  function stop() {
    clearInterval(ticking);
    if (ticking) device.stayAwake(false);
    ticking = 0;
  }

  function pause() {
    stop();
    announce(t('timer.paused', { n: left }));
    show();
  }

  function reset() {
    stop();
    left = seconds;
    round = 1;
    announce(t('timer.wasreset'));
    show();
  }

  function tick() {
    if (!element.isConnected) return stop();
    const now = Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
    if (now === left) return;
    const spoken = (left > 10 && now <= 10 && seconds >= 20) || (seconds >= 60 && left > seconds / 2 && now <= seconds / 2);
    left = now;
    if (finished()) {
      stop();
      device.cue();
      announce(t('timer.done') + (rounds > 1 && round === rounds ? ` ${t('timer.all', { n: rounds })}` : ''));
    } else if (spoken) {
      announce(t('timer.left', { n: left }));
    }
    show();
  }

  show();
  return { element, stop };
}
