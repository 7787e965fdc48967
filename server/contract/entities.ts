/** What the API shows of each thing. Times are ISO 8601 in UTC, ids are UUIDs, money is in minor units. */
export * from './entities/conversation.ts';
export * from './entities/customer.ts';
export * from './entities/installation.ts';
export * from './entities/timeline.ts';
export { Label } from './entities/words.ts';
export * from './entities/work.ts';
