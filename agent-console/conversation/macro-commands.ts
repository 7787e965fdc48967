import { watch } from 'vue';
import type { ConversationView } from '../../server/contract/entities.ts';
import type { MacroView } from '../../server/contract/macros.ts';
import { barOpen } from '../commands/bar-open.ts';
import { useCommands } from '../commands/use-commands.ts';
import { useText } from '../language/use-text.ts';
import { useMacros } from '../stores/macros.ts';

/** Macros of the channel that is answered on are found in the command bar, too. */
export function useMacroCommands(conversation: () => ConversationView, take: (macro: MacroView) => unknown) {
  const macros = useMacros();
  const { t, label } = useText();

  watch(barOpen, (open) => {
    if (open && macros.macros.length === 0) void macros.load().catch(() => undefined);
  });
  useCommands(() =>
    macros.on(conversation().channel).map((macro) => ({
      id: `macro.${macro.id}`,
      label: label(macro.name) || macro.name.en || macro.name['zh-CN'],
      hint: t('composer.macros'),
      sought: true,
      run: () => take(macro),
    })),
  );
}
