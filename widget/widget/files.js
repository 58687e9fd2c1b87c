// @ts-check
/** Calendar files, pages to print, and the clipboard. */

import { h } from './dom.js';

/**
 * Runs no script and loads nothing: put before a page that was fetched, so that opening it
 * from this site gives it no power here.
 */
const LOCKED = '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">';

/**
 * Fetches a file with the session and hands it to the person.
 * @param {import('./api.js').Api} api
 * @param {string} path
 * @param {string} name
 */
export async function download(api, path, name) {
  const blob = await (await api.request('GET', path, { accept: 'text/calendar' })).blob();
  const href = URL.createObjectURL(blob);
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/**
 * Fetches a page with the session and opens it for printing.
 * @param {import('./api.js').Api} api
 * @param {string} path
 * @returns {Promise<string|null>} the address to open by hand, where the browser blocked the window
 */
export async function printPage(api, path) {
  // Opened before the first wait: later the browser would take it for an unwanted pop-up.
  const page = window.open('', '_blank');
  try {
    const html = await (await api.request('GET', path, { accept: 'text/html' })).text();
    const href = URL.createObjectURL(new Blob([LOCKED, html], { type: 'text/html;charset=utf-8' }));
    setTimeout(() => URL.revokeObjectURL(href), 600_000);
    if (!page) return href;
    page.location.replace(href);
    const wait = setInterval(() => {
      if (page.closed) return clearInterval(wait);
      if (page.location.href !== href || page.document.readyState !== 'complete') return;
      clearInterval(wait);
      page.print();
    }, 100);
    return null;
  } catch (error) {
    page?.close();
    throw error;
  }
}

/** @param {string} text @returns {Promise<boolean>} */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
