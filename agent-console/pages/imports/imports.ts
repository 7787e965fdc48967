import type { ImportView } from '../../../server/contract/imports.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useRuns } from '../../runs/use-runs.ts';

/** Past imports and the one that is open. */
export function useImports(openId: () => string | undefined) {
  const hub = useHub();
  return useRuns<ImportView, ImportView>(openId, {
    list: async () => (await hub.call('listImports')).imports,
    read: (id) => hub.call('getImport', { params: { id } }),
    stale: (event) => {
      if (event.name === 'import.progressed') return event.data.importId === openId() ? 'opened' : undefined;
      return event.name.startsWith('import.') ? 'both' : undefined;
    },
  });
}

export const isOn = ({ state }: ImportView): boolean => ['queued', 'checking', 'running', 'undoing'].includes(state);

/** Whether it may be started: nothing of it has been taken in yet. */
export const isOpen = ({ state, dryRun, rowsDone }: ImportView): boolean =>
  state === 'uploaded' || (['done', 'failed', 'canceled'].includes(state) && (dryRun || rowsDone === 0));
