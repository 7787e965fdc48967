import type { Database } from '../db/database.ts';

type Pool = Database['pool'];

/**
 * The pool as the socket adapter may use it. The adapter keeps one connection to listen on and never gives it back when
 * the server ends it (0.5.0, `initClient`): each outage would leave the pool one connection poorer, and a hub that stops
 * would wait for it for ever.
 */
export function lendPool(pool: Pool): Pool {
  const connect = async () => {
    const client = await pool.connect();
    client.once('end', () => client.release(true));
    return client;
  };
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return connect;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
