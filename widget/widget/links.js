// @ts-check
/** Ways out of the chat: links (http, https, tel and mailto only), files and print. */

import { h } from './dom.js';

/** @type {TPC.SafeAddress} */
export function safeAddress(address) {
  try {
    const { protocol, href } = new URL(String(address));
    return /^(https?|tel|mailto):$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** @type {TPC.Link} */
export function link(address, words) {
  const href = safeAddress(address);
  return href ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, words) : words;
}

/** @type {TPC.CallAddress} */
export function callAddress(number) {
  const digits = String(number ?? '').replace(/[\s()./-]/g, '');
  return /^\+?\d{2,15}$/.test(digits) && `tel:${digits}`;
}

/** Keeps a page that was fetched from running scripts or loading anything, once opened from this site. */
const LOCKED = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;

/** @type {TPC.Download} */
export async function download(api, path, name) {
  const text = await api.request('GET', path, { accept: 'text/calendar' });
  h('a', { href: URL.createObjectURL(new Blob([text], { type: 'text/calendar' })), download: name }).click();
}

/** @type {TPC.PrintPage} */
export async function printPage(api, path) {
  // Opened before the first wait: later the browser would take it for a pop-up.
  const page = window.open('', '_blank');
  try {
    const text = await api.request('GET', path, { accept: 'text/html' });
    const href = URL.createObjectURL(new Blob([LOCKED, text], { type: 'text/html;charset=utf-8' }));
    if (!page) return href;
    page.location.replace(href);
    const wait = setInterval(() => {
      const there = page.closed || (page.location.href === href && page.document.readyState === 'complete');
      if (there) clearInterval(wait);
      if (there && !page.closed) page.print();
    }, 100);
  } catch (error) {
    page?.close();
    throw error;
  }
}
