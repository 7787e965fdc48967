import type { openApiDocument } from './openapi.ts';

type Document = ReturnType<typeof openApiDocument>;

/** The API described on one plain page: no scripts, nothing from outside. */
export function docsPage(document: Document): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => section(method, path, operation)),
  );
  const schemas = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) => `<h3 id="${escapeHtml(name)}">${escapeHtml(name)}</h3>${code(schema)}`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(document.info.title)}</title>
<style>${style}</style><main><h1>${escapeHtml(document.info.title)}</h1><p>${escapeHtml(document.info.description ?? '')}</p>
<p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a></p>${operations.join('')}<h2>Shapes</h2>${schemas.join('')}</main></html>`;
}

const style = `:root{color-scheme:light dark}body{font:15px/1.55 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;margin:0}main{max-width:860px;margin:32px auto;padding:0 20px}
details{border:1px solid color-mix(in srgb,currentColor 18%,transparent);border-radius:8px;margin:8px 0;padding:8px 12px}summary{cursor:pointer}
b{font:600 13px ui-monospace,monospace;display:inline-block;min-width:56px;text-transform:uppercase}code,pre{font:13px/1.5 ui-monospace,monospace}pre{overflow:auto;margin:8px 0}`;

interface Operation {
  summary?: string;
  description?: string;
  parameters?: unknown;
  requestBody?: unknown;
  responses?: unknown;
}

function section(method: string, path: string, operation: Operation): string {
  const parts: [string, unknown][] = [
    ['Parameters', operation.parameters],
    ['Body', operation.requestBody],
    ['Answer', operation.responses],
  ];
  const details = parts.filter(([, value]) => value !== undefined).map(([title, value]) => `<h4>${title}</h4>${code(value)}`);
  return `<details><summary><b>${escapeHtml(method)}</b> <code>${escapeHtml(path)}</code> — ${escapeHtml(operation.summary ?? '')}</summary><p>${escapeHtml(operation.description ?? '')}</p>${details.join('')}</details>`;
}

const code = (value: unknown): string => `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
