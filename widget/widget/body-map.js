// @ts-check
/** Where does it hurt? A picture to tap, and always the same places as a list. */

import { h, newId, s } from './dom.js';

/** @type {TPC.Render<'body_map'>} */
export function bodyMap(context, reply, offers) {
  const { t } = context;
  const views = Object.keys(reply.figures);
  const tabs = views.map((view, index) => h('button', {
    role: 'tab', id: newId(), 'aria-controls': newId(), click: () => show(index),
    keydown: (/** @type {KeyboardEvent} */ event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (index + (getComputedStyle(panels[0]).direction === 'rtl' ? -step : step) + views.length) % views.length;
      show(next);
      tabs[next].focus();
    },
  }, t(/** @type {TPC.Key} */ (`map.${view}`)) || view));
  const panels = tabs.map((tab, index) => h('div', { role: 'tabpanel', id: tab.getAttribute('aria-controls'), 'aria-labelledby': tab.id },
    h('p', { class: 'vh' }, reply.figures[views[index]].description)));
  const drawn = new Set();

  /** @type {(active: number) => void} */
  function show(active) {
    tabs.forEach((tab, index) => {
      tab.ariaSelected = String(index === active);
      tab.tabIndex = index === active ? 0 : -1;
      panels[index].hidden = index !== active;
    });
    if (!drawn.has(active)) draw(context, reply, offers, views[active], panels[active]);
    drawn.add(active);
  }
  if (views.length) show(0);
  return h('div', { class: 'card' }, h('p', {}, reply.text), views.length > 0 && h('div', { role: 'tablist', 'aria-label': t('map.tabs') }, ...tabs), ...panels,
    h('div', { class: 'places', role: 'group', 'aria-label': t('map.lead') }, ...reply.regions.map(({ name: title, payload }) => offers.button({ title, payload }))));
}

/** @type {TPC.Draw} */
async function draw({ api, t }, reply, offers, view, panel) {
  try {
    const { url, title } = reply.figures[view];
    const { svg, part } = readDrawing(await api.request('GET', url, { accept: 'image/svg+xml' }));
    for (const { id, name, payload } of reply.regions) {
      const element = part(id);
      if (!element) continue;
      element.classList.add('region');
      element.setAttribute('role', 'button');
      element.setAttribute('tabindex', '0');
      element.setAttribute('aria-label', name);
      element.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        element.dispatchEvent(new MouseEvent('click'));
      });
      offers.add(element, payload, name);
    }
    svg.setAttribute('role', 'group');
    svg.setAttribute('aria-label', title);
    panel.append(h('p', { class: 'quiet' }, t('map.lead')), h('div', { class: 'drawing' }, svg));
  } catch {
    // Without the drawing there is still the list.
  }
}

const TAGS = /^(svg|g|defs|use|path|circle|ellipse|rect|line|polyline|polygon|text|tspan|linearGradient|radialGradient|stop|clipPath)$/;
const ATTRIBUTES = /^(id|href|viewBox|d|points|transform|[xyr]|[xy][12]|[cdr][xy]|width|height|offset|gradient\w+|preserveAspectRatio|(fill|stroke|stop|clip|font|text)(-\w+)*|opacity)$/;
let drawings = 0;

/** @type {TPC.ReadDrawing} */
export function readDrawing(source) {
  // A page can hold two drawings with the same ids.
  const prefix = `tpc-d${++drawings}-`;
  /** @type {(from: Element) => SVGElement} */
  const copy = (from) => {
    const to = s(from.localName, {});
    for (const { localName: name, value } of from.attributes) {
      if (!ATTRIBUTES.test(name)) continue;
      if (name === 'id') to.id = prefix + value;
      else if (name !== 'href' && !/url|[<\\]/i.test(value)) to.setAttribute(name, value);
      else if (/^(url\()?#[\w-]+\)?$/.test(value)) to.setAttribute(name, value.replace('#', `#${prefix}`));
    }
    for (const child of from.childNodes) {
      if (!(child instanceof Element)) to.append(child.textContent ?? '');
      else if (TAGS.test(child.localName)) to.append(copy(child));
    }
    return to;
  };
  const svg = copy(new DOMParser().parseFromString(source, 'image/svg+xml').documentElement);
  if (svg.localName !== 'svg') throw new TypeError('not a drawing');
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  return { svg, part: (id) => svg.querySelector(`#${CSS.escape(prefix + id)}`) };
}
