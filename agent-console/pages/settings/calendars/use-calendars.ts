import { watchDebounced } from '@vueuse/core';
import { onScopeDispose, ref, shallowRef } from 'vue';
import type { CalendarPreview, CalendarView } from '../../../../server/contract/configuration.ts';
import type { CalendarDraft } from '../../../../server/contract/routing-rules.ts';
import { codeOf } from '../../../hub-client/failure.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useLive } from '../../../stores/live.ts';
import { useDraft } from '../use-draft.ts';

/** Calendars, the draft of one of them or of a new one, and what the hub says of it. */
export function useCalendars() {
  const [hub, live] = [useHub(), useLive()];
  const { draft, isChanged, take, rebase, undo } = useDraft<CalendarDraft>();
  const calendars = shallowRef<readonly CalendarView[]>();
  const chosen = shallowRef<CalendarView>();
  const preview = shallowRef<CalendarPreview>();
  const error = ref('');

  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    error.value = '';
    try {
      await act();
      return true;
    } catch (thrown) {
      error.value = codeOf(thrown);
      return false;
    }
  }

  const load = () =>
    attempt(async () => {
      calendars.value = (await hub.call('listCalendars')).calendars;
    });

  /** Undefined: a new one. */
  function choose(calendar: CalendarView | undefined, blank: CalendarDraft) {
    chosen.value = calendar;
    preview.value = undefined;
    take(calendar ? draftOf(calendar) : blank);
  }

  const look = () =>
    attempt(async () => {
      if (draft.value) preview.value = await hub.call('previewCalendar', { body: { draft: draft.value } });
    });

  async function save(): Promise<CalendarView | undefined> {
    const given = draft.value;
    if (!given) return undefined;
    let saved: CalendarView | undefined;
    await attempt(async () => {
      saved = await send(given);
      chosen.value = saved;
      take(draftOf(saved));
      await load();
    });
    return saved;
  }

  async function send(given: CalendarDraft): Promise<CalendarView> {
    if (!chosen.value) return hub.call('createCalendar', { body: { draft: given } });
    const { id, revision } = chosen.value;
    try {
      return await hub.call('changeCalendar', { params: { id }, body: { revision, draft: given } });
    } catch (thrown) {
      if (codeOf(thrown) === 'changed_meanwhile') await catchUp(id);
      throw thrown;
    }
  }

  /** Theirs is what is compared with from now on; what was drafted stays. */
  async function catchUp(id: string): Promise<void> {
    calendars.value = (await hub.call('listCalendars')).calendars;
    chosen.value = calendars.value.find((calendar) => calendar.id === id) ?? chosen.value;
    if (chosen.value) rebase(draftOf(chosen.value));
  }

  const remove = (id: string) =>
    attempt(async () => {
      await hub.call('deleteCalendar', { params: { id } });
      take(undefined);
      await load();
    });

  watchDebounced(draft, look, { debounce: 250, deep: true });
  onScopeDispose(live.onEvent(({ name }) => name === 'calendar.changed' && load()));
  onScopeDispose(live.onReload(load));
  return { calendars, chosen, draft, isChanged, undo, preview, error, load, choose, save, remove };
}

const draftOf = ({ label, timeZone, hours, holidays, overrides }: CalendarView): CalendarDraft => ({
  label,
  timeZone,
  hours,
  holidays,
  overrides,
});
