// @ts-check
/**
 * `<trigger-point-chat>`: the chat as one element. Attributes: `title`, `api` (address of the chat API; by
 * default the folder of this file), `lang`, `open`, `fullpage` (fills its box, no launcher), `corner`
 * (`end` or `start`). Events: `tpc-open`, `tpc-close`, `tpc-message`, `tpc-error`.
 */

import { makeApi } from './widget/api.js';
import { h, icon } from './widget/dom.js';
import { makePanel } from './widget/panel.js';
import { makeSession } from './widget/session.js';
import { translator } from './widget/strings.js';

const HOME = new URL('./', import.meta.url).href;

/** On a screen this small the open chat covers all of it. */
const small = matchMedia('(max-width: 40rem), (max-height: 30rem)');

export class TriggerPointChat extends HTMLElement {
  static observedAttributes = ['title', 'api', 'lang', 'open', 'fullpage'];

  root = this.attachShadow({ mode: 'open' });
  /** @type {TPC.Panel|null} */
  #panel = null;
  /** @type {Promise<void>} */
  #ready = Promise.resolve();
  #life = new AbortController();
  #unread = 0;

  connectedCallback() {
    this.#ready = this.#build();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#panel?.conversation.stop();
    this.#panel = null;
  }

  /** @param {string} name @param {string|null} old @param {string|null} value */
  attributeChangedCallback(name, old, value) {
    if (!this.#panel || old === value) return;
    if (name === 'open') this.#turn(value !== null);
    else {
      this.disconnectedCallback();
      this.connectedCallback();
    }
  }

  open() {
    this.setAttribute('open', '');
  }

  /** Closes the chat. The conversation stays. */
  close() {
    this.removeAttribute('open');
  }

  /** Says something for the person. @param {string} text */
  async send(text) {
    await this.#ready;
    const words = String(text).trim();
    if (words) await this.#panel?.conversation.send({ text: words }, words);
  }

  /** Deletes the conversation and starts a new one, without asking. */
  async reset() {
    await this.#ready;
    await this.#panel?.conversation.restart();
  }

  async #build() {
    const { signal } = (this.#life = new AbortController());
    const t = await translator(this.lang || document.documentElement.lang);
    const style = h('link', { rel: 'stylesheet', href: `${HOME}widget/style.css` });
    const styled = new Promise((resolve) => ['load', 'error'].forEach((event) => style.addEventListener(event, resolve)));
    this.root.replaceChildren(style);
    await styled;
    if (signal.aborted) return;

    const base = new URL(`${this.getAttribute('api') || HOME}/`.replace(/\/+$/, '/'), document.baseURI).href;
    const title = this.title || t('title');
    const fullpage = this.hasAttribute('fullpage');
    const session = makeSession(base);
    const panel = makePanel(t, makeApi(base, session), { title, close: fullpage ? null : () => this.close(), emit: (name, detail) => this.#emit(name, detail) });
    this.#panel = panel;
    // The empty title keeps the title of the host from popping up over the whole chat.
    this.root.append(h('div', { class: 'root', lang: t.lang, title: '' }, !fullpage && h('button', { class: 'launcher', click: () => this.open() },
      icon('chat'), h('span', {}, title), h('span', { class: 'badge' })), panel.element));
    session.onOtherTab(() => panel.conversation.sync(), signal);
    panel.element.addEventListener('cancel', (event) => event.preventDefault());
    panel.element.addEventListener('keydown', (event) => {
      const { key, target } = /** @type {KeyboardEvent} */ (event);
      if (key === 'Escape' && !event.defaultPrevented && !(target instanceof Element && target.closest('.confirm'))) this.close();
    });
    small.addEventListener('change', () => this.#dialog?.open && this.#place(), { signal });
    for (const event of ['resize', 'scroll']) window.visualViewport?.addEventListener(event, () => this.#fit(), { signal });
    if (fullpage) panel.conversation.work();
    else if (this.hasAttribute('open')) this.#turn(true);
  }

  get #dialog() {
    const element = this.#panel?.element;
    return element instanceof HTMLDialogElement ? element : null;
  }

  /** Opens or closes the chat. @param {boolean} open */
  #turn(open) {
    const panel = this.#panel;
    const dialog = this.#dialog;
    if (!panel || !dialog || dialog.open === open) return;
    if (open) {
      this.#place();
      this.#count(0);
      panel.focus();
      panel.conversation.work();
    } else {
      dialog.close();
      /** @type {HTMLElement|null} */ (this.root.querySelector('.launcher'))?.focus();
    }
    this.#emit(open ? 'tpc-open' : 'tpc-close', {});
  }

  /** Covers the page on a small screen, stands beside it on a large one. */
  #place() {
    const dialog = this.#dialog;
    const focused = /** @type {HTMLElement|null} */ (this.root.activeElement);
    dialog?.close();
    if (small.matches) dialog?.showModal();
    else dialog?.show();
    focused?.focus({ preventScroll: true });
    this.#fit();
  }

  /** Keeps clear of the keyboard on the screen. */
  #fit() {
    const { height = 0, offsetTop = 0, scale = 1 } = window.visualViewport ?? {};
    const covered = scale === 1 && height > 0 && window.innerHeight - height > 80;
    this.#panel?.element.style.setProperty('--seen', covered ? `${height}px` : '');
    this.#panel?.element.style.setProperty('--seen-top', covered ? `${offsetTop}px` : '');
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    if ('reply' in detail && this.#dialog?.open === false) this.#count(this.#unread + 1);
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** @param {number} unread */
  #count(unread) {
    this.#unread = unread;
    const badge = this.root.querySelector('.badge');
    if (badge && this.#panel) badge.textContent = unread ? this.#panel.t('unread', { n: unread }) : '';
  }
}

customElements.define('trigger-point-chat', TriggerPointChat);
