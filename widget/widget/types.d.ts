/**
 * What the modules are made of: the shapes that travel, and what every function takes and gives. No page
 * loads this file; a module says `@type {TPC.Log}`. The server's side of the replies is `trigger_points/replies/models.py`.
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
  interface MapSide { side: 'left' | 'right'; name: string; payload: string }
  interface MapRegion { id: string; name: string; views: string[]; payload: string; sides?: MapSide[] }
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
  interface TrendReply extends Common { type: 'trend'; points: { when: string; label: string; score: number }[]; summary: string }
  type Reply = TextReply | ChoicesReply | BodyMapReply | AnatomyReply | RankingReply | TechniqueReply | TechniqueStepReply
    | CareAdviceReply | ChecklistReply | PainScaleReply | PlanReply | SummaryReply | TrendReply;

  interface Answer { replies: Reply[]; care_level: CareLevel }
  interface History { messages: HistoryMessage[]; care_level: CareLevel }
  type HistoryMessage = { from: 'person'; text: string; at: string } | { from: 'assistant'; reply: Reply; at: string };
  type MessageBody = { text: string } | { choice: string } | { choices: string[] };

  /** A message that is not answered yet. */
  interface Unsent { key: string; body: MessageBody; shown: string }
  type Preference = 'sound' | 'vibration' | 'times';

  type Key = keyof typeof import('./strings-en.js').words;
  type Catalogue = Record<Key, string>;
  type Translate = ((key: Key, values?: Record<string, string | number>) => string) & { lang: string };
  /**
   * A function that finds wording and fills in values; English where a language is not there. For `n` = 1 it takes
   * the wording with `.one`, if there is one. `lang` is a language tag such as `de` or `en-GB`.
   */
  type MakeTranslator = (lang: string) => Promise<Translate>;
  type Fit = (key: string, values?: Record<string, string | number>) => string;
  type Child = Node | string | null | undefined | false;
  type Value = string | number | boolean | null | undefined;
  type Listeners = { [Name in 'click' | 'input' | 'pointerdown' | 'scroll' | 'error' | 'close']?: (event: any) => void }
    & { keydown?: (event: KeyboardEvent) => void; focusout?: (event: FocusEvent) => void };
  type Attributes = Listeners & { [name: string]: Value | ((event: any) => void) };

  // dom.js

  /** Functions become event listeners; false, null and undefined are left out. Words find their own direction. */
  type Make = <K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Attributes, ...children: Child[]) => HTMLElementTagNameMap[K];
  type MakeDrawing = (tag: string, attributes: Attributes, ...children: Child[]) => SVGElement;
  type Fill = <E extends Element>(element: E, attributes: Attributes, ...children: Child[]) => E;
  /** Words for screen readers only. */
  type Hidden = (text: string) => HTMLElement;
  type List = (lines: string[]) => HTMLElement | false;
  /** A drawn sign; words always stand beside it. */
  type Icon = (name: 'chat' | 'close' | 'menu' | 'send' | 'down' | 'check' | 'minus' | 'alert' | 'clock' | 'person' | 'heart' | 'phone') => SVGElement;
  /** A part that folds away. */
  type Fold = (title: string, ...children: Child[]) => HTMLElement;

  /** A link, or plain words where the address is not http, https, tel or mailto. */
  type Link = (address: string, words: string) => HTMLElement | string;

  // api.js

  type Storage = 'localStorage' | 'sessionStorage';
  /** The conversation this browser is in. All tabs share it; each API has its own. */
  interface Session {
    token: string | null;
    /** What this tab still has to send, so that a reload loses nothing. */
    unsent: Unsent[];
    /** Tells the other tabs that there is something new. */
    touch(): void;
    /** Calls back when another tab moved the conversation on, or ended it. */
    onOtherTab(heard: () => void, signal: AbortSignal): void;
  }
  /** Switches outlive the conversation; all are off at first. */
  type Preferred = (name: Preference) => boolean;
  type Prefer = (name: Preference, value: boolean) => void;

  /** `code` is `offline`, `slow`, `gone` or one of the API's; `words` are the server's; `after` is in seconds. */
  type Failure = (response: Response, text: string) => ApiError;
  /** A new key that makes a retry safe. It needs no secure context. */
  type NewKey = () => string;
  type Read = (kind: Storage, name: string) => any;
  type Write = (kind: Storage, name: string, value: unknown) => void;
  interface ApiOptions { body?: unknown; key?: string; accept?: string; signal?: AbortSignal }
  type ApiError = import('./api.js').ApiError;
  interface Api {
    session: Session;
    /** The full address of what is below the API, else null: a reply cannot make the page load from elsewhere. */
    address(path: string): string | null;
    /** Rejects with an ApiError. */
    request(method: string, path: string, options?: ApiOptions): Promise<string>;
    json(method: string, path: string, options?: ApiOptions): Promise<any>;
  }
  type MakeApi = (base: string) => Api;

  // controls.js and timer.js

  /** A switch for a preference, if the device can do it; all switches of one preference stay in step. */
  type Toggle = (t: Translate, name: Preference, then?: () => void) => HTMLElement | false;
  type StayAwake = (on: boolean) => Promise<void>;
  type Circle = (name: string) => SVGElement;
  type Halt = (words?: Key) => void;
  type HoldTimer = (context: Context, seconds: number, rounds: number) => { element: HTMLElement; stop(): void };

  // replies.js and the renderers

  /** What every renderer is given. */
  interface Context {
    t: Translate;
    api: Api;
    /** Takes an offer; `shown` is what the person then seems to say. */
    choose(body: MessageBody, shown: string): void;
    announce: Announce;
    /** Runs a job; the words it returns, or its failure, are shown. */
    attempt(job: () => Promise<string | void>): Promise<void>;
  }
  type Renderer<R> = (context: Context, reply: R, offers: Offers) => HTMLElement;
  type Renderers = { [Type in Reply['type']]?: Renderer<Extract<Reply, { type: Type }>> };
  /** The offers of one reply: buttons that stay visible once used. */
  interface Offers {
    closed: boolean;
    /** Runs once the question is answered. */
    onClose(then: () => void): void;
    /** `shown` is what the person then seems to say, `label` a name that says more than the title. */
    button(choice: Choice, look?: { class?: string; shown?: string; label?: string }): HTMLElement;
    /** Makes any element take an offer. */
    add<E extends Element>(element: E, payload: string, shown: string): E;
    /** The conversation went on: a question is over. */
    close(): void;
    /** For history: finds the offer that these words took. */
    recall(said: string): void;
  }
  /** A question takes one answer, then all its buttons are used up; of other offers only the one taken is. */
  type MakeOffers = (context: Context, question: boolean) => Offers;
  interface Turn { element: HTMLElement; offers: Offers }
  /** Shows a reply; a type that is not known yet, or lacks something, as its plain text. */
  type ShowReply = (context: Context, reply: Reply) => Turn;
  /** What a screen reader hears: the text, then what can be chosen. */
  type Spoken = (context: Context, reply: Reply) => string;
  /** The sentences of a text that its card does not show anyway; `also` finds further ones to leave out. */
  type Remaining = (text: string, shown: string[], also?: (part: string) => boolean) => string;
  /** `plain` is a second, plainer name. */
  type Card = (title: string, children: Child[], plain?: string) => HTMLElement;
  type Block = (title: string, lines: string[], className?: string) => HTMLElement | false;
  /** The sentences of a text. */
  type Sentences = (text: string) => string[];
  /** Long words in parts: a new paragraph once one holds enough. */
  type Paragraphs = (text: string) => HTMLElement[];
  /** Labelled lines; one without a value is left out. */
  type Facts = (rows: [string, string][]) => HTMLElement;
  type Tags = (...words: Child[]) => HTMLElement;
  type Signs = Record<CareLevel, Parameters<Icon>[0]>;
  /** Whether a level leaves no time. */
  type Pressing = (level: CareLevel) => boolean;
  /** A number becomes a link that calls it; anything else stays words. */
  type ContactLine = (contact: Contact) => HTMLElement;
  type Reasons = (title: string, lines: string[], sign: 'check' | 'minus') => HTMLElement | false;
  type Picture = (context: Context, figure?: Figure | null) => HTMLElement | null;
  type SourceWords = (context: Context, source?: SourceNote | null) => HTMLElement | null | undefined;
  /** Puts a drawing into its panel and makes its regions buttons. */
  type Draw = (context: Context, reply: BodyMapReply, offers: Offers, view: string, panel: Element) => Promise<void>;
  /** Reads a drawing; only known shapes and attributes get in. */
  type ReadDrawing = (source: string) => Element;
  /** The address of a file that holds this text. */
  type FileOf = (type: string, text: string) => string;
  /** Opens a page of the API and prints it; where the browser blocks the window, a link leads to it. */
  type PrintButton = (context: Context, path: string) => HTMLElement;
  /** The scores as a line from the first to the last; 10 is at the top. */
  type Chart = (scores: number[]) => Element;
  type Place = (value: number) => number;

  // What is on the screen

  /** `urgent` interrupts what is being read. */
  type Announce = (text: string, urgent?: boolean) => void;
  type Announcer = () => { element: HTMLElement; say: Announce };
  type Composer = (t: Translate, send: (text: string) => void) => {
    element: HTMLElement;
    /** On a touch screen the keyboard stays away until the box is tapped: it would cover the answer. */
    focus(): void;
    /** Words that could not be sent go back into the box. */
    giveBack(text: string): void;
  };
  /** Tells below a message how its sending goes; null: it is sent. */
  type ShowState = (state: 'state.sending' | 'state.waiting' | 'state.failed' | null) => void;
  interface Log {
    element: HTMLElement;
    /** The button that leads to new messages further down. */
    more: HTMLElement;
    clear(): void;
    person(text: string, at: Date): ShowState;
    assistant(content: Element, at: Date): void;
    /** What the widget itself says. */
    notice(text: string, ...more: Child[]): void;
    /** Somebody is writing, in words; null: nobody is. */
    writing(words: string | null): void;
    /** Whether the newest words are in view. */
    atEnd(): boolean;
    toEnd(): void;
    /** Brings a message into view from its first line on. Without `follow` a reader further up stays there. */
    reveal(first?: Element, follow?: boolean): void;
  }
  type MakeLog = (t: Translate) => Log;
  type Add = (message: Element, at: Date) => void;
  type Region = (live: 'polite' | 'assertive') => HTMLElement;
  type Show = (open: boolean, back?: boolean) => void;
  type Item = (name: 'summary' | 'restart' | 'delete') => HTMLElement;
  type Menu = (t: Translate, actions: Record<'summary' | 'times' | 'restart' | 'delete', () => void>) => HTMLElement;
  /** Asks before something cannot be undone. */
  type Confirm = (t: Translate, what: 'restart' | 'delete', place: Element) => Promise<boolean>;

  /** Words of the widget, seen and heard. */
  type Say = (words: string, urgent?: boolean, ...more: Child[]) => void;
  type Report = (error: unknown) => void;
  type ShowOne = (reply: Reply, at: Date) => Element;
  /** A line that stays while help is pressing. */
  type CareBar = (level: CareLevel) => void;
  type Erase = (what: 'restart' | 'delete') => Promise<void>;

  interface Panel {
    t: Translate;
    element: HTMLElement;
    conversation: Conversation;
    focus(): void;
  }
  type Emit = (name: string, detail: object) => void;
  /** Without `close` the panel is part of the page. */
  type MakePanel = (t: Translate, api: Api, setting: { title: string; close: (() => void) | null; emit: Emit }) => Panel;

  // widget.js

  type Changed = (name: string, old: string | null, value: string | null) => void;

  // conversation.js

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
    giveBack(text: string): void;
  }
  interface Outgoing extends Unsent {
    show: ShowState;
    /** It was cut off by a reload, and may have been answered long ago. */
    again?: boolean;
    /** It already made the session be renewed once. */
    renewed?: boolean;
  }
  /** Sends in order, one at a time; what fails for a while is kept and tried again with the same key. */
  interface Conversation {
    send(body: MessageBody, shown: string): Promise<void>;
    /** Starts or resumes the conversation, then sends what waits; cuts a wait for the next try short. */
    work(): Promise<void>;
    /** Shows what is true now, because another tab went on. */
    sync(): Promise<void>;
    /** Deletes the conversation and starts a new one. */
    restart(): Promise<void>;
    /** Deletes the conversation for good. */
    erase(): Promise<void>;
    /** Stops all work; nothing is deleted. */
    stop(): void;
  }
  type MakeConversation = (api: Api, screen: Screen) => Conversation;
  /** Whether the server no longer knows the conversation. */
  type Lost = (error: unknown) => boolean;
  type Redraw = (history: History) => void;
  type ComeBack = (history: History) => Promise<void>;
  type ReadHistory = () => Promise<History>;
  type Deliver = (message: Outgoing) => Promise<void>;
  /** Does a job until it works, or cannot work. */
  type Persist = (job: (signal: AbortSignal) => Promise<any>, waiting?: () => void) => Promise<any>;
}
