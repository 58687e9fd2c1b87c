// @ts-check
/** Links out of the chat: http(s), tel and mailto only. */

import { h } from './dom.js';

const SCHEMES = new Set(['http:', 'https:', 'tel:', 'mailto:']);

/**
 * The address, if it is safe to follow.
 * @param {string|null|undefined} address
 * @returns {string|null}
 */
export function safeAddress(address) {
  try {
    const url = new URL(String(address));
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * A link, or plain words where the address is not safe.
 * @param {string|null|undefined} address
 * @param {...(Node|string)} words
 */
export function link(address, ...words) {
  const href = safeAddress(address);
  if (!href) return h('span', {}, ...words);
  const away = /^http/.test(href);
  return h('a', { href, target: away && '_blank', rel: away && 'noopener noreferrer' }, ...words);
}

/**
 * The address that calls a number; only digits and a leading + count.
 * @param {string|null|undefined} number
 */
export function callAddress(number) {
  const digits = String(number ?? '').replace(/[\s()./-]/g, '');
  return /^\+?\d{2,15}$/.test(digits) ? `tel:${digits}` : null;
}
