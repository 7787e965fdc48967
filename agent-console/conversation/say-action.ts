import type { MacroAction } from '../../server/contract/message-parts.ts';
import type { MessageKey } from '../language/messages.ts';

/** What a macro does, in words. */
export function sayAction(t: (key: MessageKey, values?: Record<string, string>) => string, action: MacroAction): string {
  switch (action.do) {
    case 'set_status':
      return t('macroAction.set_status', { status: t(`ticketStatus.${action.status}`) });
    case 'set_kind':
      return t('macroAction.set_kind', { kind: t(`ticketKind.${action.kind}`) });
    case 'assign_to_me':
      return t('macroAction.assign_to_me');
    case 'add_note':
      return t('macroAction.add_note');
  }
}
