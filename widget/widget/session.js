// @ts-check
/** What the browser remembers. Where storage is blocked, memory has to do. */

/** @type {Map<string, string>} */
const memory = new Map();

/** @param {'localStorage'|'sessionStorage'} kind @param {string} name @returns {any} */
function read(kind, name) {
  try {
    return JSON.parse(window[kind].getItem(name) ?? memory.get(kind + name) ?? 'null');
  } catch {
    return JSON.parse(memory.get(kind + name) ?? 'null');
  }
}

/** @param {'localStorage'|'sessionStorage'} kind @param {string} name @param {unknown} value */
function write(kind, name, value) {
  const text = JSON.stringify(value);
  memory.set(kind + name, text);
  try {
    window[kind].setItem(name, text);
  } catch {
    // Blocked or full.
  }
}

/** The conversation this browser is in; all tabs share it. */
export class Session {
  /** @param {string} base  address of the API: each has its own conversation */
  constructor(base) {
    this.name = `tpc ${base}`;
  }

  /** The signed token. @returns {string|null} */
  get token() {
    return read('localStorage', this.name);
  }

  set token(token) {
    write('localStorage', this.name, token);
  }

  /** Messages without an answer. Only this tab sends them again. @returns {TPC.Unsent[]} */
  get unsent() {
    return read('sessionStorage', this.name) ?? [];
  }

  set unsent(messages) {
    write('sessionStorage', this.name, messages);
  }

  /** Tells the other tabs that there is something new. */
  touch() {
    write('localStorage', `${this.name} turn`, Date.now());
  }

  /** Another tab moved the conversation on, or ended it. @param {() => void} heard @param {AbortSignal} signal */
  onOtherTab(heard, signal) {
    window.addEventListener('storage', ({ key }) => (key === null || key.startsWith(this.name)) && heard(), { signal });
  }
}

/** Switches that outlive the conversation; all are off at first. @param {TPC.Preference} name @returns {boolean} */
export const preferred = (name) => read('localStorage', `tpc ${name}`) === true;

/** @param {TPC.Preference} name @param {boolean} value */
export const prefer = (name, value) => write('localStorage', `tpc ${name}`, value);
