/** `<trigger-point-chat>`: the chat as one element. Attributes, methods and events: docs/embedding.md. */

import { makeApi } from './widget/api.js';
import { h, icon } from './widget/dom.js';
import { makePanel } from './widget/panel.js';
import { translator } from './widget/strings.js';

const HOME = new URL('./', import.meta.url).href;
/** The API is beside the file that pages name, above the folder of this version. */
const API = HOME.replace(/v\/\w+\/$/, '');

/** On a screen this small the open chat covers all of it. */
const small = matchMedia('(max-width: 40rem), (max-height: 30rem)');

export class TriggerPointChat extends HTMLElement {
  static observedAttributes = ['title', 'api', 'lang', 'open', 'fullpage'];

  root = this.attachShadow({ mode: 'open' });
  /** @type {TPC.Panel|null} */
  #panel = null;
  /** @type {Promise<void>|null} */
  #ready = null;
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

  /** @type {TPC.Changed} */
  attributeChangedCallback(name, old, value) {
    if (!this.#panel || old === value) return;
    if (name === 'open') return this.#turn();
    this.disconnectedCallback();
    this.connectedCallback();
  }

  open() {
    this.setAttribute('open', '');
  }

  close() {
    this.removeAttribute('open');
  }

  async send(text = '') {
    await this.#ready;
    const words = String(text).trim();
    if (words) await this.#panel?.conversation.send({ text: words }, words);
  }

  async reset() {
    await this.#ready;
    await this.#panel?.conversation.restart();
  }

  async #build() {
    const { signal } = (this.#life = new AbortController());
    const style = h('link', { rel: 'stylesheet', href: `${HOME}widget/style.css` });
    const styled = new Promise((resolve) => (style.onload = style.onerror = resolve));
    this.root.replaceChildren(style);
    const [t] = await Promise.all([translator(this.lang || document.documentElement.lang), styled]);
    if (signal.aborted) return;

    const api = makeApi(new URL(`${this.getAttribute('api') || API}/`.replace(/\/+$/, '/'), document.baseURI).href);
    const title = this.title || t('title');
    const fullpage = this.hasAttribute('fullpage');
    const panel = (this.#panel = makePanel(t, api, { title, close: fullpage ? null : () => this.close(), emit: (name, detail) => this.#emit(name, detail) }));
    const { element, conversation } = panel;
    // The empty title keeps the title of the host from popping up over the whole chat.
    this.root.append(h('div', { class: 'root', lang: t.lang, title: '' },
      !fullpage && h('button', { class: 'launcher', dir: getComputedStyle(this).direction, click: () => this.open() }, icon('chat'), h('span', {}, title), h('span', { class: 'badge' })), element));
    api.session.onOtherTab(() => conversation.sync(), signal);
    element.addEventListener('cancel', (event) => event.preventDefault());
    element.addEventListener('keydown', ({ key, target, defaultPrevented }) => {
      if (key === 'Escape' && !defaultPrevented && !(target instanceof Element && target.closest('.confirm'))) this.close();
    });
    small.addEventListener('change', () => this.#dialog?.open && this.#place(), { signal });
    for (const event of ['resize', 'scroll']) window.visualViewport?.addEventListener(event, () => this.#fit(), { signal });
    if (fullpage) conversation.work();
    else this.#turn();
  }

  get #dialog() {
    const element = this.#panel?.element;
    return element instanceof HTMLDialogElement ? element : null;
  }

  /** Opens or closes the chat, as the attribute says. */
  #turn() {
    const panel = this.#panel;
    const dialog = this.#dialog;
    const open = this.hasAttribute('open');
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
    const covered = scale === 1 && height > 0 && innerHeight - height > 80;
    const style = this.#panel?.element.style;
    style?.setProperty('--seen', covered ? `${height}px` : '');
    style?.setProperty('--seen-top', covered ? `${offsetTop}px` : '');
  }

  /** @type {TPC.Emit} */
  #emit(name, detail) {
    if ('reply' in detail && this.#dialog?.open === false) this.#count(this.#unread + 1);
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #count(n = 0) {
    this.#unread = n;
    const badge = this.root.querySelector('.badge');
    if (badge) badge.textContent = n ? this.#panel?.t('unread', { n }) ?? '' : '';
  }
}

customElements.define('trigger-point-chat', TriggerPointChat);
