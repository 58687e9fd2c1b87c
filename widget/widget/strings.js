/** All fixed wording of the widget. What the assistant says comes from the server. */

export const english = {
  title: 'Sore hip or back? Ask here',
  unread: '{n} new',
  close: 'Close chat',
  menu: 'Menu',
  log: 'Conversation',
  you: 'You: ',
  assistant: 'Assistant: ',
  chosen: 'chosen',
  stop: 'Stop if',
  print: 'Print',
  'print.open': 'Open the page to print',
  help: 'Not a doctor. In an emergency call your emergency number.',
  today: 'Today',
  typing: 'The assistant is writing',
  slow: 'This takes longer than usual. Your message is safe.',
  newest: 'New messages below',
  offers: 'Choices: {list}.',

  'composer.label': 'Your message',
  'composer.hint': 'Type here',
  'composer.send': 'Send',

  'composer.left': '{n} characters left.',
  'composer.over': '{n} characters too many. Make it shorter, or send it in two parts.',
  'map.tabs': 'Side of the body',
  'map.front': 'Front',
  'map.back': 'Back',
  'map.side': 'Side',
  'map.zoom': 'Larger',
  'map.lead': 'Tap where it hurts, or choose from the list.',

  'picture.words': 'What the picture shows',
  'text.more': 'Read more',
  'source.title': 'How sure is this?',

  'rank.fits': 'What fits',
  'rank.not': 'What does not fit',
  'rank.where': 'Where it is',
  'rank.look_alike': 'Not a muscle',
  'rank.best': 'Fits best',

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
  'timer.next': 'Next hold',
  'timer.again': 'Once more',
  'timer.reset': 'Reset',
  'timer.done': 'Done. Let go slowly.',

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

  'plan.habits': 'Habits that help',
  'plan.help': 'Get help if',
  'plan.calendar': 'Add to my calendar',
  'plan.file': 'my-plan.ics',

  'sum.title': 'Summary for your therapist',
  'sum.copy': 'Copy',
  'sum.copied': 'Copied.',
  'sum.nocopy': 'Copying is not allowed here. You can print instead.',

  'trend.title': 'Your pain so far',
  'trend.score': '{n} out of 10',

  'menu.summary': 'Summary to print or copy',
  'menu.sound': 'Sound',
  'menu.vibration': 'Vibration',
  'menu.times': 'Show times',
  'menu.restart': 'Start over',
  'menu.delete': 'Delete my data',
  on: 'on',
  off: 'off',
  'restart.words': 'This conversation is deleted and a new one begins.',
  'delete.words': 'Everything said in this conversation is deleted for good.',
  cancel: 'Keep it',
  'delete.done': 'Everything you said here is deleted.',

  'state.sending': 'Sending',
  'state.waiting': 'Not sent yet',
  'state.failed': 'Not sent',
  retry: 'Try again',
  'delete.new': 'Start a new conversation',
  'error.offline': 'You are offline. The chat goes on, with your message, once you are back.',
  'error.slow': 'No answer yet. Nothing is lost: it tries again.',
  'error.gone': 'The assistant cannot be reached. Nothing is lost: it tries again.',
  'error.slow_down': 'That was a lot at once. It goes on in {n} seconds.',
  'error.slow_down.one': 'That was a lot at once. It goes on in one second.',
  'error.expired': 'Your last conversation had ended. A new one begins here.',
  'error.other': 'That did not work. Please try again.',
  'error.delete': 'It could not be deleted: the assistant cannot be reached. Please try again.',
};

/** @type {TPC.MakeTranslator} */
export async function translator(lang) {
  /** @type {Record<string, string>} */
  let words = english;
  if (/^de\b/i.test(lang)) words = (await import('./strings-de.js')).german;
  else if (!/^en\b/i.test(lang)) lang = 'en';
  /** @type {TPC.Fit} */
  const t = (key, values = {}) =>
    ((values.n === 1 && words[`${key}.one`]) || words[key] || '').replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  return Object.assign(t, { lang });
}
