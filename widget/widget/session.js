// @ts-check
/** What the browser remembers. Where storage is blocked, memory has to do. */

/**
 * A store that never throws.
 * @param {'localStorage'|'sessionStorage'} kind
 */
function store(kind) {
  /** @type {Map<string, string>} */
  const memory = new Map();
  return {
    /** @param {string} key @returns {string|null} */
    read(key) {
      try {
        return window[kind].getItem(key) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    /** @param {string} key @param {string|null} value */
    write(key, value) {
      if (value === null) memory.delete(key);
      else memory.set(key, value);
      try {
        if (value === null) window[kind].removeItem(key);
        else window[kind].setItem(key, value);
      } catch {
        // Blocked or full: memory keeps it as long as the page lives.
      }
    },
  };
}

const shared = store('localStorage');
const ofTab = store('sessionStorage');

/** @typedef {{key: string, body: import('./types.js').MessageBody, shown: string}} Unsent */

/** The conversation this browser is in; all tabs share it. */
export class Session {
  /** @param {string} base  address of the API; each API has its own conversation */
  constructor(base) {
    this.name = `tpc ${base}`;
  }

  /** The signed token, or null. */
  get token() {
    return shared.read(this.name);
  }

  set token(token) {
    shared.write(this.name, token);
  }

  /** Messages that are not answered yet. Only this tab sends them again. @returns {Unsent[]} */
  get unsent() {
    try {
      return JSON.parse(ofTab.read(this.name) ?? '[]');
    } catch {
      return [];
    }
  }

  set unsent(messages) {
    ofTab.write(this.name, messages.length ? JSON.stringify(messages) : null);
  }

  /** Tells the other tabs that there is something new. */
  touch() {
    shared.write(`${this.name} turn`, String(Date.now()));
  }

  /**
   * Calls back when another tab moved the conversation on, or ended it.
   * @param {() => void} heard
   * @param {AbortSignal} signal  ends the listening
   */
  onOtherTab(heard, signal) {
    const listen = (/** @type {StorageEvent} */ event) => {
      if (event.key === null || event.key.startsWith(this.name)) heard();
    };
    window.addEventListener('storage', listen, { signal });
  }
}

const PREFERENCES = 'tpc preferences';

/** @typedef {'sound'|'vibration'|'times'} Preference */

/** Switches that outlive the conversation. All are off at first. */
export const preferences = {
  /** @returns {Partial<Record<Preference, boolean>>} */
  all() {
    try {
      return JSON.parse(shared.read(PREFERENCES) ?? '{}');
    } catch {
      return {};
    }
  },
  /** @param {Preference} name */
  get(name) {
    return this.all()[name] === true;
  },
  /** @param {Preference} name @param {boolean} value */
  set(name, value) {
    shared.write(PREFERENCES, JSON.stringify({ ...this.all(), [name]: value }));
  },
};
