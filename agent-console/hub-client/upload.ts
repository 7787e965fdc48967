import type { ImportKind, ImportView } from '../../server/contract/imports.ts';
import { HubFailure, readFailure } from './failure.ts';

/** Bring a file that is to be imported; the browser reads it from the disk while it travels. Rejects with `HubFailure`. */
export type Upload = (kind: ImportKind, file: File) => Promise<ImportView>;

export const createUpload =
  (origin: string, token: string | undefined): Upload =>
  async (kind, file) => {
    const headers = { 'content-type': 'application/octet-stream', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const address = `${origin}/api/imports?${new URLSearchParams({ kind, fileName: file.name })}`;
    const response = await fetch(address, { method: 'POST', credentials: 'same-origin', headers, body: file }).catch(() => {
      throw new HubFailure('network', 0);
    });
    if (!response.ok) throw await readFailure(response);
    const kept: ImportView = JSON.parse(await response.text());
    return kept;
  };
