// @ts-check
/** What screen readers hear: a hidden copy of each new message, whole and once. */

import { h } from './dom.js';

/** @type {TPC.Announcer} */
export function announcer() {
  const region = (/** @type {string} */ live) => h('div', { 'aria-live': live, 'aria-relevant': 'additions' });
  // The polite regions take turns, so that the same words twice are heard twice.
  const polite = [region('polite'), region('polite')];
  const urgent = region('assertive');
  /** @type {[HTMLElement, string][]} */
  let waiting = [];
  let timer = 0;

  function flush() {
    polite.reverse();
    for (const place of [urgent, polite[0]]) {
      const copy = h('p', {}, waiting.filter(([where]) => (where === urgent) === (place === urgent)).map(([, text]) => text).join(' '));
      if (copy.textContent) place.append(copy);
      setTimeout(() => copy.remove(), 2000);
    }
    waiting = [];
  }

  return {
    element: h('div', { class: 'vh' }, ...polite, urgent),
    say(text, now) {
      waiting.push([now ? urgent : polite[0], text]);
      clearTimeout(timer);
      // A short wait keeps the words clear of a focus change, which some readers let win.
      timer = window.setTimeout(flush, 300);
    },
  };
}
