// @ts-check
/** Making elements. Text only ever becomes text nodes: nothing here parses markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** Elements that hold words: each finds its own reading direction. */
const WORDS = new Set(['p', 'li', 'h2', 'h3', 'h4', 'dt', 'dd', 'summary', 'button', 'legend', 'label', 'figcaption', 'a', 'td', 'th']);

let last = 0;

/** An id that no other element has. */
export const newId = () => `tpc-${++last}`;

/**
 * Makes an element. Functions among the attributes become event listeners, `false`,
 * `null` and `undefined` are left out (children too).
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} [attributes]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (WORDS.has(tag)) element.dir = 'auto';
  if (tag === 'button') element.setAttribute('type', 'button');
  return fill(element, attributes, children);
}

/**
 * Makes an SVG element.
 *
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|number>} attributes
 * @param {...Node} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function s(tag, attributes, ...children) {
  return fill(/** @type {SVGElementTagNameMap[K]} */ (document.createElementNS(SVG, tag)), attributes, children);
}

/**
 * @template {Element} E
 * @param {E} element
 * @param {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} attributes
 * @param {(Node|string|null|undefined|false)[]} children
 */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Words for screen readers only. @param {string} text */
export const hidden = (text) => h('span', { class: 'vh' }, text);

/**
 * A list, or nothing when there is nothing to list.
 * @param {string[]} lines
 * @param {string} [className]
 */
export const list = (lines, className) =>
  lines.length ? h('ul', { class: className }, ...lines.map((line) => h('li', {}, line))) : null;

/**
 * A part that folds away.
 * @param {string} title
 * @param {...(Node|null)} children
 */
export const fold = (title, ...children) =>
  h('details', {}, h('summary', {}, title), h('div', { class: 'folded' }, ...children));

const ICONS = {
  chat: 'M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z',
  close: 'M6 6l12 12M18 6L6 18',
  menu: 'M5 7h14M5 12h14M5 17h14',
  send: 'M12 19V5M6 11l6-6 6 6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  minus: 'M6 12h12',
  alert: 'M12 4L2.5 20h19zM12 10v4.5M12 17.3v.2',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  heart: 'M12 20S3.5 15 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 6-8.5 11-8.5 11z',
  phone: 'M6 3.5h3.200l1.600 4.300-2.200 1.700a12 12 0 0 0 5.900 5.900l1.700-2.200 4.300 1.600V18a2.5 2.5 0 0 1-2.5 2.5A14.5 14.5 0 0 1 3.5 6 2.5 2.5 0 0 1 6 3.5z',
  down: 'M12 5v14M6 13l6 6 6-6',
};

/**
 * A drawn sign. It never carries meaning alone: words stand beside it.
 * @param {keyof typeof ICONS} name
 */
export const icon = (name) =>
  s('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' }, s('path', { d: ICONS[name] }));
