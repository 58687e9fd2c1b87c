// @ts-check
/** Ways out of the chat: links (http, https, tel and mailto only), files, print and clipboard. */

import { h } from './dom.js';

/** The address, if it is safe to follow. @param {string|null|undefined} address */
export function safeAddress(address) {
  try {
    const { protocol, href } = new URL(String(address));
    return /^(https?|tel|mailto):$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** A link, or plain words where the address is not safe. @param {string} address @param {string} words */
export function link(address, words) {
  const href = safeAddress(address);
  return href ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, words) : words;
}

/** The address that calls a number. @param {string|null|undefined} number */
export function callAddress(number) {
  const digits = String(number ?? '').replace(/[\s()./-]/g, '');
  return /^\+?\d{2,15}$/.test(digits) && `tel:${digits}`;
}

/** Keeps a page that was fetched from running scripts or loading anything, once opened from this site. */
const LOCKED = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;

/** @param {string[]} parts @param {string} type */
const blobAddress = (parts, type) => URL.createObjectURL(new Blob(parts, { type: `${type};charset=utf-8` }));

/** Hands a file to the person. @param {TPC.Api} api @param {string} path @param {string} name */
export async function download(api, path, name) {
  h('a', { href: blobAddress([await api.request('GET', path, { accept: 'text/calendar' })], 'text/calendar'), download: name }).click();
}

/**
 * Opens a page for printing. Gives its address where the browser blocked the window.
 * @param {TPC.Api} api
 * @param {string} path
 */
export async function printPage(api, path) {
  // Opened before the first wait: later the browser would take it for a pop-up.
  const page = window.open('', '_blank');
  try {
    const href = blobAddress([LOCKED, await api.request('GET', path, { accept: 'text/html' })], 'text/html');
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
