// @ts-check
/** Talking to the chat API. Every failure becomes an ApiError. */

const PATIENCE = 30_000;

/** `code` is `offline`, `slow`, `gone` or one of the API's; `words` are the server's; `after` is in seconds. */
export class ApiError extends Error {
  /** @param {string} code @param {number} [status] @param {string} [words] @param {number} [after] */
  constructor(code, status = 0, words = '', after = 0) {
    super(words || code);
    this.code = code;
    this.status = status;
    this.words = words;
    this.after = after;
    /** Whether the same request can work later. */
    this.passing = !status || status === 429 || status >= 500;
  }
}

/** @type {(base: string, session: TPC.Session) => TPC.Api} */
export function makeApi(base, session) {
  /** @type {TPC.Api} */
  const api = {
    session,
    address(path) {
      const href = new URL(path, base).href;
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

/** @type {(response: Response, text: string) => ApiError} */
function failure({ status, headers }, text) {
  const after = Math.ceil(Number(headers.get('Retry-After'))) || 5;
  try {
    const { code, message } = JSON.parse(text).error;
    return new ApiError(code, status, message, after);
  } catch {
    return new ApiError('gone', status, '', after);
  }
}

/** A new key that makes a retry safe. It needs no secure context. */
export const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
