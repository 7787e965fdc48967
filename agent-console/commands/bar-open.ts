import { ref } from 'vue';

/** Whether the command bar is open: a key, the top bar and the first steps open it. */
export const barOpen = ref(false);
