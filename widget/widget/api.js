/** Talking to the chat API, and what the browser remembers of it. Every failure becomes an ApiError. */

const PATIENCE = 30_000;

export class ApiError extends Error {
  /** @param {string} code @param {number} [status] @param {string} [words] @param {number} [after] */
  constructor(code, status = 0, words = '', after = 0) {
    super(words || code);
    this.code = code;
    this.status = status;
    this.words = words;
    this.after = after;
    this.passing = !status || status === 429 || status >= 500;
  }
}

/** @type {TPC.MakeApi} */
export function makeApi(base) {
  const session = makeSession(base);
  /** @type {TPC.Api} */
  const api = {
    session,
    address(path) {
      const { href } = new URL(path, base);
      return href.startsWith(base) ? href : null;
    },
    async request(method, path, { body, key, accept = 'application/json', signal } = {}) {
      const address = api.address(path);
      if (!address) throw new ApiError('not_found', 404);
      const clock = new AbortController();
      const stop = () => clock.abort();
      const timer = setTimeout(stop, PATIENCE);
      signal?.addEventListener('abort', stop);
      const headers = new Headers({ Accept: accept });
      if (session.token) headers.set('Authorization', `Bearer ${session.token}`);
      if (body) headers.set('Content-Type', 'application/json');
      if (key) headers.set('Idempotency-Key', key);
      try {
        const response = await fetch(address, { method, headers, body: body ? JSON.stringify(body) : null, signal: clock.signal, credentials: 'omit', cache: 'no-store' });
        const text = await response.text();
        if (response.ok) return text;
        throw failure(response, text);
      } catch (error) {
        if (error instanceof ApiError) throw error;
        throw new ApiError(clock.signal.aborted ? 'slow' : navigator.onLine ? 'gone' : 'offline');
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      }
    },
    async json(method, path, options) {
      const text = await api.request(method, path, options);
      try {
        return JSON.parse(text);
      } catch {
        throw new ApiError('gone', 502);
      }
    },
  };
  return api;
}

/** @type {TPC.Failure} */
function failure({ status, headers }, text) {
  const after = Math.ceil(Number(headers.get('Retry-After'))) || 5;
  try {
    const { code, message } = JSON.parse(text).error;
    return new ApiError(code, status, message, after);
  } catch {
    return new ApiError('gone', status, '', after);
  }
}

/** @type {TPC.NewKey} */
export const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');

/** Where storage is blocked, memory has to do. @type {Record<string, string>} */
const memory = {};

/** @type {TPC.Read} */
function read(kind, name) {
  let text = memory[kind + name];
  try {
    text = window[kind].getItem(name) ?? text;
  } catch {
    // Blocked.
  }
  return JSON.parse(text ?? 'null');
}

/** @type {TPC.Write} */
function write(kind, name, value) {
  memory[kind + name] = JSON.stringify(value);
  try {
    window[kind].setItem(name, memory[kind + name]);
  } catch {
    // Blocked or full.
  }
}

/** @type {(base: string) => TPC.Session} */
function makeSession(base) {
  const mine = `tpc ${base}`;
  return {
    get token() {
      return read('localStorage', mine);
    },
    set token(token) {
      write('localStorage', mine, token);
    },
    get unsent() {
      return read('sessionStorage', mine) ?? [];
    },
    set unsent(messages) {
      write('sessionStorage', mine, messages);
    },
    touch: () => write('localStorage', `${mine} turn`, Date.now()),
    onOtherTab: (heard, signal) => window.addEventListener('storage', ({ key }) => (key ?? mine).startsWith(mine) && heard(), { signal }),
  };
}

/** @type {TPC.Preferred} */
export const preferred = (name) => read('localStorage', `tpc ${name}`) === true;

/** @type {TPC.Prefer} */
export const prefer = (name, value) => write('localStorage', `tpc ${name}`, value);
