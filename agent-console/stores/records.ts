import { defineStore } from 'pinia';
import { reactive } from 'vue';
import type { RecordView } from '../../server/contract/record.ts';

/** Records as they were last read, by customer: every part of the screen that shows one shows the same. */
export const useRecords = defineStore('records', () => {
  const records = reactive(new Map<string, RecordView>());
  return {
    of: (customerId: string) => records.get(customerId),
    keep(customerId: string, record: RecordView) {
      records.set(customerId, record);
    },
  };
});
