import type { Express } from 'express';
import { type Caller, identifyCaller } from '../auth/identify-caller.ts';
import { maskText } from '../auth/masks/mask-text.ts';
import { readOwnClear } from '../auth/masks/read-clear.ts';
import { requirePassword, withRight } from '../auth/permissions.ts';
import { requireEntry } from '../auth/require-visible.ts';
import { noteListening } from '../calls/recordings/note-listening.ts';
import { signWords } from '../conversations/standing/sign-words.ts';
import { sql } from '../db/sql.ts';
import { HubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { answerFile } from './answer-file.ts';

/** Shown in the browser itself; everything else is downloaded. SVG is not among them: it may carry scripts. */
const harmless = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'text/plain',
  'application/pdf',
  'audio/wav',
  'audio/mpeg',
]);

/** Files and original mails of conversations: the two things the API answers with something other than JSON. */
export function mountFiles(app: Express, hub: Hub): void {
  app.get('/api/attachments/:id', async (request, response) => {
    const caller = await admit(hub, request.headers);
    const { entryId, ...file } = await readFile(hub, caller, request.params.id);
    await noteListening(hub, caller.id, entryId);
    response
      .set('content-security-policy', "default-src 'none'; sandbox")
      .set(
        'content-disposition',
        `${harmless.has(file.contentType) ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      )
      .type(harmless.has(file.contentType) ? file.contentType : 'application/octet-stream');
    await answerFile(hub, request, response, file);
  });

  app.get('/api/entries/:id/html', async (request, response) => {
    const caller = await admit(hub, request.headers);
    const html = await readMailHtml(hub, caller, request.params.id, request.query.images === '1');
    response
      .set('content-security-policy', mailPolicy(request.query.images === '1'))
      .type('html')
      .send(html);
  });
}

/** Who may read what was said, at all. Throws `not_signed_in` or `not_allowed`. */
export async function admit(hub: Hub, headers: { cookie?: string | undefined; authorization?: string | undefined }): Promise<Caller> {
  const caller = await identifyCaller(hub, headers);
  if (!caller) throw new HubError('not_signed_in');
  requirePassword(caller);
  return withRight(caller, 'tickets.read');
}

interface StoredFile {
  id: string;
  name: string;
  contentType: string;
  size: number;
}

async function readFile(hub: Hub, caller: Caller, id: string): Promise<StoredFile & { entryId: string }> {
  const owner = isUuid(id) && (await hub.db.maybe<{ entryId: string }>(sql`select entry_id from attachments where id = ${id}`));
  if (!owner) throw new HubError('not_found');
  await requireEntry(hub, caller, owner.entryId);
  if (!(await seesAddresses(hub, caller, owner.entryId))) throw new HubError('masked_file');
  return hub.db.one<StoredFile & { entryId: string }>(sql`select id, entry_id, name, content_type, size from attachments where id = ${id}`);
}

/** Files cannot be shown in part: whoever is masked opens only those of customers they hold. */
async function seesAddresses(hub: Hub, caller: Caller, entryId: string): Promise<boolean> {
  if (!caller.masked) return true;
  const { customerId } = await hub.db.one<{ customerId: string }>(sql`select customer_id from entries where id = ${entryId}`);
  return (await readOwnClear(hub, caller.id)).has(customerId);
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** No scripts whatever the mail contains; remote images only when the reader asked for them. */
const mailPolicy = (remoteImages: boolean): string =>
  `default-src 'none'; style-src 'unsafe-inline'; img-src data:${remoteImages ? ' https: http:' : ''}; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'`;

async function readMailHtml(hub: Hub, caller: Caller, entryId: string, remoteImages: boolean): Promise<string> {
  if (!isUuid(entryId)) throw new HubError('not_found');
  await requireEntry(hub, caller, entryId);
  const entry = await hub.db.maybe<{ html: string | null; signature: string | null }>(
    sql`select html, detail #>> '{mail,signature}' as signature from entries where id = ${entryId}`,
  );
  if (!entry?.html) throw new HubError('not_found');
  const html = signWords({ text: '', html: entry.html }, entry.signature ?? undefined).html ?? '';
  const shown = (await seesAddresses(hub, caller, entryId)) ? html : maskText(html);
  const withImages = await showInlineImages(hub, entryId, shown);
  const body = remoteImages ? withImages.replaceAll('data-blocked-src=', 'src=') : withImages;
  return `<!doctype html><meta charset="utf-8"><base target="_blank"><style>body{font:15px/1.5 system-ui,sans-serif;margin:12px;overflow-wrap:anywhere}img{max-width:100%}</style>${body}`;
}

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Pictures that came along travel within the page: a sandboxed frame has no origin and sends no cookie to fetch them with. */
async function showInlineImages(hub: Hub, entryId: string, html: string): Promise<string> {
  if (!html.includes('src="cid:')) return html;
  const files = await hub.db.all<{ contentId: string; contentType: string; content: Buffer }>(sql`
    select content_id, content_type, content from attachments where entry_id = ${entryId} and content_id is not null and content_type = any(${pictures})`);
  const byId = new Map(
    files.map(({ contentId, contentType, content }) => [contentId, `data:${contentType};base64,${content.toString('base64')}`]),
  );
  return html.replace(/src="cid:([^"]*)"/g, (whole, cid: string) => {
    const data = byId.get(contentIdOf(cid));
    return data ? `src="${data}"` : whole;
  });
}

/** RFC 2392: a `cid:` address is the Content-ID, percent-encoded; here it also stands in an HTML attribute. */
function contentIdOf(cid: string): string {
  const text = cid.replaceAll('&amp;', '&');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
