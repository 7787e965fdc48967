import type { InboxAddress } from '../addresses.ts';

export interface SimulatedPerson {
  readonly id: string;
  readonly name: string;
  readonly tier: string;
  /** BCP 47: `en`, `zh-CN`. */
  readonly language: string;
  /** E.164. */
  readonly phone: string | null;
  readonly email: string | null;
  /** The installation's own key for this customer; with it a chat visitor signs in. */
  readonly customerId: string | null;
}

export interface SimulatorSettings {
  /** Where the hub answers: webhooks below `/webhooks`, chat at `/chat`. */
  readonly publicUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** Signs the identity of chat visitors. */
  readonly identitySecret: string;
  /** The hub's SMTP listener. */
  readonly smtp: { readonly host: string; readonly port: number };
  /** Domain of the Message-IDs that the simulated mail program makes. */
  readonly mailDomain: string;
  /** Port of the simulator's own mail server, which takes what the hub sends; 0 lets the system choose. */
  readonly mailPort?: number;
  people(): Promise<readonly SimulatedPerson[]>;
  inboxes(): Promise<readonly InboxAddress[]>;
  readonly seed: number;
  /** Divides every delay the simulator makes up (ringing, speaking, delivery); clocks stay true. */
  readonly speed?: number;
  /** The built page; without it only the API answers. */
  readonly pageFolder?: string;
  readonly carrier?: CarrierOptions;
}

/** How the simulated carrier behaves; every number has a default that is like Twilio. */
export interface CarrierOptions {
  /** How often a webhook that fails is tried again (Twilio: connection override `rc`). */
  readonly retries?: number;
  readonly retryDelayMs?: number;
  /** Total time a webhook may take. */
  readonly timeoutMs?: number;
  /** Numbers with these endings cannot be reached, with the error code they give. */
  readonly failing?: Readonly<Record<string, number>>;
  /** Callers that fit into one queue. */
  readonly queueLimit?: number;
}
