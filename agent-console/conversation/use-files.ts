import type { Ref } from 'vue';
import type { ConversationView } from '../../server/contract/entities.ts';
import { useHub } from '../hub-client/hub-client.ts';
import { useUploads } from '../stores/uploads.ts';

interface FilePlace {
  readonly error: Ref<string>;
  /** Whether the words that are being written can be accompanied at all. */
  takes(): boolean;
  /** Where the caret stands a picture can be shown; undefined where words are plain. */
  picture(): ((src: string) => unknown) | undefined;
}

/** Files for a message: chosen, dropped or pasted. What cannot go along is said. */
export function useFiles(conversation: () => ConversationView, { error, takes, picture }: FilePlace) {
  const [hub, uploads] = [useHub(), useUploads()];

  function bring(files: readonly File[], within = false) {
    if (files.length === 0) return;
    const show = within ? picture() : undefined;
    const arrived = show && ((id: string) => show(hub.uploadUrl(id)));
    error.value = uploads.add(conversation().id, files, takes() ? conversation().files : null, arrived) ?? '';
  }

  return {
    bring: (files: readonly File[]) => bring(files),
    /** A picture pasted into a mail is shown where the caret stands; other files go along. */
    pasted(files: readonly File[]) {
      bring(files.filter(isPicture), true);
      bring(files.filter((file) => !isPicture(file)));
    },
    /** Copied tables come as a picture too: words are preferred. */
    paste(event: ClipboardEvent) {
      const files = [...(event.clipboardData?.files ?? [])];
      if (event.defaultPrevented || files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
      event.preventDefault();
      bring(files);
    },
    drop(event: DragEvent) {
      if (event.defaultPrevented) return;
      event.preventDefault();
      bring([...(event.dataTransfer?.files ?? [])]);
    },
  };
}

const isPicture = (file: File) => /^image\/(png|jpeg|gif|webp)$/.test(file.type);
