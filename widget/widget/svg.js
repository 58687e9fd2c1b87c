// @ts-check
/** Drawings that become part of the page: only known shapes and known attributes get in. */

const TAGS = new Set(['svg', 'g', 'defs', 'use', 'path', 'circle', 'ellipse', 'rect', 'line', 'polyline', 'polygon',
  'text', 'tspan', 'lineargradient', 'radialgradient', 'stop', 'clippath']);

const LOOKS = new Set(['fill', 'fill-opacity', 'fill-rule', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-linecap',
  'stroke-linejoin', 'stroke-dasharray', 'opacity', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline',
  'stop-color', 'stop-opacity', 'clip-path', 'clip-rule', 'display', 'visibility']);

const ATTRIBUTES = new Set([...LOOKS, 'id', 'href', 'viewBox', 'd', 'points', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2',
  'cx', 'cy', 'r', 'rx', 'ry', 'dx', 'dy', 'width', 'height', 'offset', 'gradientUnits', 'gradientTransform', 'clipPathUnits',
  'preserveAspectRatio']);

let drawings = 0;

/**
 * Reads a drawing.
 * @param {string} source
 * @returns {{svg: SVGSVGElement, part: (id: string) => SVGElement|null}|null} null when it is not a drawing
 */
export function readDrawing(source) {
  const parsed = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
  if (parsed.localName !== 'svg') return null;
  applyStyles(parsed);
  const prefix = `tpc-d${++drawings}-`;
  const svg = /** @type {SVGSVGElement} */ (copy(parsed, prefix));
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  return { svg, part: (id) => svg.querySelector(`#${CSS.escape(prefix + id)}`) };
}

/**
 * A copy with nothing but what is allowed. Ids get a prefix, as a page can hold two drawings.
 * @param {Element} from
 * @param {string} prefix
 * @returns {SVGElement}
 */
function copy(from, prefix) {
  const to = /** @type {SVGElement} */ (document.createElementNS('http://www.w3.org/2000/svg', from.localName));
  for (const { localName, value } of from.attributes) {
    if (!ATTRIBUTES.has(localName)) continue;
    if (localName === 'id') to.id = prefix + value;
    else if (localName === 'href') {
      if (value.startsWith('#')) to.setAttribute('href', `#${prefix}${value.slice(1)}`);
    } else if (!/url|[<\\]/i.test(value)) to.setAttribute(localName, value);
    else {
      const inside = /^url\(["']?#([\w-]+)["']?\)$/.exec(value);
      if (inside) to.setAttribute(localName, `url(#${prefix}${inside[1]})`);
    }
  }
  for (const child of from.childNodes) {
    if (child instanceof Element) {
      if (TAGS.has(child.localName.toLowerCase())) to.append(copy(child, prefix));
    } else if (child.nodeType === Node.TEXT_NODE) to.append(child.textContent ?? '');
  }
  return to;
}

/**
 * Turns `<style>` and `style=""` into plain attributes: a strict content security policy
 * allows neither of them in a page.
 * @param {Element} root
 */
function applyStyles(root) {
  /** @param {Element} element @param {CSSStyleDeclaration} style */
  const apply = (element, style) => {
    for (const name of style) {
      const value = style.getPropertyValue(name);
      if (LOOKS.has(name) && !value.includes('var(')) element.setAttribute(name, value);
    }
  };
  for (const element of root.querySelectorAll('style')) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(element.textContent ?? '');
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSStyleRule) for (const hit of root.querySelectorAll(rule.selectorText)) apply(hit, rule.style);
    }
  }
  for (const element of root.querySelectorAll('[style]')) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`x{${element.getAttribute('style')}}`);
    if (sheet.cssRules[0] instanceof CSSStyleRule) apply(element, sheet.cssRules[0].style);
  }
}
