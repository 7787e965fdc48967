import type pino from 'pino';
import type { Channel } from '../channel-adapters/addresses.ts';
import type { ChannelAdapter } from '../channel-adapters/channel-adapter.ts';
import type { CatalogReader } from './catalog/read-catalog.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import type { Feed } from './events/feed.ts';
import type { Counters } from './metrics/counters.ts';

/** Everything a verb may use. Made once per process by `start.ts`, and by tests with a clock of their own. */
export interface Hub {
  /** This process among the nodes. */
  readonly nodeId: string;
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: pino.Logger;
  readonly catalog: CatalogReader;
  readonly feed: Feed;
  readonly counters: Counters;
  readonly channels: Partial<Record<Channel, ChannelAdapter>>;
  /** Ask the router to look again (many wishes at once are one look). */
  wakeRouter(): void;
  /** Make a mail's HTML safe to show. */
  sanitiseMailHtml(html: string): string;
  /** A message as an agent has set it, made safe, and the same as plain text. */
  sanitiseRichText(html: string): { readonly html: string; readonly text: string };
}
