import { computed, onScopeDispose, ref, watch } from 'vue';
import type { FieldView } from '../../../server/contract/archive-fields.ts';
import { codeOf } from '../../hub-client/failure.ts';
import { useHub } from '../../hub-client/hub-client.ts';
import { useLive } from '../../stores/live.ts';
import { useRecords } from '../../stores/records.ts';

/** Events after which a record reads differently. */
const news = /^(customer\.(changed|field_checked|merged|parted)|consent\.|membership\.|campaign\.touched|custom_field\.|field_freshness\.)/;

/** What is known of a customer, kept fresh, with the installation's own fields. */
export function useRecord(customerId: () => string) {
  const [hub, live, records] = [useHub(), useLive(), useRecords()];
  const record = computed(() => records.of(customerId()));
  const definitions = ref<readonly FieldView[]>([]);
  const error = ref('');

  async function load() {
    const asked = customerId();
    try {
      const [found, { fields }] = await Promise.all([hub.call('readRecord', { params: { id: asked } }), hub.call('listCustomerFields')]);
      if (asked !== customerId()) return;
      records.keep(asked, found);
      [definitions.value, error.value] = [fields, ''];
    } catch (thrown) {
      if (asked === customerId()) error.value = codeOf(thrown);
    }
  }

  /** Do something to it and take what it is then; answers whether it was done. */
  async function act(work: () => Promise<unknown>): Promise<boolean> {
    error.value = '';
    try {
      await work();
      await load();
      return true;
    } catch (thrown) {
      error.value = codeOf(thrown);
      return false;
    }
  }

  onScopeDispose(
    live.onEvent((event) => news.test(event.name) && (event.customerId === null || event.customerId === customerId()) && void load()),
  );
  onScopeDispose(live.onReload(load));
  watch(customerId, () => void load(), { immediate: true });
  return { record, definitions, error, load, act };
}

export type Act = ReturnType<typeof useRecord>['act'];
