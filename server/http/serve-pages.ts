import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import express, { type Express, type RequestHandler } from 'express';

/** Built pages: the console at `/` (every path is its own page), widget and simulator page below their names. */
export function mountPages(app: Express, dist: string): void {
  const built = path.join(dist, 'agent-console');
  app.use('/widget', express.static(path.join(dist, 'widget'), { maxAge: '5m' }));
  app.use(preferCompressed(built));
  app.use('/assets', express.static(path.join(built, 'assets'), { immutable: true, maxAge: '1y' }), (_, response) => {
    response.status(404).end();
  });
  // A page or worker that is not asked for again would keep an old console alive after an update.
  app.use(express.static(built, { setHeaders: (response) => void response.setHeader('cache-control', 'no-cache') }));
  app.get('/{*page}', (_, response) => response.set('cache-control', 'no-cache').sendFile(path.join(built, 'index.html')));
}

/** Files the build has compressed go out so, to whoever takes them; the best first. */
function preferCompressed(folder: string): RequestHandler {
  const built = new Set(existsSync(folder) ? filesIn(folder) : []);
  return (request, response, next) => {
    const file = fileOf(request.path, built);
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !built.has(`${file}.br`)) return next();
    response.vary('Accept-Encoding');
    // Browsers name them in any order and like them equally: ours counts.
    const encoding = request.acceptsEncodings('br') || request.acceptsEncodings('gzip');
    if (!encoding) return next();
    response.type(path.extname(file)).set('content-encoding', encoding);
    request.url = `${file}.${encoding === 'br' ? 'br' : 'gz'}`;
    next();
  };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `/${file.split(path.sep).join('/')}`);

/** Paths that are no file are pages of the console. */
const fileOf = (asked: string, built: ReadonlySet<string>): string =>
  built.has(asked) || asked.startsWith('/assets/') ? asked : '/index.html';
