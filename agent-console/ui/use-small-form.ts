import { onMounted, ref, useTemplateRef } from 'vue';
import { codeOf } from '../hub-client/failure.ts';

/** A small form (`ref="form"`): the cursor stands in its first field, it is sent once at a time, and why it was refused is told. */
export function useSmallForm() {
  const form = useTemplateRef<HTMLFormElement>('form');
  const [busy, error] = [ref(false), ref('')];

  async function send(act: () => Promise<void>) {
    if (busy.value) return;
    [busy.value, error.value] = [true, ''];
    try {
      await act();
    } catch (thrown) {
      error.value = codeOf(thrown);
    } finally {
      busy.value = false;
    }
  }

  onMounted(() => form.value?.querySelector('input')?.focus());
  return { busy, error, send };
}
