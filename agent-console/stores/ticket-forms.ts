import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { TicketKind } from '../../server/contract/statuses.ts';
import type { TaxonomyView, TicketCategory, TicketFieldView } from '../../server/contract/ticket-taxonomy.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useLive } from './live.ts';

/** What can be said of tickets here: kinds, categories, root causes, fields. Read once, and anew when somebody changes it. */
export const useTicketForms = defineStore('ticket-forms', () => {
  const [hub, live] = [useHub(), useLive()];
  const taxonomy = shallowRef<TaxonomyView>();
  const fields = shallowRef<readonly TicketFieldView[]>([]);
  let reading: Promise<void> | undefined;

  async function read() {
    const [tree, own] = await Promise.all([hub.call('ticketTaxonomy'), hub.call('listTicketFields')]);
    taxonomy.value = tree;
    fields.value = own.fields;
  }
  live.onEvent(({ name }) => (name === 'ticket_taxonomy.changed' || name === 'ticket_field.changed') && void read());

  const categories = computed(() => taxonomy.value?.categories ?? []);

  return {
    taxonomy,
    fields,
    categories,
    rootCauses: computed(() => taxonomy.value?.rootCauses ?? []),
    kinds: computed(() => taxonomy.value?.kinds ?? []),
    /** From the top of the tree down. */
    pathOf(id: string): TicketCategory[] {
      const path: TicketCategory[] = [];
      for (let at = categories.value.find((one) => one.id === id); at && path.length < 9; ) {
        path.unshift(at);
        const { parentId } = at;
        at = parentId ? categories.value.find((one) => one.id === parentId) : undefined;
      }
      return path;
    },
    /** Fields that tickets of this kind have. */
    fieldsOf: (kind: TicketKind) => fields.value.filter(({ kinds }) => kinds.length === 0 || kinds.includes(kind)),
    /** A failed reading is tried again by whoever asks next. */
    load() {
      reading ??= read().catch((thrown: unknown) => {
        reading = undefined;
        throw thrown;
      });
      return reading;
    },
  };
});
