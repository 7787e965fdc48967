import { EventEmitter } from 'node:events';
import express, { type Router } from 'express';
import { createCarrier, type Faults } from './carrier/carrier.ts';
import type { LogEntry } from './carrier/carrier-log.ts';
import { receiveSms, type SmsFromPerson } from './carrier/carry-sms.ts';
import { pressKey } from './carrier/gather-digits.ts';
import { callHub, hangUp } from './carrier/place-call.ts';
import type { CarriedMessage, Leg } from './carrier/records.ts';
import { serveRest } from './carrier/rest/serve-rest.ts';
import type { PhoneBehaviour, TrafficMode } from './page-protocol.ts';
import { createMailboxes, type Mail } from './people/mailbox.ts';
import { openChat } from './people/open-chat.ts';
import { type MailServer, serveMail } from './people/receive-mail.ts';
import { sayInChat } from './people/say-in-chat.ts';
import { type MailFromPerson, sendMail } from './people/send-mail.ts';
import { type ChatLine, type ChatVisit, closeChat } from './people/visit-chat.ts';
import { serveApi } from './serve-api.ts';
import type { SimulatedPerson, SimulatorSettings } from './settings.ts';
import { createTraffic } from './traffic/generate-traffic.ts';
import type { World } from './world.ts';

/** Below where the router is mounted: the `apiUrl` of the SMS and voice adapters ends with this. */
export const carrierPath = '/carrier';

/**
 * The outside world without any vendor: a carrier that speaks Twilio's protocol, mail over SMTP, chat over the widget's
 * socket, and people who use them. It knows the hub only by its public addresses, so it runs as well in another process.
 */
export interface Simulator {
  /** Mount at `/simulator`: the page, its API and the carrier's REST API. */
  readonly router: Router;
  /** Port of its own mail server; the hub sends its mail there. Known once started. */
  smtpPort(): number;
  start(): Promise<void>;
  stop(): Promise<void>;

  sendSms(sms: SmsFromPerson): Promise<CarriedMessage>;
  /** Every message carried so far, either way, oldest first. */
  messages(): readonly CarriedMessage[];
  startCall(call: { from: string; to: string; hidden?: boolean }): Promise<Leg>;
  /** Every leg so far: callers and rung agents, oldest first. */
  calls(): readonly Leg[];
  hangUp(leg: Leg): void;
  /** Press a key of the phone. */
  press(leg: Leg, digit: string): void;
  /** Say something; it is kept where it is being recorded. */
  speak(leg: Leg, words: string): void;
  setPhone(address: string, behaviour: PhoneBehaviour): void;
  sendMail(mail: MailFromPerson): Promise<Mail>;
  mailbox(address: string): readonly Mail[];
  openChat(person: SimulatedPerson, inbox: string): ChatVisit;
  say(visit: ChatVisit, text: string): Promise<ChatLine>;
  closeChat(visit: ChatVisit): void;
  setTraffic(mode: TrafficMode): void;
  log(): readonly LogEntry[];
  /** Change to give the carrier a bad day. */
  readonly faults: Faults;
}

export function createSimulator(settings: SimulatorSettings): Simulator {
  const life = new AbortController();
  const news = new EventEmitter<{ changed: [string] }>().setMaxListeners(0);
  const changed = (owner: string) => void news.emit('changed', owner);
  const carrier = createCarrier(settings, life.signal, changed);
  const world: World = { carrier, mailboxes: createMailboxes(changed), visits: new Map(), strangers: new Map() };
  const traffic = createTraffic(world);
  let mailServer: MailServer | undefined;

  return {
    router: express
      .Router()
      .use(carrierPath, serveRest(carrier))
      .use(serveApi(world, traffic, news)),
    smtpPort: () => mailServer?.port ?? 0,
    async start() {
      mailServer ??= await serveMail(carrier, world.mailboxes);
    },
    async stop() {
      traffic.set('off');
      life.abort();
      endEverything(world);
      await mailServer?.stop();
      mailServer = undefined;
    },
    sendSms: (sms) => receiveSms(carrier, sms),
    messages: () => [...carrier.messages.values()],
    startCall: (call) => callHub(carrier, call),
    calls: () => [...carrier.calls.values()],
    hangUp: (leg) => hangUp(carrier, leg),
    press: (leg, digit) => pressKey(leg, digit),
    speak: (leg, words) => leg.microphone?.(words),
    setPhone: (address, behaviour) => void carrier.phones.set(address, behaviour),
    sendMail: (mail) => sendMail(carrier, world.mailboxes, mail),
    mailbox: (address) => world.mailboxes.of(address),
    openChat: (person, inbox) => openChat(world, person, inbox),
    say: (visit, text) => sayInChat(carrier, visit, text),
    closeChat,
    setTraffic: (mode) => traffic.set(mode),
    log: () => carrier.log.entries(),
    faults: carrier.faults,
  };
}

function endEverything({ carrier, visits }: World): void {
  for (const visit of visits.values()) closeChat(visit);
  for (const leg of carrier.calls.values()) leg.turn?.abort('stopped');
  for (const { seats } of carrier.conferences.values()) for (const { music } of seats.values()) music.abort();
}
