/** Replies that ask: a body to tap, a checklist, the pain scale. */

import { remaining } from './cards.js';
import { fill, h, newId } from './dom.js';

/** Only these shapes and attributes of a drawing get into the page. */
const SHAPES = /^(svg|g|path|circle|ellipse|rect|line|text)$/;
const ATTRIBUTES = /^(id|d|viewBox|transform|[xyr]|[cr][xy]|[xy][12]|width|height|data-side|(fill|stroke|font|text)(-[a-z]+)*)$/;

/** @type {TPC.ReadDrawing} */
function readDrawing(source) {
  const svg = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
  if (svg.localName !== 'svg') throw new TypeError('not a drawing');
  for (const element of [svg, ...svg.querySelectorAll('*')]) {
    if (!SHAPES.test(element.localName)) element.remove();
    for (const { name, value } of [...element.attributes]) if (!ATTRIBUTES.test(name) || /url|\\/i.test(value)) element.removeAttribute(name);
  }
  // Only now: nothing in it can run or load any more.
  return document.importNode(svg, true);
}

/** @type {TPC.Draw} */
async function draw({ api, t }, reply, offers, view, panel) {
  try {
    const { url, title } = reply.figures[view];
    const svg = readDrawing(await api.request('GET', url, { accept: 'image/svg+xml' }));
    for (const { id, name, payload, sides = [] } of reply.regions) {
      const whole = svg.querySelector(`[id="${CSS.escape(id)}"]`);
      const parts = sides.flatMap((side) => [...whole?.querySelectorAll(`[data-side=${side.side}]`) ?? []].map((part) => ({ part, ...side })));
      for (const { part, name: shown, payload: offer } of parts.length || !whole ? parts : [{ part: whole, name, payload }]) {
        offers.add(fill(part, { class: 'region', role: 'button', tabindex: 0, 'aria-label': shown, keydown: (event) => {
          if (!/^( |Enter)$/.test(event.key)) return;
          event.preventDefault();
          part.dispatchEvent(new MouseEvent('click'));
        } }), offer, shown);
      }
    }
    const frame = h('div', { class: 'drawing' }, fill(svg, { role: 'group', 'aria-label': title }));
    const zoom = h('button', { 'aria-pressed': 'false', click: () => {
      zoom.ariaPressed = String(frame.classList.toggle('zoomed'));
      frame.scrollTo(frame.scrollWidth / 4, frame.scrollHeight / 8);
    } }, t('map.zoom'));
    panel.append(h('div', { class: 'ends' }, h('p', { class: 'quiet' }, t('map.lead')), zoom), frame);
  } catch {
    // Without the drawing there is still the list.
  }
}

/** @type {TPC.Renderers} */
export const questions = {
  body_map(context, reply, offers) {
    const { t } = context;
    const views = Object.keys(reply.figures);
    const tabs = views.map((view, index) => h('button', {
      role: 'tab', id: newId(), 'aria-controls': newId(), click: () => show(index),
      keydown: (event) => {
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

    function show(active = 0) {
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
  },

  checklist({ t, choose, announce }, reply, offers) {
    const id = newId();
    const labels = reply.groups.flatMap(({ items }) => items.map(({ label }) => label.replace(/[.?]$/, '').toLowerCase()));
    const lead = remaining(reply.text.replace(': ', '. '), [], (part) => labels.some((label) => part.toLowerCase().includes(label))) || reply.text;
    const hint = h('p', { class: 'hint', hidden: true }, t('check.pick', { none: reply.none.title }));
    /** @type {Map<TPC.ChecklistItem, HTMLInputElement>} */
    const boxes = new Map();
    const groups = reply.groups.map(({ title, items }) => h('fieldset', {}, h('legend', {}, title), ...items.map((item) => {
      // aria-disabled keeps the box in reach of a reader; this keeps it from changing.
      const box = h('input', { type: 'checkbox', click: (event) => (offers.closed ? event.preventDefault() : (hint.hidden = true)) });
      boxes.set(item, box);
      return h('label', { class: 'tick' }, box, h('span', {}, item.label));
    })));
    const send = h('button', { class: 'primary', click: () => {
      if (offers.closed) return;
      const ticked = [...boxes].filter(([, box]) => box.checked).map(([item]) => item);
      hint.hidden = ticked.length > 0;
      if (!ticked.length) return announce(hint.textContent ?? '');
      offers.close();
      choose({ choices: ticked.map((item) => item.payload) }, ticked.map((item) => item.label).join('\n'));
    } }, t('check.send'));
    offers.onClose(() => [send, ...boxes.values()].forEach((element) => (element.ariaDisabled = 'true')));
    return h('div', { class: 'card', role: 'group', 'aria-labelledby': id }, h('p', { id }, lead),
      h('div', { class: 'row' }, offers.button(reply.none)), ...groups, hint, h('div', { class: 'row' }, send));
  },

  pain_scale({ t }, { text, payloads, low_label: low, high_label: high }, offers) {
    const id = newId();
    const ends = new Map([[0, low], [payloads.length - 1, high]]);
    return h('div', { class: 'card' }, h('p', { id }, text),
      h('div', { class: 'numbers', role: 'group', 'aria-labelledby': id }, ...payloads.map((payload, n) =>
        offers.button({ title: String(n), payload }, { shown: t('scale.said', { n }), label: [n, ends.get(n)].filter((words) => words != null).join(', ') }))),
      h('div', { class: 'ends', 'aria-hidden': 'true' }, ...[...ends].map(([n, words]) => h('span', {}, `${n}: ${words}`))));
  },
};
