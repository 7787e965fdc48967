import { onScopeDispose, ref } from 'vue';
import type { ResponseOf } from '../../../server/contract/api.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useRuns } from '../../runs/use-runs.ts';
import { useLive } from '../../stores/live.ts';

type Row = ResponseOf<'listRehearsals'>['rehearsals'][number];

/** Past rehearsals and the one that is open. How far one is comes with its events. */
export function useRehearsals(openId: () => string | undefined) {
  const [hub, live] = [useHub(), useLive()];
  const progress = ref<Record<string, number>>({});
  onScopeDispose(
    live.onEvent((event) => {
      if (event.name === 'rehearsal.progressed') progress.value = { ...progress.value, [event.data.rehearsalId]: event.data.progress };
    }),
  );
  const runs = useRuns<Row, ResponseOf<'getRehearsal'>>(openId, {
    list: async () => (await hub.call('listRehearsals')).rehearsals,
    read: (id) => hub.call('getRehearsal', { params: { id } }),
    stale: (event) => {
      if (event.name === 'rehearsal.requested') return 'list';
      if (event.name === 'rehearsal.ended') return event.data.rehearsalId === openId() ? 'both' : 'list';
      return undefined;
    },
  });
  const progressOf = (row: Pick<Row, 'id' | 'progress' | 'state'>) => Math.max(row.progress, progress.value[row.id] ?? 0);
  return { ...runs, progressOf };
}
