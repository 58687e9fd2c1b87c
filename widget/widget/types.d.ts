/**
 * The shapes that the modules share; no page loads this file. `dom.js` refers to it, so that every
 * module can write `TPC.Reply`. The server's side of the replies is `trigger_points/replies/models.py`.
 */
declare namespace TPC {
  interface Choice { title: string; payload: string }
  interface Figure { url: string; title: string; description: string }
  interface SourceNote { grade: string; grade_words: string; titles: string[] }
  type CareLevel = 'self_care' | 'precaution' | 'see_clinician' | 'urgent' | 'emergency';
  type Side = 'left' | 'right' | 'both' | null;

  interface Common { text: string; choices: Choice[] }
  interface TextReply extends Common { type: 'text'; more?: string | null; source?: SourceNote | null }
  interface ChoicesReply extends Common { type: 'choices' }
  interface MapRegion { id: string; name: string; views: string[]; payload: string }
  interface BodyMapReply extends Common { type: 'body_map'; figures: Record<string, Figure>; regions: MapRegion[] }
  interface AnatomyReply extends Common {
    type: 'anatomy'; id: string; name: string; plain_name: string; facts: { label: string; value: string }[];
    figure?: Figure | null; source?: SourceNote | null;
  }
  interface RankedItem {
    id: string; kind: 'muscle' | 'look_alike'; name: string; plain_name: string; fits: string[]; does_not_fit: string[];
    where: string; figure?: Figure | null; choice?: Choice | null;
  }
  interface RankingReply extends Common { type: 'ranking'; items: RankedItem[] }
  interface TechniqueReply extends Common {
    type: 'technique'; id: string; name: string; muscles: string[]; goal: string; minutes: number; position: string;
    equipment: string[]; substitutes: string[]; dose: string; feel: string; stop_rules: string[]; adaptations: string[];
    steps: number; side?: Side; figure?: Figure | null; source?: SourceNote | null;
  }
  interface TechniqueStepReply extends Common {
    type: 'technique_step'; id: string; name: string; step: number; steps: number; instruction: string;
    hold_seconds?: number | null; repetitions?: number | null; side?: Side; figure?: Figure | null;
  }
  interface Contact { name: string; tel?: string | null; url?: string | null; note?: string | null }
  interface CareAdviceReply extends Common {
    type: 'care_advice'; level: CareLevel; flags: { id: string; name: string }[]; who: string; how_soon: string;
    say: string; why: string; meanwhile?: string | null; contacts: Contact[];
  }
  interface ChecklistItem { id: string; label: string; payload: string }
  interface ChecklistReply extends Common { type: 'checklist'; groups: { title: string; items: ChecklistItem[] }[]; none: Choice }
  interface PainScaleReply extends Common {
    type: 'pain_scale'; when: 'before' | 'after' | 'now'; low_label: string; high_label: string; payloads: string[];
  }
  interface PlanReply extends Common {
    type: 'plan'; title: string; items: { id: string; name: string; dose: string; days: string }[]; habits: string[];
    stop_rules: string[]; get_help: string[]; calendar_url?: string | null; print_url?: string | null;
  }
  interface SummaryReply extends Common { type: 'summary'; sections: { title: string; lines: string[] }[]; print_url?: string | null }
  interface TrendReply extends Common { type: 'trend'; points: { label: string; before?: number | null; after?: number | null }[] }
  type Reply = TextReply | ChoicesReply | BodyMapReply | AnatomyReply | RankingReply | TechniqueReply | TechniqueStepReply
    | CareAdviceReply | ChecklistReply | PainScaleReply | PlanReply | SummaryReply | TrendReply;

  interface Answer { replies: Reply[]; care_level: CareLevel }
  interface History { messages: HistoryMessage[]; care_level: CareLevel }
  type HistoryMessage = { from: 'person'; text: string; at: string } | { from: 'assistant'; reply: Reply; at: string };
  type MessageBody = { text: string } | { choice: string } | { choices: string[] };

  /** A message that is not answered yet. */
  interface Unsent { key: string; body: MessageBody; shown: string }
  /** Tells below a message how its sending goes; null: it is sent. */
  type ShowState = (state: 'state.sending' | 'state.waiting' | 'state.failed' | null) => void;
  type Preference = 'sound' | 'vibration' | 'times';

  type Key = keyof typeof import('./strings.js').english;
  type Catalogue = Record<Key, string>;
  type Translate = ((key: Key, values?: Record<string, string | number>) => string) & { lang: string };
  type Child = Node | string | null | undefined | false;
  type Attributes = Record<string, string | number | boolean | null | undefined | ((event: any) => void)>;

  type Api = import('./api.js').Api;
  type ApiError = import('./api.js').ApiError;
  type ApiOptions = { body?: unknown; key?: string; accept?: string; signal?: AbortSignal };
  type Session = import('./session.js').Session;
  type Offers = import('./replies.js').Offers;

  /** What every renderer is given. */
  interface Context {
    t: Translate;
    api: Api;
    /** Takes an offer; `shown` is what the person then seems to say. */
    choose(body: MessageBody, shown: string): void;
    /** Tells screen readers; `urgent` interrupts. */
    announce(text: string, urgent?: boolean): void;
    /** Runs a job; the words it returns, or its failure, are shown. */
    attempt(job: () => Promise<string | void>): Promise<void>;
  }
  type Render<Type extends Reply['type']> =
    (context: Context, reply: Extract<Reply, { type: Type }>, offers: Offers) => HTMLElement;
  /** A reply on the screen. `close`: the conversation went on; `recall`: it went on with these words (history). */
  interface Turn { element: HTMLElement; close(): void; recall(said: string): void }

  /** What the conversation asks of the screen. */
  interface Screen {
    person(text: string): ShowState;
    answer(answer: Answer): void;
    /** Shows a conversation from its start, without announcing it. */
    history(history: History): void;
    clear(): void;
    notice(key: Key): void;
    busy(on: boolean): void;
    /** Something went wrong; null: it is over. */
    trouble(error: ApiError | null): void;
    /** Words that could not be sent go back into the text box. */
    giveBack(text: string): void;
  }
}
