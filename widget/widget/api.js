// @ts-check
/** Talking to the chat API. Every failure becomes an ApiError with a code. */

const PATIENCE = 30_000;

export class ApiError extends Error {
  /**
   * @param {string} code  `offline`, `slow`, `gone`, or a code of the API
   * @param {number} [status]
   * @param {string} [words]  the server's, for people
   * @param {number} [after]  seconds until the next try
   */
  constructor(code, status = 0, words = '', after = 0) {
    super(words || code);
    this.code = code;
    this.status = status;
    this.words = words;
    this.after = after;
  }

  /** Whether the same request can work later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export class Api {
  /** @param {string} base @param {TPC.Session} session */
  constructor(base, session) {
    this.base = base;
    this.session = session;
  }

  /** The full address of what is below the API. Nothing else: a reply cannot make the page load from elsewhere. @param {string} path */
  address(path) {
    try {
      const { href } = new URL(path, this.base);
      return href.startsWith(this.base) ? href : null;
    } catch {
      return null;
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {TPC.ApiOptions} [options]
   * @returns {Promise<string>}
   */
  async request(method, path, { body, key, accept = 'application/json', signal } = {}) {
    const address = this.address(path);
    if (!address) throw new ApiError('not_found', 404);
    const clock = new AbortController();
    const stop = () => clock.abort();
    const timer = setTimeout(stop, PATIENCE);
    signal?.addEventListener('abort', stop);
    /** @type {Record<string, string>} */
    const headers = { Accept: accept };
    if (this.session.token) headers.Authorization = `Bearer ${this.session.token}`;
    if (body) headers['Content-Type'] = 'application/json';
    if (key) headers['Idempotency-Key'] = key;
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
  }

  /** @param {string} method @param {string} path @param {TPC.ApiOptions} [options] @returns {Promise<any>} */
  async json(method, path, options) {
    const text = await this.request(method, path, options);
    try {
      return JSON.parse(text);
    } catch {
      throw new ApiError('gone', 502);
    }
  }
}

/** @param {Response} response @param {string} text */
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
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
