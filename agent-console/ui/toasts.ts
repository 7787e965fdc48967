import { shallowRef } from 'vue';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'failed';
  readonly undo?: (() => unknown) | undefined;
}

/** Short messages at the edge, said politely; an undo stays as long as the message does. */
export const toasts = shallowRef<readonly Toast[]>([]);
let last = 0;

export function showToast(text: string, kind: Toast['kind'] = 'done', undo?: () => unknown) {
  const toast = { id: ++last, text, kind, undo };
  toasts.value = [...toasts.value, toast];
  setTimeout(() => dismissToast(toast.id), undo || kind === 'failed' ? 8_000 : 4_000);
}

export function dismissToast(id: number) {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
