// @ts-check
/** All fixed wording of the widget. What the assistant says comes from the server. */

import { german } from './strings-de.js';

const english = {
  title: 'Sore hip or back? Ask here',
  open: 'Open chat: {title}',
  unread: '{n} new',
  close: 'Close chat',
  menu: 'Menu',
  log: 'Conversation',
  you: 'You:',
  assistant: 'Assistant:',
  help: 'Not a doctor. In an emergency call your emergency number.',
  today: 'Today',
  yesterday: 'Yesterday',
  typing: 'The assistant is writing',
  slow: 'This takes longer than usual. Your message is safe.',
  newest: 'New messages below',
  offers: 'Choices: {list}.',

  'composer.label': 'Your message',
  'composer.hint': 'Describe it in your own words',
  'composer.send': 'Send',
  'composer.left': '{n} characters left.',
  'composer.over': '{n} characters too many. Please make it shorter, or send it in two parts.',

  'choice.chosen': 'chosen',
  'choice.answered': 'answered',

  'map.tabs': 'Side of the body',
  'map.front': 'Front',
  'map.back': 'Back',
  'map.side': 'Side',
  'map.lead': 'Tap where it hurts, or choose from the list.',
  'map.list': 'All places',

  'picture.words': 'What the picture shows',
  'text.more': 'Read more',
  'source.title': 'How sure is this?',
  'source.from': 'Sources:',

  'rank.fits': 'What fits',
  'rank.not': 'What does not fit',
  'rank.where': 'Where it is',
  'rank.look_alike': 'Not a muscle',
  'rank.best': 'Fits best',
  'rank.note': 'These can cause pain like this. Nobody can be sure from a chat.',

  'tech.minutes': 'About {n} minutes',
  'tech.minutes.one': 'About 1 minute',
  'tech.steps': '{n} steps',
  'tech.steps.one': '1 step',
  'tech.goal': 'What it is for',
  'tech.need': 'You need',
  'tech.nothing': 'Nothing',
  'tech.instead': 'You can also use',
  'tech.dose': 'How much',
  'tech.feel': 'How it should feel',
  'tech.muscles': 'Muscles',
  'tech.stop': 'Stop if',
  'tech.you': 'Changed for you',
  'side.left': 'Left side',
  'side.right': 'Right side',
  'side.both': 'Both sides',
  'step.of': 'Step {step} of {steps}',
  'step.repeat': 'Do this {n} times.',

  'timer.label': 'Hold timer',
  'timer.round': 'Hold {n} of {all}',
  'timer.seconds': 'seconds',
  'timer.left': '{n} seconds left',
  'timer.start': 'Start',
  'timer.pause': 'Pause',
  'timer.go': 'Go on',
  'timer.next': 'Next hold',
  'timer.again': 'Once more',
  'timer.reset': 'Reset',
  'timer.started': 'Timer started. {n} seconds.',
  'timer.paused': 'Paused with {n} seconds left.',
  'timer.done': 'Done. Let go slowly.',
  'timer.all': 'All {n} holds done.',
  'timer.wasreset': 'Timer reset.',

  'care.emergency': 'Emergency: get help now',
  'care.urgent': 'Get help today',
  'care.see_clinician': 'See a clinician first',
  'care.precaution': 'Take extra care',
  'care.self_care': 'You can look after this yourself',
  'care.flags': 'Because of',
  'care.who': 'Who',
  'care.how_soon': 'How soon',
  'care.say': 'What to say',
  'care.why': 'Why',
  'care.meanwhile': 'Until then',
  'care.show': 'Show what to do',

  'check.send': 'Send my answers',
  'check.pick': 'Tick at least one line, or choose “{none}”.',

  'scale.said': 'Pain {n} out of 10',
  'scale.label': '{n} out of 10',

  'plan.do': 'What to do',
  'plan.habits': 'Habits that help',
  'plan.stop': 'Stop if',
  'plan.help': 'Get help if',
  'plan.calendar': 'Add to my calendar',
  'plan.print': 'Print the plan',
  'plan.file': 'my-plan.ics',

  'sum.title': 'Summary for your therapist',
  'sum.print': 'Print',
  'sum.copy': 'Copy',
  'sum.copied': 'Copied.',
  'sum.nocopy': 'Copying is not allowed here. You can print instead.',
  'file.saved': 'The file is saved.',
  'file.ready': 'Your page is ready.',
  'file.open': 'Open the page to print',

  'trend.title': 'Your pain, before and after',
  'trend.before': 'before',
  'trend.after': 'after',
  'trend.none': 'not said',

  'menu.summary': 'Summary to print or copy',
  'menu.sound': 'Sound when a hold ends',
  'menu.vibration': 'Vibrate when a hold ends',
  'menu.times': 'Show times',
  'menu.restart': 'Start over',
  'menu.delete': 'Delete my data',
  on: 'on',
  off: 'off',
  'restart.ask': 'Start over?',
  'restart.words': 'This conversation is deleted and a new one begins.',
  'restart.yes': 'Start over',
  'delete.ask': 'Delete your data?',
  'delete.words': 'Everything said in this conversation is deleted for good.',
  'delete.yes': 'Delete everything',
  cancel: 'Keep it',
  'delete.done': 'Everything you said here is deleted.',
  'restart.new': 'Start a new conversation',

  'state.sending': 'Sending',
  'state.waiting': 'Not sent yet',
  'state.failed': 'Not sent',
  retry: 'Try again',
  'error.offline': 'You are offline. Your message is kept and goes out once you are back.',
  'error.slow': 'No answer yet. Your message is kept and sent again.',
  'error.gone': 'The assistant cannot be reached. Your message is kept and sent again.',
  'error.slow_down': 'That was a lot at once. Your message goes out in {n} seconds.',
  'error.start.offline': 'You are offline. The chat starts once you are back.',
  'error.start.slow': 'The assistant is slow to answer. Trying again.',
  'error.start.gone': 'The assistant cannot be reached. Trying again.',
  'error.start.slow_down': 'The assistant is busy. It tries again in {n} seconds.',
  'error.expired': 'Your last conversation had ended. This is a new one.',
  'error.resent': 'Your last conversation had ended. This is a new one, and your message is sent again.',
  'error.unknown_choice': 'That button is out of date. Please use a newer one, or type.',
  'error.too_long': 'That message is too long. Please send it in two parts.',
  'error.empty': 'There was nothing to read in that message. Please try other words.',
  'error.not_found': 'There is nothing to show yet.',
  'error.other': 'That did not work. Please try again.',
  'error.delete': 'It could not be deleted: the assistant cannot be reached. Please try again.',
};

/** @typedef {keyof typeof english} Key */
/** @typedef {Record<Key, string>} Catalogue */
/** @typedef {((key: Key, values?: Record<string, string|number>) => string) & {lang: string}} Translate */

/** @type {Record<string, Catalogue>} */
const CATALOGUES = { en: english, de: german };

/**
 * A function that finds wording and fills in values; English where a language is missing.
 * Numbers called `n` take the `.one` wording when they are 1 and there is such wording.
 *
 * @param {string} lang  a language tag such as `de` or `en-GB`
 * @returns {Translate}
 */
export function translator(lang) {
  const base = lang.toLowerCase().split('-')[0];
  const known = base in CATALOGUES ? base : 'en';
  /** @type {Record<string, string>} */
  const words = CATALOGUES[known];
  /** @param {Key} key @param {Record<string, string|number>} [values] */
  const t = (key, values = {}) => {
    const wording = (values.n === 1 && words[`${key}.one`]) || words[key];
    return wording.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
  };
  return Object.assign(t, { lang: known === base ? lang : 'en' });
}
