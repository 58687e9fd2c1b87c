// @ts-check
/** One conversation with the server: start, resume, send, and everything that can go wrong. */

import { ApiError, newKey } from './api.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./types.js').History} History */
/** @typedef {import('./types.js').MessageBody} MessageBody */
/** @typedef {import('./session.js').Unsent} Unsent */
/** @typedef {Unsent & {show: (state: import('./log.js').SendState) => void, resumed: boolean}} Outgoing */

/**
 * What the conversation asks of the screen.
 * @typedef {object} Screen
 * @property {(text: string) => Outgoing['show']} person  shows what the person says, as being sent
 * @property {(answer: Answer) => void} answer
 * @property {(history: History) => void} history  shows a conversation from its start, in silence
 * @property {() => void} clear
 * @property {(key: import('./strings.js').Key) => void} notice
 * @property {(on: boolean) => void} busy
 * @property {(error: ApiError|null, starting: boolean) => void} trouble  null: over
 * @property {(text: string) => void} giveBack  words that could not be sent
 */

/** Seconds before each further try; then only when the person asks or the network is back. */
const DELAYS = [1, 2, 4, 8, 15, 30];

/** Sends in order, one at a time; what fails for a while is kept and tried again with the same key. */
export class Conversation {
  /**
   * @param {import('./api.js').Api} api
   * @param {import('./session.js').Session} session
   * @param {Screen} screen
   */
  constructor(api, session, screen) {
    this.api = api;
    this.session = session;
    this.screen = screen;
    /** @type {Outgoing[]} */
    this.queue = [];
    this.working = false;
    /** @type {Promise<void>|null} */
    this.started = null;
    this.life = new AbortController();
    this.nudge = () => {};
  }

  /** Resumes the conversation, or starts one. Once. */
  start() {
    this.started ??= this.#start().catch((error) => {
      this.started = null;
      throw error;
    });
    return this.started;
  }

  /** Takes a message. @param {MessageBody} body @param {string} shown */
  async send(body, shown) {
    this.queue.push({ key: newKey(), body, shown, show: this.screen.person(shown), resumed: false });
    this.#remember();
    await this.#work();
  }

  /** The person asks to try again now. */
  retry() {
    if (this.working) this.nudge();
    else this.#work();
  }

  /** Another tab said something or ended the conversation: show what is true now. */
  async sync() {
    if (!this.started || this.working) return;
    if (!this.session.token) return this.end('delete.done');
    try {
      const history = await this.#history();
      this.screen.clear();
      this.screen.history(history);
    } catch {
      // The next message will tell.
    }
  }

  /** Deletes the conversation on the server and starts a new one. */
  async restart() {
    await this.#erase();
    this.#forget();
    this.screen.clear();
    await this.start();
  }

  /** Deletes the conversation for good. */
  async erase() {
    await this.#erase();
    this.end('delete.done');
  }

  /** The conversation is over. @param {import('./strings.js').Key} why */
  end(why) {
    this.#forget();
    this.screen.clear();
    this.screen.notice(why);
  }

  /** Stops all work; nothing is deleted. */
  stop() {
    this.life.abort();
    this.life = new AbortController();
    this.working = false;
    this.started = null;
    this.queue = [];
  }

  async #start() {
    if (this.session.token) {
      try {
        this.screen.history(await this.#persist(() => this.#history(), true));
        this.#resend();
        return;
      } catch (error) {
        if (!lost(error)) throw error;
        this.session.token = null;
        this.session.unsent = [];
        this.screen.notice('error.expired');
      }
    }
    await this.#create();
  }

  async #create() {
    this.screen.busy(true);
    try {
      const { signal } = this.life;
      const answer = await this.#persist(() =>
        /** @type {Promise<Answer & {session: string}>} */ (this.api.json('POST', 'session', { body: {}, signal })), true);
      this.session.token = answer.session;
      this.screen.answer(answer);
    } finally {
      this.screen.busy(false);
    }
  }

  /** @returns {Promise<History>} */
  #history() {
    return this.api.json('GET', 'messages', { signal: this.life.signal });
  }

  /** What a reload cut off goes out again, with the key it had. */
  #resend() {
    const left = this.session.unsent;
    if (!left.length) return;
    this.queue.push(...left.map((message) => ({ ...message, show: this.screen.person(message.shown), resumed: true })));
    setTimeout(() => this.#work());
  }

  async #work() {
    if (this.working) return;
    const { signal } = this.life;
    this.working = true;
    this.screen.busy(true);
    try {
      await this.start();
      while (this.queue.length && !signal.aborted) {
        await this.#deliver(this.queue[0]);
        if (signal.aborted) break;
        this.queue.shift();
        this.#remember();
      }
    } catch (error) {
      if (!signal.aborted) this.screen.trouble(asApiError(error), true);
    } finally {
      if (!signal.aborted) {
        this.working = false;
        this.screen.busy(false);
      }
    }
  }

  /** @param {Outgoing} message */
  async #deliver(message) {
    const { signal } = this.life;
    for (let session = 0; ; session += 1) {
      try {
        message.show('state.sending');
        const answer = await this.#persist(() =>
          /** @type {Promise<Answer>} */ (this.api.json('POST', 'messages', { body: message.body, key: message.key, signal })), false,
        () => message.show('state.waiting'));
        message.show(null);
        this.screen.busy(false);
        if (message.resumed) await this.#refresh(answer);
        else this.screen.answer(answer);
        this.session.touch();
        if (this.queue.length > 1) this.screen.busy(true);
        return;
      } catch (error) {
        if (signal.aborted) return;
        const problem = asApiError(error);
        if (lost(problem) && session === 0) {
          const again = 'text' in message.body;
          this.session.token = null;
          this.screen.notice(again ? 'error.resent' : 'error.expired');
          await this.#create();
          if (again) {
            this.screen.busy(true);
            continue;
          }
        } else {
          this.screen.trouble(problem, false);
        }
        message.show('state.failed');
        if ('text' in message.body) this.screen.giveBack(message.body.text);
        return;
      }
    }
  }

  /**
   * A message from before a reload may have been answered long ago: the history knows.
   * @param {Answer} answer
   */
  async #refresh(answer) {
    try {
      const history = await this.#history();
      this.screen.clear();
      this.screen.history(history);
    } catch {
      this.screen.answer(answer);
    }
  }

  /**
   * Does a job until it works or cannot work.
   * @template T
   * @param {() => Promise<T>} job
   * @param {boolean} starting
   * @param {() => void} [waiting]
   * @returns {Promise<T>}
   */
  async #persist(job, starting, waiting) {
    const { signal } = this.life;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const result = await job();
        signal.throwIfAborted();
        if (attempt) this.screen.trouble(null, starting);
        return result;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ApiError) || !error.passing) {
          if (attempt) this.screen.trouble(null, starting);
          throw error;
        }
        waiting?.();
        this.screen.trouble(error, starting);
        await this.#wait(error.code === 'offline' ? undefined : error.status === 429 ? error.after : DELAYS[attempt]);
      }
    }
  }

  /**
   * Waits; a tap on "try again" and the network coming back end it early.
   * @param {number|undefined} seconds  undefined: until then
   */
  #wait(seconds) {
    const { signal } = this.life;
    return new Promise((/** @type {(value?: unknown) => void} */ resolve, reject) => {
      const timer = seconds === undefined ? 0 : setTimeout(resolve, seconds * 1000);
      this.nudge = () => {
        clearTimeout(timer);
        resolve();
      };
      window.addEventListener('online', this.nudge, { once: true, signal });
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  async #erase() {
    if (!this.session.token) return;
    try {
      await this.api.request('DELETE', 'session');
    } catch (error) {
      if (!lost(error) && !(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  #forget() {
    this.stop();
    this.session.token = null;
    this.session.unsent = [];
    this.screen.trouble(null, true);
    this.screen.busy(false);
  }

  #remember() {
    this.session.unsent = this.queue.map(({ key, body, shown }) => ({ key, body, shown }));
  }
}

/** Whether the server no longer knows the conversation. @param {unknown} error */
const lost = (error) => error instanceof ApiError && error.status === 401;

/** @param {unknown} error */
const asApiError = (error) => (error instanceof ApiError ? error : new ApiError('other', '', 400));
