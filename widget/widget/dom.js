/** Making elements. Text only ever becomes text nodes, and only safe addresses become links. */

let last = 0;
export const newId = () => `tpc-${++last}`;

/** @type {TPC.Fill} */
export function fill(element, attributes, ...children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, /** @type {EventListener} */ (value));
    else if (value != null && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** @type {TPC.Make} */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (/^(p|li|h\d|d[td]|summary|button|legend|label|figcaption|a)$/.test(tag)) element.dir = 'auto';
  if (tag === 'button') element.setAttribute('type', 'button');
  return fill(element, attributes, ...children);
}

/** @type {TPC.MakeDrawing} */
export const s = (tag, attributes, ...children) => fill(/** @type {SVGElement} */ (document.createElementNS('http://www.w3.org/2000/svg', tag)), attributes, ...children);

/** @type {TPC.Hidden} */
export const hidden = (text) => h('span', { class: 'vh' }, text);

/** @type {TPC.List} */
export const list = (lines) => lines.length > 0 && h('ul', {}, ...lines.map((line) => h('li', {}, line)));

/** @type {TPC.Fold} */
export const fold = (title, ...children) => h('details', {}, h('summary', {}, title), h('div', { class: 'folded' }, ...children));

/** @type {TPC.Link} */
export function link(address, words) {
  try {
    const { protocol, href } = new URL(address);
    if (/^(https?|tel|mailto):$/.test(protocol)) return h('a', { href, target: protocol !== 'tel:' && '_blank', rel: 'noopener noreferrer' }, words);
  } catch {
    // No address at all.
  }
  return words;
}

const ICONS = {
  chat: 'M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z',
  close: 'M6 6l12 12M18 6L6 18',
  menu: 'M5 7h14M5 12h14M5 17h14',
  send: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  check: 'M5 12l5 5 9-9',
  minus: 'M6 12h12',
  alert: 'M12 4L3 20h18zM12 10v4M12 17v.2',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c1-8 15-8 16 0',
  heart: 'M12 20S3 15 3 9a5 5 0 0 1 9-2 5 5 0 0 1 9 2c0 6-9 11-9 11z',
  phone: 'M6 3h3l2 5-2 2a12 12 0 0 0 5 5l2-2 5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z',
};

/** @type {TPC.Icon} */
export const icon = (name) => s('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, s('path', { d: ICONS[name] }));
