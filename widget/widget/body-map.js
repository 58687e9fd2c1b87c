// @ts-check
/** Where does it hurt? A picture to tap, and always the same places as a list. */

import { h, newId } from './dom.js';
import { readDrawing } from './svg.js';

/** @typedef {import('./types.js').BodyMapReply} BodyMapReply */

/**
 * @param {import('./types.js').Context} context
 * @param {BodyMapReply} reply
 * @param {import('./offers.js').Offers} offers
 */
export function bodyMap(context, reply, offers) {
  const { t } = context;
  const views = Object.keys(reply.figures);
  const choices = h('div', { class: 'places', role: 'group', 'aria-label': t('map.list') },
    ...reply.regions.map((region) => offers.button({ title: region.name, payload: region.payload })));
  return h('div', { class: 'card map' }, h('p', {}, reply.text), views.length > 0 && tabs(context, reply, offers, views), choices);
}

/**
 * The views as tabs: arrow keys move between them.
 *
 * @param {import('./types.js').Context} context
 * @param {BodyMapReply} reply
 * @param {import('./offers.js').Offers} offers
 * @param {string[]} views
 */
function tabs(context, reply, offers, views) {
  const { t } = context;
  const buttons = views.map((view, index) => h('button', {
    role: 'tab', id: newId(), 'aria-controls': newId(),
    click: () => show(index),
    keydown: (/** @type {KeyboardEvent} */ event) => {
      const back = getComputedStyle(list).direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
      const step = event.key === back ? -1 : event.key.startsWith('Arrow') && /Left|Right/.test(event.key) ? 1 : 0;
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? views.length - 1 : (index + step + views.length) % views.length;
      if (!step && !/^(Home|End)$/.test(event.key)) return;
      event.preventDefault();
      show(next);
      buttons[next].focus();
    },
  }, view === 'front' || view === 'back' || view === 'side' ? t(`map.${view}`) : view));
  const panels = buttons.map((button, index) => h('div', {
    role: 'tabpanel', id: button.getAttribute('aria-controls'), 'aria-labelledby': button.id, class: 'view',
  }, h('p', { class: 'vh' }, reply.figures[views[index]].description)));
  const list = h('div', { role: 'tablist', 'aria-label': t('map.tabs') }, ...buttons);
  const drawn = new Set();

  /** @param {number} active */
  function show(active) {
    buttons.forEach((button, index) => {
      button.setAttribute('aria-selected', String(index === active));
      button.tabIndex = index === active ? 0 : -1;
      panels[index].hidden = index !== active;
    });
    if (drawn.has(active)) return;
    drawn.add(active);
    draw(context, reply, offers, views[active], panels[active]);
  }
  show(0);
  return h('div', {}, list, ...panels);
}

/**
 * Puts a drawing into its panel and makes its regions buttons. Without the drawing there
 * is still the list.
 *
 * @param {import('./types.js').Context} context
 * @param {BodyMapReply} reply
 * @param {import('./offers.js').Offers} offers
 * @param {string} view
 * @param {HTMLElement} panel
 */
async function draw({ api, t }, reply, offers, view, panel) {
  try {
    const response = await api.request('GET', reply.figures[view].url, { accept: 'image/svg+xml' });
    const drawing = readDrawing(await response.text());
    if (!drawing) return;
    for (const region of reply.regions) {
      const part = drawing.part(region.id);
      if (part) makeButton(part, region, offers);
    }
    drawing.svg.setAttribute('role', 'group');
    drawing.svg.setAttribute('aria-label', reply.figures[view].title);
    panel.append(h('p', { class: 'quiet' }, t('map.lead')), h('div', { class: 'drawing' }, /** @type {any} */ (drawing.svg)));
  } catch {
    // No drawing: the list is enough.
  }
}

/**
 * @param {SVGElement} part
 * @param {import('./types.js').MapRegion} region
 * @param {import('./offers.js').Offers} offers
 */
function makeButton(part, region, offers) {
  part.classList.add('region');
  part.setAttribute('role', 'button');
  part.setAttribute('tabindex', '0');
  part.setAttribute('aria-label', region.name);
  part.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    part.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  });
  offers.add(part, region.payload, region.name);
  if (offers.closed) part.setAttribute('aria-disabled', 'true');
}
