/** What the build wrote above this text: every file of the console, and a name that changes with any of them. */
interface Shell {
  readonly version: string;
  /** What its page loads first. */
  readonly entries: readonly string[];
  readonly files: readonly string[];
}

declare const self: ServiceWorkerGlobalScope;
declare const shell: Shell;

const family = 'touchline-shell-';
/** How long the hub is waited for before the kept page opens (milliseconds). */
const patience = 3_000;
/** What the hub answers itself. Answers of the API are nobody else's: they are never kept here. */
const notOurs = /^\/(api|webhooks|widget|simulator|socket\.io|metrics|healthz|readyz)(\/|$)/;

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(tidy().then(() => self.clients.claim())));
self.addEventListener('message', ({ data }) => data === 'take over' && void self.skipWaiting());
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || notOurs.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(openPage(request));
  else if (pathname.startsWith('/assets/')) event.respondWith(openFile(request));
});

/** All or nothing: a shell with a hole would break where nobody expects it. */
async function fill(): Promise<void> {
  const page = await fetch('/', { cache: 'reload' });
  // Between two versions of the hub the page may be newer than this worker: then the next worker takes both.
  const text = await page.clone().text();
  if (!page.ok || !shell.entries.every((file) => text.includes(file))) throw new Error('The page belongs to another version.');
  const cache = await caches.open(family + shell.version);
  await cache.put('/', page);
  for (const file of shell.files) {
    const answer = (await caches.match(file)) ?? (await fetch(file));
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    await cache.put(file, answer);
  }
}

/** The shell before this one stays: windows that were opened with it still load its parts. */
async function tidy(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(family) && name !== family + shell.version);
  for (const name of names.slice(0, -1)) await caches.delete(name);
}

/** The hub's page, so that nobody works with an old console; the kept one when the hub is away or takes too long. */
async function openPage(request: Request): Promise<Response> {
  const kept = await (await caches.open(family + shell.version)).match('/');
  const fromHub = fetch(request);
  if (!kept) return fromHub;
  const late = new Promise<Response>((open) => setTimeout(() => open(kept), patience));
  const answered = fromHub.then((answer) => (answer.status >= 500 ? kept : answer)).catch(() => kept);
  return Promise.race([answered, late]);
}

const openFile = async (request: Request): Promise<Response> => (await caches.match(request)) ?? fetch(request);
