import type { Outgoing } from '../stores/outbox.ts';
import { openShelf, type Shelf } from './open-shelf.ts';
import type { Unsent } from './unsent.ts';

type Kept = Outgoing & { readonly author: string };

/** Words nobody came back for do not stay in a browser for ever. */
const keptMs = 14 * 86_400_000;

/** In a database of this browser; other windows of it are told of each change, and one of them sends at a time (Web Locks). */
export function keepUnsent(): Unsent {
  const shelf: Shelf<Kept> = openShelf('touchline.unsent', 'clientId');
  const others = new BroadcastChannel('touchline.unsent');
  /** What this browser refused to keep lives as long as the page. */
  const unkept = new Map<string, Outgoing>();
  const turns = new Map<string, Promise<unknown>>();

  return {
    async all(author) {
      const rows = await shelf.all();
      for (const { clientId, at } of rows) if (Date.parse(at) < Date.now() - keptMs) await shelf.remove(clientId);
      return [...rows.filter((row) => row.author === author), ...unkept.values()];
    },
    has: async (author, clientId) => unkept.has(clientId) || (await shelf.get(clientId))?.author === author,
    async put(author, outgoing) {
      // What hangs on it may be watched by a component; a database takes only plain things.
      const plain: Kept = JSON.parse(JSON.stringify({ ...outgoing, author }));
      if (!(await shelf.put(plain))) unkept.set(outgoing.clientId, outgoing);
      others.postMessage('changed');
    },
    async remove(_, clientId) {
      unkept.delete(clientId);
      await shelf.remove(clientId);
      others.postMessage('changed');
    },
    async inTurn(conversationId, work) {
      // A page that was not fetched securely has no locks: then the hub's `clientId` alone sees to it that nothing is said twice.
      if ('locks' in navigator) return await navigator.locks.request(`touchline.unsent.${conversationId}`, work);
      const turn = Promise.resolve(turns.get(conversationId)).then(work, work);
      turns.set(conversationId, turn);
      return turn;
    },
    onChange(listener) {
      others.onmessage = () => listener();
    },
  };
}
