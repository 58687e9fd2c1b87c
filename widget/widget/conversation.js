// @ts-check
/** One conversation with the server: start, resume, send, and everything that can go wrong. */

import { ApiError, newKey } from './api.js';

/** Seconds before each further try; after that only when the person asks or the network is back. */
const DELAYS = [1, 2, 4, 8, 15, 30];

/** Whether the server no longer knows the conversation. @param {unknown} error */
const lost = (error) => error instanceof ApiError && error.status === 401;

/** Sends in order, one at a time; what fails for a while is kept and tried again with the same key. */
export class Conversation {
  /** @type {(TPC.Unsent & {show: TPC.ShowState, again?: boolean})[]} */
  queue = [];
  /** @type {Promise<void>|null} */
  started = null;
  working = false;
  life = new AbortController();
  nudge = () => {};

  /** @param {TPC.Api} api @param {TPC.Session} session @param {TPC.Screen} screen */
  constructor(api, session, screen) {
    this.api = api;
    this.session = session;
    this.screen = screen;
  }

  /** Takes a message. @param {TPC.MessageBody} body @param {string} shown */
  send(body, shown) {
    this.queue.push({ key: newKey(), body, shown, show: this.screen.person(shown) });
    return this.work();
  }

  /** Starts or resumes the conversation, then sends what waits. */
  async work() {
    if (this.working) return this.nudge();
    const { signal } = this.life;
    this.working = true;
    this.screen.busy(true);
    try {
      await (this.started ??= this.#start());
      for (; this.queue.length; this.queue.shift()) {
        this.#remember();
        this.screen.busy(true);
        await this.#deliver(this.queue[0]);
      }
      this.#remember();
    } catch (error) {
      if (signal.aborted) return;
      this.started = null;
      this.screen.trouble(error instanceof ApiError ? error : new ApiError('other', 400));
    }
    if (signal.aborted) return;
    this.working = false;
    this.screen.busy(false);
  }

  /** Shows what is true now, for example because another tab went on. */
  async sync() {
    if (!this.started || this.working) return;
    if (!this.session.token) return this.#end();
    try {
      const history = await this.#history();
      this.screen.clear();
      this.screen.history(history);
    } catch {
      // The next message will tell.
    }
  }

  /** Deletes the conversation and starts a new one. */
  async restart() {
    await this.erase(false);
    await this.work();
  }

  /** Deletes the conversation for good. @param {boolean} [tell] */
  async erase(tell = true) {
    try {
      if (this.session.token) await this.api.request('DELETE', 'session');
    } catch (error) {
      if (!lost(error)) throw error;
    }
    this.#end(tell);
  }

  /** Stops all work; nothing is deleted. */
  stop() {
    this.life.abort();
    this.life = new AbortController();
    this.queue = [];
    this.started = null;
    this.working = false;
  }

  /** @param {boolean} [tell] */
  #end(tell = true) {
    this.stop();
    this.session.token = null;
    this.#remember();
    this.screen.trouble(null);
    this.screen.busy(false);
    this.screen.clear();
    if (tell) this.screen.notice('delete.done');
  }

  async #start() {
    if (!this.session.token) return this.#create();
    try {
      const history = await this.#persist(() => this.#history());
      if (!history.messages.length) return this.#create();
      this.screen.history(history);
      // What a reload cut off goes out again, with the key it had.
      const cut = this.session.unsent.map((unsent) => ({ ...unsent, show: this.screen.person(unsent.shown), again: true }));
      this.queue.unshift(...cut);
    } catch (error) {
      if (!lost(error)) throw error;
      this.screen.notice('error.expired');
      await this.#create();
    }
  }

  async #create() {
    this.session.token = null;
    const answer = await this.#persist((signal) => this.api.json('POST', 'session', { body: {}, signal }));
    this.session.token = answer.session;
    this.screen.answer(answer);
  }

  /** @returns {Promise<TPC.History>} */
  #history() {
    return this.api.json('GET', 'messages', { signal: this.life.signal });
  }

  /** @param {Conversation['queue'][0]} message @param {boolean} [renewed]  the session has just been renewed @returns {Promise<void>} */
  async #deliver({ key, body, show, again }, renewed) {
    const words = 'text' in body ? body.text : '';
    try {
      show('state.sending');
      const answer = await this.#persist((signal) => this.api.json('POST', 'messages', { body, key, signal }), () => show('state.waiting'));
      show(null);
      this.screen.busy(false);
      // Cut off by a reload: it may have been answered long ago, and the history knows.
      const history = again && await this.#history().catch(() => null);
      if (history) {
        this.screen.clear();
        this.screen.history(history);
      } else this.screen.answer(answer);
      this.session.touch();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (lost(error) && !renewed) {
        this.screen.notice(words ? 'error.resent' : 'error.expired');
        await this.#create();
        if (words) return this.#deliver({ key, body, show, shown: words }, true);
      } else this.screen.trouble(error);
      show('state.failed');
      this.screen.giveBack(words);
    }
  }

  /**
   * Does a job until it works, or cannot work.
   * @param {(signal: AbortSignal) => Promise<any>} job
   * @param {() => void} [waiting]
   */
  async #persist(job, waiting) {
    const { signal } = this.life;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const result = await job(signal);
        signal.throwIfAborted();
        this.screen.trouble(null);
        return result;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ApiError && error.passing)) {
          this.screen.trouble(null);
          throw error;
        }
        waiting?.();
        this.screen.trouble(error);
        await this.#wait(error.status === 429 ? error.after : error.code === 'offline' ? 0 : DELAYS[attempt], signal);
        signal.throwIfAborted();
      }
    }
  }

  /** Waits; a tap on "try again" or the network coming back end it. @param {number|undefined} seconds  0: until then @param {AbortSignal} signal */
  #wait(seconds, signal) {
    return new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      this.nudge = resolve;
      if (seconds) setTimeout(resolve, seconds * 1000);
      window.addEventListener('online', resolve, { once: true, signal });
      signal.addEventListener('abort', resolve);
    });
  }

  #remember() {
    this.session.unsent = this.queue.map(({ key, body, shown }) => ({ key, body, shown }));
  }
}
