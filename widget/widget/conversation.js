/** One conversation with the server: start, resume, send, and what can go wrong. */

import { ApiError, newKey } from './api.js';

/** Milliseconds after which opening the chat counts as coming back: the assistant asks how it has been. */
const AWAY = 6 * 3600_000;

/** @type {TPC.Lost} */
const lost = (error) => error instanceof ApiError && error.status === 401;

/** @type {TPC.MakeConversation} */
export function makeConversation(api, screen) {
  const { session } = api;
  /** @type {TPC.Outgoing[]} */
  let queue = [];
  /** @type {Promise<void>|null} */
  let started = null;
  let working = false;
  let life = new AbortController();
  let nudge = () => {};

  const remember = () => (session.unsent = queue.map(({ key, body, shown }) => ({ key, body, shown })));
  /** @type {TPC.ReadHistory} */
  const readHistory = () => api.json('GET', 'messages', { signal: life.signal });

  /** @type {TPC.Redraw} */
  function redraw(history) {
    screen.clear();
    screen.history(history);
  }

  /** @type {TPC.Persist} */
  async function persist(job, waiting) {
    const { signal } = life;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const result = await job(signal);
        signal.throwIfAborted();
        screen.trouble(null);
        return result;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ApiError && error.passing)) {
          screen.trouble(null);
          throw error;
        }
        waiting?.();
        screen.trouble(error);
        const seconds = error.status === 429 ? error.after : error.code !== 'offline' && Math.min(30, 2 ** attempt);
        await new Promise((resolve) => {
          nudge = () => resolve(0);
          if (seconds) setTimeout(resolve, seconds * 1000);
          window.addEventListener('online', resolve, { once: true, signal });
          signal.addEventListener('abort', resolve);
        });
        signal.throwIfAborted();
      }
    }
  }

  async function create() {
    session.token = null;
    const answer = await persist((signal) => api.json('POST', 'session', { body: {}, signal }));
    session.token = answer.session;
    screen.answer(answer);
  }

  /** @type {TPC.ComeBack} */
  async function comeBack({ messages }) {
    const last = messages[messages.length - 1];
    if (Date.now() - Date.parse(last.at) < AWAY || !messages.some(({ from }) => from === 'person')) return;
    if (queue.length || session.unsent.length) return;
    const key = newKey();
    try {
      screen.answer(await persist((signal) => api.json('POST', 'messages', { body: { choice: 'welcome' }, key, signal })));
      session.touch();
    } catch (error) {
      if (lost(error) || !(error instanceof ApiError)) throw error; // Anything else: the history is there, and enough.
    }
  }

  async function start() {
    if (!session.token) return create();
    try {
      const history = await persist(readHistory);
      if (!history.messages.length) return create();
      screen.history(history);
      await comeBack(history);
      // Cut off by a reload: out again, with the same key.
      queue.unshift(...session.unsent.map((unsent) => ({ ...unsent, show: screen.person(unsent.shown), again: true })));
    } catch (error) {
      if (!lost(error)) throw error;
      screen.notice('error.expired');
      await create();
    }
  }

  /** @type {TPC.Deliver} */
  async function deliver(message) {
    const { key, body, show } = message;
    const words = 'text' in body ? body.text : '';
    try {
      show('state.sending');
      const answer = await persist((signal) => api.json('POST', 'messages', { body, key, signal }), () => show('state.waiting'));
      show(null);
      screen.busy(false);
      const history = message.again && await readHistory().catch(() => null);
      if (history) redraw(history);
      else screen.answer(answer);
      session.touch();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (lost(error) && !message.renewed) {
        screen.notice('error.expired');
        await create();
        if (words) return deliver({ ...message, renewed: true });
      } else screen.trouble(error);
      show('state.failed');
      screen.giveBack(words);
    }
  }

  async function erase(tell = true) {
    try {
      if (session.token) await api.request('DELETE', 'session');
    } catch (error) {
      if (!lost(error)) throw error;
    }
    end(tell);
  }

  function end(tell = true) {
    conversation.stop();
    session.token = null;
    remember();
    screen.trouble(null);
    screen.busy(false);
    screen.clear();
    if (tell) screen.notice('delete.done');
  }

  /** @type {TPC.Conversation} */
  const conversation = {
    send(body, shown) {
      queue.push({ key: newKey(), body, shown, show: screen.person(shown) });
      return conversation.work();
    },
    async work() {
      if (working) return nudge();
      const { signal } = life;
      working = true;
      screen.busy(true);
      try {
        await (started ??= start());
        for (; queue.length; queue.shift()) {
          remember();
          screen.busy(true);
          await deliver(queue[0]);
        }
        remember();
      } catch (error) {
        if (signal.aborted) return;
        started = null;
        screen.trouble(error instanceof ApiError ? error : new ApiError('other', 400));
      }
      working = false;
      screen.busy(false);
    },
    async sync() {
      if (!started || working) return;
      if (!session.token) return end();
      await readHistory().then(redraw, () => {});
    },
    async restart() {
      await erase(false);
      await conversation.work();
    },
    erase: () => erase(),
    stop() {
      life.abort();
      life = new AbortController();
      queue = [];
      started = null;
      working = false;
    },
  };
  return conversation;
}
