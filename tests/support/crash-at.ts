import pg from 'pg';
import type { Step } from './crash-step.ts';

/**
 * Loaded into a hub's process before anything else: kills it, as `kill -9` does, at the named step. Steps are the
 * statements the hub sends to its database, so that production code needs no hooks.
 * `CRASH_AT`: JSON `{ statement: part of its text, when: 'before' | 'after', after?: part of a statement that must have been seen first }`.
 */

const step: Step | undefined = process.env.CRASH_AT ? JSON.parse(process.env.CRASH_AT) : undefined;
const die = () => process.kill(process.pid, 'SIGKILL');
// Whoever started it is gone without a word: it must not go on alone.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && die(), 500).unref();
/** Connections on which the statement that arms the step has passed. */
const armed = new WeakSet<object>();

const query = pg.Client.prototype.query;

pg.Client.prototype.query = new Proxy(query, {
  apply(target, client: object, given: unknown[]) {
    const text = textOf(given[0]);
    if (!step) return Reflect.apply(target, client, given);
    if (step.after && text.includes(step.after)) armed.add(client);
    const meant = text.includes(step.statement) && (!step.after || armed.has(client));
    if (meant && step.when === 'before') die();
    const result: unknown = Reflect.apply(target, client, given);
    if (meant && result instanceof Promise) void result.then(die, () => {});
    return result;
  },
});

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query && typeof query.text === 'string' ? query.text : '';
}
