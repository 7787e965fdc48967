import type { Connection, Database } from '../db/database.ts';

type Pool = Database['pool'];

/**
 * The pool as the socket adapter may use it. The adapter keeps one connection to listen on, and loses it (0.5.0,
 * `initClient`): when the server ends it, and when it is closed while it is about to listen. Each would leave the pool one
 * connection poorer, and a hub that stops would wait for it for ever. `takeBack`, once the adapter is closed, ends what it
 * still holds and whatever it asks for later.
 */
export function lendPool(pool: Pool): { lent: Pool; takeBack(): void } {
  const out = new Set<Connection>();
  let isOver = false;
  const connect = async () => {
    if (isOver) return never;
    const client = await pool.connect();
    const release = client.release.bind(client);
    client.release = (destroy) => {
      if (out.delete(client)) release(destroy);
    };
    out.add(client);
    client.once('end', () => client.release(true));
    if (!isOver) return client;
    client.release(true);
    return never;
  };
  const lent = new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return connect;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const takeBack = () => {
    isOver = true;
    for (const client of [...out]) {
      client.removeAllListeners('end');
      client.release(true);
    }
  };
  return { lent, takeBack };
}

/** A refusal would make the adapter ask again, for ever. */
const never = new Promise<Connection>(() => {});
