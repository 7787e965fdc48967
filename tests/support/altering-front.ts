import { createServer, request } from 'node:http';
import { connect } from 'node:net';

export interface AlteringFront {
  readonly url: string;
  /** From now on this path has this text added to its end, as after an update of the hub. */
  alter(path: string, addition: string): void;
  close(): Promise<void>;
}

/** A front before a hub, as a reverse proxy is one, that can change a file on its way. */
export async function openAlteringFront(hubUrl: string): Promise<AlteringFront> {
  const port = Number(new URL(hubUrl).port);
  const additions = new Map<string, string>();
  const server = createServer((asked, answer) => {
    const addition = additions.get(asked.url ?? '');
    // Whole and as it is: neither compressed nor "as you have it".
    const { 'if-none-match': _, 'if-modified-since': __, 'accept-encoding': ___, ...plain } = asked.headers;
    const headers = addition ? plain : asked.headers;
    const through = request({ port, host: '127.0.0.1', path: asked.url, method: asked.method, headers }, (said) => {
      const { 'content-length': _, etag: __, 'last-modified': ___, ...others } = said.headers;
      answer.writeHead(said.statusCode ?? 502, addition ? others : said.headers);
      said.pipe(answer, { end: !addition });
      if (addition) said.on('end', () => answer.end(addition));
    });
    through.on('error', () => answer.destroy());
    asked.pipe(through);
  });
  server.on('upgrade', (asked, near) => {
    const far = connect(port, '127.0.0.1', () => {
      const headers = Object.entries(asked.headers).map(([name, value]) => `${name}: ${value}`);
      far.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      near.pipe(far).pipe(near);
    });
    for (const end of [near, far]) end.on('error', () => [near, far].map((one) => one.destroy()));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    url: `http://localhost:${typeof address === 'object' ? address?.port : ''}`,
    alter: (path, addition) => void additions.set(path, addition),
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
