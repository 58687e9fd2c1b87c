// @ts-check
/**
 * Shapes that travel through the chat API, as JSDoc types. Nothing runs here and no page
 * loads this file. The server's side is `trigger_points/replies/models.py`.
 *
 * @typedef {{title: string, payload: string}} Choice
 * @typedef {{url: string, title: string, description: string}} Figure
 * @typedef {{grade: string, grade_words: string, titles: string[]}} SourceNote
 * @typedef {'self_care'|'precaution'|'see_clinician'|'urgent'|'emergency'} CareLevel
 * @typedef {'left'|'right'|'both'|null} Side
 *
 * @typedef {{text: string, choices: Choice[]}} Common
 * @typedef {Common & {type: 'text', more?: string|null, source?: SourceNote|null}} TextReply
 * @typedef {Common & {type: 'choices'}} ChoicesReply
 * @typedef {{id: string, name: string, views: string[], payload: string}} MapRegion
 * @typedef {Common & {type: 'body_map', figures: Record<string, Figure>, regions: MapRegion[]}} BodyMapReply
 * @typedef {Common & {type: 'anatomy', id: string, name: string, plain_name: string,
 *   facts: {label: string, value: string}[], figure?: Figure|null, source?: SourceNote|null}} AnatomyReply
 * @typedef {{id: string, kind: 'muscle'|'look_alike', name: string, plain_name: string, fits: string[],
 *   does_not_fit: string[], where: string, figure?: Figure|null, choice?: Choice|null}} RankedItem
 * @typedef {Common & {type: 'ranking', items: RankedItem[]}} RankingReply
 * @typedef {Common & {type: 'technique', id: string, name: string, muscles: string[], goal: string,
 *   minutes: number, position: string, equipment: string[], substitutes: string[], dose: string, feel: string,
 *   stop_rules: string[], adaptations: string[], steps: number, side?: Side, figure?: Figure|null,
 *   source?: SourceNote|null}} TechniqueReply
 * @typedef {Common & {type: 'technique_step', id: string, name: string, step: number, steps: number,
 *   instruction: string, hold_seconds?: number|null, repetitions?: number|null, side?: Side,
 *   figure?: Figure|null}} TechniqueStepReply
 * @typedef {{name: string, tel?: string|null, url?: string|null, note?: string|null}} Contact
 * @typedef {Common & {type: 'care_advice', level: CareLevel, flags: {id: string, name: string}[], who: string,
 *   how_soon: string, say: string, why: string, meanwhile?: string|null, contacts: Contact[]}} CareAdviceReply
 * @typedef {{id: string, label: string, payload: string}} ChecklistItem
 * @typedef {Common & {type: 'checklist', groups: {title: string, items: ChecklistItem[]}[],
 *   none: Choice}} ChecklistReply
 * @typedef {Common & {type: 'pain_scale', when: 'before'|'after'|'now', low_label: string, high_label: string,
 *   payloads: string[]}} PainScaleReply
 * @typedef {Common & {type: 'plan', title: string, items: {id: string, name: string, dose: string,
 *   days: string}[], habits: string[], stop_rules: string[], get_help: string[], calendar_url?: string|null,
 *   print_url?: string|null}} PlanReply
 * @typedef {Common & {type: 'summary', sections: {title: string, lines: string[]}[],
 *   print_url?: string|null}} SummaryReply
 * @typedef {Common & {type: 'trend', points: {label: string, before?: number|null,
 *   after?: number|null}[]}} TrendReply
 * @typedef {TextReply|ChoicesReply|BodyMapReply|AnatomyReply|RankingReply|TechniqueReply|TechniqueStepReply|
 *   CareAdviceReply|ChecklistReply|PainScaleReply|PlanReply|SummaryReply|TrendReply} Reply
 *
 * @typedef {{replies: Reply[], care_level: CareLevel}} Answer
 * @typedef {{from: 'person', text: string, at: string}|{from: 'assistant', reply: Reply, at: string}} HistoryMessage
 * @typedef {{messages: HistoryMessage[], care_level: CareLevel}} History
 * @typedef {{text: string}|{choice: string}|{choices: string[]}} MessageBody
 *
 * What every renderer is given.
 * @typedef {object} Context
 * @property {import('./strings.js').Translate} t          the wording, in the person's language
 * @property {import('./api.js').Api} api
 * @property {import('./device.js').Device} device         sound, vibration, screen
 * @property {(body: MessageBody, shown: string) => void} choose   take an offer
 * @property {(text: string, urgent?: boolean) => void} announce  for screen readers
 * @property {(job: () => Promise<string|void>) => Promise<void>} attempt  run a job; its words (or its failure) are shown
 */
export {};
