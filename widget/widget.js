// @ts-check
/**
 * `<trigger-point-chat>`: the chat assistant as one element.
 *
 *     <script type="module" src="https://example.org/chat/widget.js"></script>
 *     <trigger-point-chat></trigger-point-chat>
 *
 * Attributes: `title`, `api` (address of the chat API; by default the folder of this file),
 * `lang`, `open`, `fullpage` (fills its box, no launcher), `corner` (`end` or `start`).
 * Methods: `open()`, `close()`, `send(text)`, `reset()`.
 * Events: `tpc-open`, `tpc-close`, `tpc-message`, `tpc-error`.
 */

import { Api } from './widget/api.js';
import { h, icon } from './widget/dom.js';
import { Panel } from './widget/panel.js';
import { Session } from './widget/session.js';
import { translator } from './widget/strings.js';

const HOME = new URL('./', import.meta.url).href;

/** From here on the open chat covers the whole screen. */
const SMALL = '(max-width: 40rem), (max-height: 30rem)';

export class TriggerPointChat extends HTMLElement {
  static observedAttributes = ['title', 'api', 'lang', 'open', 'fullpage'];

  /** @type {Panel|null} */
  #panel = null;
  #unread = 0;
  #life = new AbortController();
  #small = matchMedia(SMALL);

  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
  }

  connectedCallback() {
    this.#build();
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#panel?.conversation.stop();
    this.#panel?.device.stayAwake(false);
    this.#panel = null;
  }

  /** @param {string} name @param {string|null} old @param {string|null} value */
  attributeChangedCallback(name, old, value) {
    if (!this.#panel || old === value) return;
    if (name !== 'open') {
      this.disconnectedCallback();
      this.#build();
    } else if (value === null) this.#hide();
    else this.#show();
  }

  /** Opens the chat. */
  open() {
    this.setAttribute('open', '');
  }

  /** Closes the chat. The conversation stays. */
  close() {
    if (!this.hasAttribute('fullpage')) this.removeAttribute('open');
  }

  /**
   * Says something for the person.
   * @param {string} text
   * @returns {Promise<void>}
   */
  async send(text) {
    const words = String(text).trim();
    if (words) await this.#panel?.send({ text: words }, words);
  }

  /** Deletes the conversation and starts a new one, without asking. */
  async reset() {
    await this.#panel?.conversation.restart();
  }

  #build() {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    const t = translator(this.getAttribute('lang') || document.documentElement.lang || 'en');
    const base = new URL(this.getAttribute('api') || HOME, document.baseURI).href;
    const session = new Session(base.replace(/\/*$/, '/'));
    const fullpage = this.hasAttribute('fullpage');
    const title = this.title || t('title');
    this.#life = new AbortController();
    const { signal } = this.#life;

    const panel = new Panel({
      t, session, api: new Api(base, session), title, fullpage, close: () => this.close(),
      emit: (name, detail) => this.#emit(name, detail),
    });
    this.#panel = panel;
    // An empty title keeps the host's title from popping up over the whole chat.
    const body = h('div', { class: 'root', lang: t.lang, title: '', hidden: true }, !fullpage && this.#launcher(t('open', { title }), title), panel.element);
    const style = h('link', { rel: 'stylesheet', href: new URL('widget/style.css', HOME).href });
    const ready = () => {
      if (!body.hidden) return;
      body.hidden = false;
      if (fullpage) panel.conversation.start().catch((error) => panel.trouble(error, true));
      else if (this.hasAttribute('open')) this.#show();
    };
    style.addEventListener('load', ready);
    style.addEventListener('error', ready);
    root.replaceChildren(style, body);

    session.onOtherTab(() => panel.conversation.sync(), signal);
    panel.element.addEventListener('keydown', (event) => this.#key(/** @type {KeyboardEvent} */ (event)));
    panel.element.addEventListener('cancel', (event) => event.preventDefault());
    this.#small.addEventListener('change', () => this.#reopen(), { signal });
    window.visualViewport?.addEventListener('resize', () => this.#fit(), { signal });
    window.visualViewport?.addEventListener('scroll', () => this.#fit(), { signal });
  }

  /** @param {string} label @param {string} title */
  #launcher(label, title) {
    return h('button', { class: 'launcher', 'aria-haspopup': 'dialog', 'aria-label': label, click: () => this.open() },
      icon('chat'), h('span', { class: 'launcher-title' }, title), h('span', { class: 'badge', hidden: true }));
  }

  get #dialog() {
    const element = this.#panel?.element;
    return element instanceof HTMLDialogElement ? element : null;
  }

  #show() {
    const dialog = this.#dialog;
    const panel = this.#panel;
    if (!panel || !dialog || dialog.open || this.shadowRoot?.querySelector('.root')?.hasAttribute('hidden')) return;
    if (this.#small.matches) dialog.showModal();
    else dialog.show();
    this.#fit();
    this.#count(0);
    panel.composer.focus();
    panel.conversation.start().then(() => {}, (error) => panel.trouble(error, true));
    this.#emit('tpc-open', {});
  }

  #hide() {
    const dialog = this.#dialog;
    if (!dialog?.open) return;
    dialog.close();
    /** @type {HTMLElement|null|undefined} */ (this.shadowRoot?.querySelector('.launcher'))?.focus();
    this.#emit('tpc-close', {});
  }

  /** A phone was turned, or a window changed its size: covering or not follows. */
  #reopen() {
    const dialog = this.#dialog;
    if (!dialog?.open) return;
    const focused = /** @type {HTMLElement|null|undefined} */ (this.shadowRoot?.activeElement);
    dialog.close();
    if (this.#small.matches) dialog.showModal();
    else dialog.show();
    focused?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || this.hasAttribute('fullpage')) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  /** Keeps clear of the keyboard on the screen. */
  #fit() {
    const view = window.visualViewport;
    if (!view || !this.#panel) return;
    const covered = view.scale === 1 && window.innerHeight - view.height > 80;
    const { style } = this.#panel.element;
    style.setProperty('--seen', covered ? `${view.height}px` : '');
    style.setProperty('--seen-top', covered ? `${view.offsetTop}px` : '');
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    if (name === 'tpc-message' && 'reply' in detail && this.#dialog && !this.#dialog.open) this.#count(this.#unread + 1);
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** @param {number} unread */
  #count(unread) {
    this.#unread = unread;
    const launcher = this.shadowRoot?.querySelector('.launcher');
    const badge = /** @type {HTMLElement|null|undefined} */ (launcher?.querySelector('.badge'));
    if (!launcher || !badge) return;
    const t = this.#panel?.t;
    badge.hidden = !unread;
    badge.textContent = t ? t('unread', { n: unread }) : '';
    const label = t?.('open', { title: this.title || t('title') });
    launcher.setAttribute('aria-label', unread ? `${label}, ${badge.textContent}` : String(label));
  }
}

customElements.define('trigger-point-chat', TriggerPointChat);
