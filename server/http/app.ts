import path from 'node:path';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { isSameSecret } from '../auth/secrets.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { projectRoot } from '../project-root.ts';
import { answerErrors } from './answer-errors.ts';
import { proxiesAmong } from './client-address.ts';
import { docsPage } from './docs-page.ts';
import { mountApi } from './mount-api.ts';
import { mountArrivals } from './serve-arrivals.ts';
import { mountExports } from './serve-exports.ts';
import { mountFiles } from './serve-files.ts';
import { mountImports } from './serve-imports.ts';
import { mountPages } from './serve-pages.ts';
import { mountPersonExport } from './serve-person.ts';
import { mountSideFiles } from './serve-side-files.ts';
import { mountUploads } from './serve-uploads.ts';
import { mountWebhooks } from './webhooks.ts';

/** Everything the hub answers over HTTP. `extras` mounts what only some installations have (the demo's simulator). */
export function makeApp(hub: Hub, extras: (app: Express) => void = () => {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', proxiesAmong(hub.config.trustedProxies));
  mountProbes(app, hub);
  mountWebhooks(app, hub);
  app.use(secureHeaders());
  app.use(measure(hub));
  extras(app);
  mountArrivals(app, hub);
  mountPersonExport(app, hub);
  mountImports(app, hub);
  mountUploads(app, hub);
  mountExports(app, hub);
  app.use('/api', express.json({ limit: '1mb' }));
  mountDocs(app, hub);
  mountFiles(app, hub);
  mountSideFiles(app, hub);
  mountApi(app, hub);
  app.use('/api', () => {
    throw new HubError('not_found');
  });
  mountPages(app, path.join(projectRoot, 'dist'));
  app.use(answerErrors(hub));
  return app;
}

/** Live as long as the process answers; ready only when the database does. */
function mountProbes(app: Express, hub: Hub): void {
  app.get('/healthz', (_, response) => void response.json({ ok: true }));
  app.get('/readyz', async (_, response) => {
    const ready = await hub.db.maybe(sql`select 1`).then(Boolean, () => false);
    response.status(ready ? 200 : 503).json({ ok: ready });
  });
  app.get('/metrics', async (request, response) => {
    const { metricsToken } = hub.config;
    const allowed = metricsToken ? isSameSecret(request.headers.authorization ?? '', `Bearer ${metricsToken}`) : isLoopback(request.ip);
    if (!allowed) throw new HubError('not_found');
    response.type(hub.counters.registry.contentType).send(await hub.counters.registry.metrics());
  });
}

const isLoopback = (address: string | undefined): boolean => address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';

function secureHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: false,
    // With no-referrer, a form of our own pages would come as from nowhere (Fetch, "append a request Origin header").
    referrerPolicy: { policy: 'same-origin' },
  });
}

function measure(hub: Hub): express.RequestHandler {
  return (request, response, next) => {
    const end = hub.counters.http.startTimer();
    response.on('finish', () => {
      const route: unknown = request.route?.path;
      end({ route: typeof route === 'string' ? route : 'page', status: String(response.statusCode) });
    });
    next();
  };
}

/** Written when it is first asked for: writing it takes half as long as the start of a hub, and few hubs are ever asked. */
function mountDocs(app: Express, hub: Hub): void {
  let written: ReturnType<typeof write> | undefined;
  const write = async () => (await import('./openapi.ts')).openApiDocument(hub.config.publicUrl);
  const document = () => {
    written ??= write();
    return written;
  };
  app.get('/api/openapi.json', async (_, response) => void response.json(await document()));
  app.get('/api/docs', async (_, response) => void response.type('html').send(docsPage(await document())));
}
