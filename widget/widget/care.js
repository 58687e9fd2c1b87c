// @ts-check
/** Who to see, how soon, and what to say. Must not be overlooked: level in words and a sign. */

import { h, icon, list, newId } from './dom.js';
import { callAddress, link } from './links.js';

/** @type {Record<import('./types.js').CareLevel, 'alert'|'clock'|'person'|'heart'>} */
const SIGNS = { emergency: 'alert', urgent: 'clock', see_clinician: 'person', precaution: 'alert', self_care: 'heart' };

/** Levels that leave no time. @param {string} level */
export const pressing = (level) => level === 'emergency' || level === 'urgent';

/**
 * @param {import('./types.js').Context} context
 * @param {import('./types.js').CareAdviceReply} reply
 */
export function careAdvice({ t }, reply) {
  const title = newId();
  const known = [reply.who, reply.how_soon, reply.say, reply.why, reply.meanwhile ?? ''].join(' ');
  const people = reply.contacts.flatMap(({ name, tel, url }) => [name, tel ?? url ?? '']);
  const lead = reply.text.split(/(?<=[.!?])\s+/).filter((part) =>
    !known.includes(part) && !(people.length && people.every((words) => part.includes(words)))).join(' ');
  const lines = /** @type {const} */ (['who', 'how_soon', 'say', 'why', 'meanwhile']).map((key) => {
    const words = reply[key];
    return words ? h('div', { class: `line ${key}` }, h('dt', {}, t(`care.${key}`)), h('dd', {}, words)) : null;
  });
  return h('section', { class: `card care ${reply.level}`, 'aria-labelledby': title, tabindex: -1 },
    h('h3', { id: title }, icon(SIGNS[reply.level] ?? 'alert'), h('span', {}, t(`care.${reply.level}`))),
    lead && h('p', { class: 'lead' }, lead),
    contacts(reply.contacts),
    h('dl', {}, ...lines),
    reply.flags.length > 0 && h('div', { class: 'flags' }, h('h4', {}, t('care.flags')), list(reply.flags.map((flag) => flag.name))));
}

/** @param {import('./types.js').Contact[]} people */
export function contacts(people) {
  if (!people.length) return null;
  return h('ul', { class: 'contacts' }, ...people.map(({ name, tel, url, note }) => {
    const call = callAddress(tel);
    return h('li', {},
      call && h('a', { href: call, class: 'call' }, icon('phone'), h('span', {}, `${name}: `, h('bdi', {}, tel ?? ''))),
      url && link(url, call ? url.replace(/^https?:\/\//, '') : name),
      !call && !url && name, note && h('p', { class: 'quiet' }, note));
  }));
}
