import { z } from 'zod';

/** What the load generator is told … */
export const LoadOrder = z.object({
  /** Full address of the webhook; each address has its own stream of messages, which goes on from order to order. */
  url: z.string(),
  customers: z.int(),
  /** Requests under way at once; with `perSecond`, the most there may be. */
  concurrency: z.int(),
  seconds: z.number(),
  /** A steady rate, whatever the answers take; without it as fast as answers come. */
  perSecond: z.number().optional(),
});
export type LoadOrder = z.infer<typeof LoadOrder>;

/** … and what it answers. Times in milliseconds; of a steady rate they count from when a request was due. */
export const LoadReport = z.object({
  answered: z.int(),
  failed: z.int(),
  perSecond: z.number(),
  p50: z.number(),
  p99: z.number(),
  max: z.number(),
});
export type LoadReport = z.infer<typeof LoadReport>;
