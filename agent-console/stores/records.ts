import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import type { RecordView } from '../../server/contract/record.ts';

/** A shift looks at hundreds of customers: those of long ago are read again. */
const staying = 40;

/** Records as they were last read, by customer: every part of the screen that shows one shows the same. */
export const useRecords = defineStore('records', () => {
  const records = shallowReactive(new Map<string, RecordView>());
  return {
    of: (customerId: string) => records.get(customerId),
    keep(customerId: string, record: RecordView) {
      records.delete(customerId);
      records.set(customerId, record);
      const [oldest] = records.keys();
      if (records.size > staying && oldest !== undefined) records.delete(oldest);
    },
  };
});
