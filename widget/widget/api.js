// @ts-check
/** Talking to the chat API. Every failure becomes an ApiError with a code. */

const PATIENCE = 30_000;

/** A request that failed. */
export class ApiError extends Error {
  /**
   * @param {string} code     `offline`, `slow`, `gone`, or a code of the API
   * @param {string} [words]  the server's words for people
   * @param {number} [status]
   * @param {number} [after]  seconds to wait before the next try
   */
  constructor(code, words = '', status = 0, after = 0) {
    super(words || code);
    this.code = code;
    this.words = words;
    this.status = status;
    this.after = after;
  }

  /** Whether the same request can work later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The client. */
export class Api {
  /**
   * @param {string} base  address of the API, such as `https://example.org/chat/`
   * @param {import('./session.js').Session} session
   */
  constructor(base, session) {
    this.base = new URL(base.endsWith('/') ? base : `${base}/`, document.baseURI);
    this.session = session;
  }

  /**
   * The full address of something below the API; null for anything elsewhere, so that
   * a reply can never make the page load from a third party.
   * @param {string} path
   */
  address(path) {
    try {
      const url = new URL(path, this.base);
      return url.origin === this.base.origin && url.pathname.startsWith(this.base.pathname) ? url.href : null;
    } catch {
      return null;
    }
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{body?: unknown, key?: string, accept?: string, signal?: AbortSignal}} [options]
   * @returns {Promise<Response>}
   */
  async request(method, path, { body, key, accept = 'application/json', signal } = {}) {
    const address = this.address(path);
    if (!address) throw new ApiError('not_found', '', 404);
    const clock = new AbortController();
    const timer = setTimeout(() => clock.abort(), PATIENCE);
    signal?.addEventListener('abort', () => clock.abort(), { once: true });
    /** @type {Record<string, string>} */
    const headers = { Accept: accept };
    if (this.session.token) headers.Authorization = `Bearer ${this.session.token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (key) headers['Idempotency-Key'] = key;
    try {
      const response = await fetch(address, {
        method, headers, signal: clock.signal, credentials: 'omit', cache: 'no-store',
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      // The body belongs to the wait: a connection can also break in the middle of it.
      const bytes = await response.blob();
      if (!response.ok) throw await failure(response, bytes);
      return new Response(response.status === 204 ? null : bytes, { headers: response.headers });
    } catch (error) {
      if (error instanceof ApiError) throw error;
      if (clock.signal.aborted) throw new ApiError('slow');
      throw new ApiError(navigator.onLine === false ? 'offline' : 'gone');
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * A request whose answer is JSON.
   * @template T
   * @param {string} method
   * @param {string} path
   * @param {{body?: unknown, key?: string, signal?: AbortSignal}} [options]
   * @returns {Promise<T>}
   */
  async json(method, path, options) {
    const response = await this.request(method, path, options);
    try {
      return await response.json();
    } catch {
      throw new ApiError('gone', '', 502);
    }
  }
}

/** @param {Response} response @param {Blob} bytes */
async function failure(response, bytes) {
  let code = 'gone';
  let words = '';
  try {
    ({ code, message: words } = JSON.parse(await bytes.text()).error);
  } catch {
    // A proxy answered: the status has to do.
  }
  const wait = Number(response.headers.get('Retry-After'));
  return new ApiError(code, words, response.status, wait > 0 ? Math.ceil(wait) : 5);
}

/** A new key that makes a retry safe. Works without a secure context too. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}
