// @ts-check
/** Pictures with their text twin. */

import { fold, h } from './dom.js';

/**
 * @param {import('./types.js').Context} context
 * @param {import('./types.js').Figure|null|undefined} figure
 */
export function picture({ t, api }, figure) {
  if (!figure) return null;
  const src = api.address(figure.url);
  const words = h('p', {}, figure.description);
  const image = src && h('img', { src, alt: figure.title, loading: 'lazy', decoding: 'async' });
  const element = h('figure', { class: 'picture' }, image,
    h('figcaption', {}, figure.title), figure.description && fold(t('picture.words'), words));
  // Where the picture cannot be had, its words take its place.
  if (image) image.addEventListener('error', () => element.replaceChildren(words), { once: true });
  return element;
}
