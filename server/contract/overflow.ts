import { z } from 'zod';
import { Label } from './entities.ts';
import { channels } from './statuses.ts';

const id = z.uuid();
const time = z.iso.datetime();
const seconds = z.int().min(1).max(86_400);

/** What a caller may have instead of waiting; on the phone the digits 1, 2 and 3. */
export const overflowChoices = ['callback', 'voicemail', 'chat_link'] as const;

/** Another queue, an offer to callers, or words: on the phone they end the call, in writing they are an automatic message. */
const toQueue = z.strictObject({ do: z.literal('queue'), queueId: id });
const offer = z.strictObject({ do: z.literal('offer'), choices: z.array(z.enum(overflowChoices)).min(1).max(3) });
const Act = z.discriminatedUnion('do', [
  toQueue,
  offer,
  z.strictObject({ do: z.literal('tell'), text: Label.nullable().describe('null: the shipped words') }),
]);
export type OverflowAct = z.infer<typeof Act>;

const ruleChannels = z.array(z.enum(channels)).min(1).describe('channels it holds for');

/** Before a need goes into line: the first rule that holds decides. */
export const OverflowBefore = z.strictObject({
  when: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('closed') }),
    z.strictObject({ is: z.literal('too_long'), seconds: seconds.describe('the wait estimated (P90) is longer') }),
    z.strictObject({ is: z.literal('too_many'), waiting: z.int().min(1).max(200).describe('so many wait in the queue already') }),
  ]),
  channels: ruleChannels,
  act: Act,
});
export type OverflowBefore = z.infer<typeof OverflowBefore>;

/** Once somebody has waited that long, by the clock or as a share of their promise. */
export const OverflowAfter = z.strictObject({
  after: z.union([z.strictObject({ seconds }), z.strictObject({ share: z.number().min(0.05).max(20) })]),
  channels: ruleChannels,
  act: z.discriminatedUnion('do', [toQueue, offer]),
});
export type OverflowAfter = z.infer<typeof OverflowAfter>;

export const Overflow = z
  .strictObject({
    before: z.array(OverflowBefore).max(10).default([]),
    after: z.array(OverflowAfter).max(10).default([]),
    chatUrl: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .nullable()
      .default(null)
      .describe('page with the chat, for the SMS with a link'),
  })
  .meta({ id: 'Overflow' });
export type Overflow = z.infer<typeof Overflow>;

export const OverflowView = z
  .object({ queueId: id, overflow: Overflow, revision: z.string().max(64).describe('of what was read; a save on an older one is refused') })
  .meta({ id: 'OverflowOfQueue' });
export type OverflowView = z.infer<typeof OverflowView>;

/** Where a waiting task stands among those that wait for the same agents, and how long it will still wait. */
export const EstimateView = z
  .object({
    taskId: id,
    at: time,
    position: z.int().describe('1: next'),
    atLeast: z.boolean().describe('the position is a lower bound: more stand before it than are counted'),
    wait: z
      .object({ p50: z.int(), p90: z.int() })
      .nullable()
      .describe('seconds; null: it cannot be said, as when nobody who could take it is at work'),
  })
  .meta({ id: 'WaitEstimate' });
export type EstimateView = z.infer<typeof EstimateView>;

/** How well what customers were told came true: of good estimates half are within P50 and nine of ten within P90. */
export const CalibrationView = z
  .object({
    channel: z.enum(channels),
    told: z.int().describe('estimates told to customers who were answered'),
    withinP50: z.number().describe('share of waits no longer than P50'),
    withinP90: z.number(),
    meanError: z.number().describe('mean of actual wait minus P50, seconds'),
  })
  .meta({ id: 'Calibration' });
export type CalibrationView = z.infer<typeof CalibrationView>;
