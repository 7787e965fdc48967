import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { messageLimits } from '../../server/contract/message-limits.ts';
import { bringFile } from '../hub-client/bring-file.ts';
import { codeOf } from '../hub-client/failure.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useDrafts } from './drafts.ts';

/** A file on its way to the hub. */
export interface Uploading {
  readonly clientId: string;
  readonly conversationId: string;
  readonly file: File;
  /** 0 … 1 */
  readonly share: number;
  readonly error?: string;
}

interface Room {
  readonly count: number;
  readonly bytes: number;
}

/** So many travel at once; the others wait their turn. */
const AT_ONCE = 3;

/** Files on their way into drafts; arrived, they stand in the draft. The `clientId` makes bringing one again harmless. */
export const useUploads = defineStore('uploads', () => {
  const [hub, drafts] = [useHub(), useDrafts()];
  const rows = shallowReactive(new Map<string, Uploading>());
  const stops = new Map<string, AbortController>();
  const arrivals = new Map<string, (uploadId: string) => void>();

  const of = (conversationId: string) => [...rows.values()].filter((row) => row.conversationId === conversationId);

  /** Why a file cannot go along; undefined when it can. */
  function refusal(conversationId: string, file: File, room: Room | null): string | undefined {
    const [brought, coming] = [drafts.read(conversationId).files, of(conversationId).filter(({ error }) => !error)];
    const size = [...brought, ...coming.map((row) => row.file)].reduce((sum, one) => sum + one.size, file.size);
    if (!room) return 'channel_carries_no_files';
    if (file.size === 0) return 'file_empty';
    if (brought.length + coming.length >= room.count) return 'too_many_files';
    return size > room.bytes || file.size > messageLimits.fileBytes ? 'files_too_large' : undefined;
  }

  function next() {
    for (const row of rows.values()) {
      if (stops.size >= AT_ONCE) return;
      if (!row.error && !stops.has(row.clientId)) void bring(row);
    }
  }

  async function bring(row: Uploading) {
    const stop = new AbortController();
    stops.set(row.clientId, stop);
    try {
      const progressed = (share: number) => rows.has(row.clientId) && rows.set(row.clientId, { ...row, share });
      const kept = await bringFile({ ...row, progressed, signal: stop.signal });
      rows.delete(row.clientId);
      const draft = drafts.read(row.conversationId);
      drafts.write(row.conversationId, { ...draft, files: [...draft.files, kept] });
      arrivals.get(row.clientId)?.(kept.id);
      arrivals.delete(row.clientId);
    } catch (thrown) {
      if (rows.has(row.clientId)) rows.set(row.clientId, { ...row, error: codeOf(thrown) });
    } finally {
      stops.delete(row.clientId);
      next();
    }
  }

  return {
    of,
    /** Something is still on its way there. */
    busy: (conversationId: string) => of(conversationId).some(({ error }) => !error),
    /** Returns why some were refused, if they were. `arrived` hears of each that the hub has got. */
    add(conversationId: string, files: readonly File[], room: Room | null, arrived?: (uploadId: string) => void): string | undefined {
      let refused: string | undefined;
      for (const file of files) {
        const error = refusal(conversationId, file, room);
        refused ??= error;
        if (error) continue;
        const clientId = crypto.randomUUID();
        rows.set(clientId, { clientId, conversationId, file, share: 0 });
        if (arrived) arrivals.set(clientId, arrived);
      }
      next();
      return refused;
    },
    retry(clientId: string) {
      const row = rows.get(clientId);
      if (!row) return;
      const { error: _, ...again } = row;
      rows.set(clientId, { ...again, share: 0 });
      next();
    },
    cancel(clientId: string) {
      rows.delete(clientId);
      arrivals.delete(clientId);
      stops.get(clientId)?.abort();
    },
    /** Not to go along after all. */
    async remove(conversationId: string, uploadId: string) {
      const draft = drafts.read(conversationId);
      drafts.write(conversationId, { ...draft, files: draft.files.filter(({ id }) => id !== uploadId) });
      await hub.call('removeUpload', { params: { id: uploadId } }).catch(() => undefined);
    },
  };
});
