// @ts-check
/** Who to see, how soon, and what to say. Must not be overlooked: the level in words and a sign. */

import { remaining } from './cards.js';
import { h, icon, list, newId } from './dom.js';
import { callAddress, link } from './links.js';

/** @type {Record<TPC.CareLevel, 'alert'|'clock'|'person'|'heart'>} */
const SIGNS = { emergency: 'alert', urgent: 'clock', see_clinician: 'person', precaution: 'alert', self_care: 'heart' };

/** Levels that leave no time. @type {(level: string) => boolean} */
export const pressing = (level) => level === 'emergency' || level === 'urgent';

/** @type {TPC.Render<'care_advice'>} */
export function careAdvice({ t }, reply) {
  const id = newId();
  const { level, contacts } = reply;
  const lines = /** @type {const} */ (['who', 'how_soon', 'say', 'why', 'meanwhile']);
  const numbers = contacts.flatMap(({ name, tel, url }) => [name, tel || url || '']);
  const lead = remaining(reply.text, lines.map((line) => reply[line] ?? ''), (part) => numbers.length > 0 && numbers.every((words) => part.includes(words)));
  return h('section', { class: `card care ${level}`, 'aria-labelledby': id, tabindex: -1 },
    h('h3', { id }, icon(SIGNS[level]), h('span', {}, t(`care.${level}`))), lead && h('p', { class: 'lead' }, lead),
    contacts.length > 0 && h('ul', { class: 'plain contacts' }, ...contacts.map(contact)),
    h('dl', {}, ...lines.map((line) => reply[line] && h('div', { class: line }, h('dt', {}, t(`care.${line}`)), h('dd', {}, reply[line])))),
    reply.flags.length > 0 && h('div', {}, h('h4', {}, t('care.flags')), list(reply.flags.map(({ name }) => name))));
}

/** @type {(contact: TPC.Contact) => HTMLElement} */
function contact({ name, tel, url, note }) {
  const href = callAddress(tel);
  return h('li', {}, href ? h('a', { href, class: 'call' }, icon('phone'), h('span', {}, `${name}: `, h('bdi', {}, tel))) : !url && name,
    url && link(url, href ? url.replace(/^https?:\/\//, '') : name), note && h('p', { class: 'quiet' }, note));
}
