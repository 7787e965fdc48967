import { shallowRef } from 'vue';
import type { GivenBody } from '../../../../server/contract/api.ts';
import type { FieldDraft, FieldView, Freshness } from '../../../../server/contract/archive-fields.ts';
import { useHub } from '../../../hub-client/hub-client.ts';
import { useOwnFields } from './use-own-fields.ts';

/** The fields of customers here, the draft of one of them or of a new one, and how long fields are trusted. */
export function useCustomerFields() {
  const hub = useHub();
  const freshness = shallowRef<readonly Freshness[]>([]);
  const own = useOwnFields<FieldView, FieldDraft>({
    changed: ['custom_field.changed', 'field_freshness.changed'],
    async read() {
      const found = await hub.call('listCustomerFields');
      freshness.value = found.freshness;
      return found.fields;
    },
    put: (body) => hub.call('putCustomField', { body }),
    draftOf: ({ mayWrite: _, revision: __, retiredAt, ...field }) => ({ ...field, retired: retiredAt !== null }),
  });

  const trust = (body: GivenBody<'putFreshness'>) =>
    own.attempt(async () => {
      freshness.value = (await hub.call('putFreshness', { body })).freshness;
    });
  return { ...own, freshness, trust };
}
