import { connect, createServer, type Socket } from 'node:net';

export interface Line {
  readonly url: string;
  /** End all connections and take no new ones until `mend`. */
  cut(): void;
  /** Half dead: everything stays connected, nothing comes through until `mend`. */
  stall(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A line to a hub that can be cut, as Wi-Fi is. */
export async function layLine(hubUrl: string): Promise<Line> {
  const port = Number(new URL(hubUrl).port);
  const ends = new Set<Socket>();
  let whole = true;
  let stalled = false;
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const end of [near, far]) {
      ends.add(end);
      end
        .on('error', () => end.destroy())
        .on('close', () => {
          near.destroy();
          far.destroy();
          ends.delete(end);
        });
    }
    near.pipe(far).pipe(near);
    if (stalled) for (const end of [near, far]) end.pause();
    return near;
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const cut = () => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cut,
    stall() {
      stalled = true;
      for (const end of ends) end.pause();
    },
    mend() {
      whole = true;
      stalled = false;
      for (const end of ends) end.resume();
    },
    close: () =>
      new Promise((closed) => {
        cut();
        server.close(() => closed());
      }),
  };
}
