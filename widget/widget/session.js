// @ts-check
/** What the browser remembers. Where storage is blocked, memory has to do. */

/** @type {Record<string, string>} */
const memory = {};

/** @type {(kind: TPC.Storage, name: string) => any} */
function read(kind, name) {
  let text = memory[kind + name];
  try {
    text = window[kind].getItem(name) ?? text;
  } catch {
    // Blocked.
  }
  return JSON.parse(text ?? 'null');
}

/** @type {(kind: TPC.Storage, name: string, value: unknown) => void} */
function write(kind, name, value) {
  memory[kind + name] = JSON.stringify(value);
  try {
    window[kind].setItem(name, memory[kind + name]);
  } catch {
    // Blocked or full.
  }
}

/** @type {(base: string) => TPC.Session} */
export function makeSession(base) {
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
