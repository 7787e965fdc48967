/** What the simulator's page and its API say to each other, as JSON below `/simulator/api`. Dates are ISO 8601. */

export const trafficModes = ['off', 'quiet', 'steady', 'rush'] as const;
export type TrafficMode = (typeof trafficModes)[number];

/** What a phone does when it is rung. */
export const phoneBehaviours = ['answers', 'never', 'busy', 'failed'] as const;
export type PhoneBehaviour = (typeof phoneBehaviours)[number];

export interface PersonView {
  readonly id: string;
  readonly name: string;
  /** Empty for somebody the directory does not know. */
  readonly tier: string;
  readonly language: string;
  readonly phone: string | null;
  readonly email: string | null;
  /** On the phone with us now. */
  readonly onCall: boolean;
}

export interface InboxView {
  readonly id: string;
  readonly channel: 'voice' | 'sms' | 'email' | 'web_chat';
  readonly address: string;
  readonly language: string;
}

export interface Overview {
  readonly traffic: TrafficMode;
  readonly inboxes: readonly InboxView[];
  readonly people: readonly PersonView[];
  readonly agentPhones: PhoneBehaviour;
}

export interface SmsView {
  readonly sid: string;
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly at: string;
  readonly status: string;
  readonly segments: number;
  readonly errorCode: number | null;
}

export interface CallView {
  readonly sid: string;
  /** The hub's number. */
  readonly to: string;
  /** Out: the person called; in: the hub calls them. */
  readonly direction: 'out' | 'in';
  /** What the phone at the other end waits for now: a key, or words to record. */
  readonly listens: 'nothing' | 'keys' | 'voice';
  readonly status: string;
  /** Waiting to be answered, in the queue, or speaking with an agent. */
  readonly phase: 'ringing' | 'waiting' | 'talking' | 'over';
  readonly startedAt: string;
  readonly seconds: number;
  readonly hidden: boolean;
  readonly problem: string | null;
  readonly heard: readonly { readonly at: string; readonly kind: string; readonly text: string }[];
}

export interface MailView {
  readonly messageId: string;
  readonly direction: 'sent' | 'received';
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly files: readonly string[];
  readonly at: string;
  readonly state: 'sending' | 'sent' | 'refused';
  readonly problem: string | null;
}

export interface ChatView {
  readonly open: boolean;
  readonly connected: boolean;
  readonly problem: string | null;
  readonly lines: readonly {
    readonly id: string;
    readonly from: 'visitor' | 'agent';
    readonly agentName: string | null;
    readonly text: string;
    readonly at: string;
    readonly state: 'sending' | 'sent' | 'refused';
    readonly problem: string | null;
  }[];
}

export interface PersonThreads {
  readonly person: PersonView;
  readonly sms: readonly SmsView[];
  readonly calls: readonly CallView[];
  readonly mails: readonly MailView[];
  readonly chat: ChatView;
}

export interface LogView {
  readonly id: number;
  readonly at: string;
  readonly kind: 'webhook' | 'rest' | 'mail' | 'chat';
  readonly title: string;
  readonly params: Readonly<Record<string, string>>;
  readonly signature: string | null;
  readonly attempts: readonly {
    readonly at: string;
    readonly ms: number;
    readonly status: number | null;
    readonly problem: string | null;
  }[];
  readonly done: boolean;
}

/** Server-sent events of `/simulator/api/events`. */
export type PageEvent =
  /** Something of this person (id, number or address) changed: ask again. */
  { readonly type: 'changed'; readonly owner: string } | { readonly type: 'log'; readonly entry: LogView };
