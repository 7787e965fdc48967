import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountPages } from '../../../server/http/serve-pages.ts';

const dist = mkdtempSync(path.join(tmpdir(), 'pages-'));
const page = '<!doctype html><title>Touchline 控制台</title>';
const script = 'export const words = "你好";';
let server: Server;

beforeAll(async () => {
  mkdirSync(path.join(dist, 'agent-console/assets'), { recursive: true });
  for (const [name, text] of [
    ['index.html', page],
    ['assets/desk-1a2b.js', script],
    ['service-worker.js', 'worker'],
  ] as const) {
    const file = path.join(dist, 'agent-console', name);
    writeFileSync(file, text);
    if (name === 'service-worker.js') continue;
    writeFileSync(`${file}.br`, brotliCompressSync(text));
    writeFileSync(`${file}.gz`, gzipSync(text));
  }
  const app = express();
  mountPages(app, dist);
  await new Promise<void>((listening) => {
    server = app.listen(0, '127.0.0.1', () => listening());
  });
});
afterAll(() => {
  server.close();
  rmSync(dist, { recursive: true, force: true });
});

/** As a browser that takes these encodings, without anything being unpacked on the way. */
function get(asked: string, encodings = 'gzip, deflate, br') {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((done) => {
    request({ port, host: '127.0.0.1', path: asked, headers: { 'accept-encoding': encodings } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
    }).end();
  });
}

describe('a built file', () => {
  it('goes out compressed to whoever takes it, for ever, because its name changes with it', async () => {
    const best = await get('/assets/desk-1a2b.js');
    expect(brotliDecompressSync(best.body).toString()).toBe(script);
    expect(best.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
    expect(gunzipSync((await get('/assets/desk-1a2b.js', 'gzip')).body).toString()).toBe(script);
    const plain = await get('/assets/desk-1a2b.js', 'identity');
    expect([plain.body.toString(), plain.headers['content-encoding']]).toEqual([script, undefined]);
  });

  it('that is gone is not answered with a page', async () => {
    expect((await get('/assets/desk-0000.js')).status).toBe(404);
  });
});

describe('a page of the console', () => {
  it.each(['/', '/desk', '/tickets/17', '/settings/queues'])('%s is the same document, asked for anew each time', async (asked) => {
    const { status, headers, body } = await get(asked);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    expect(brotliDecompressSync(body).toString()).toBe(page);
  });

  it('has a worker that is asked for anew each time as well', async () => {
    expect((await get('/service-worker.js')).headers['cache-control']).toBe('no-cache');
  });
});
