import type { NoticeView } from '../../server/contract/notices.ts';
import type { useText } from '../language/use-text.ts';

/** What a notice says, in one sentence without its ticket. */
export function noticeText({ kind, by, count, detail }: NoticeView, { t }: Pick<ReturnType<typeof useText>, 't'>): string {
  const name = by?.name ?? t('product');
  switch (kind) {
    case 'mention':
      return t('notices.mention', { name });
    case 'reminder':
      return t('notices.reminder');
    case 'assigned':
      return t('notices.assigned', { name });
    case 'help_asked':
      return t('notices.helpAsked', { name });
    case 'help_given':
      return t('notices.helpGiven', { name });
    case 'side_reply':
      return t('notices.sideReply');
    case 'service_warning':
      return t('notices.serviceWarning');
    case 'watched':
      return detail.status ? t('notices.watchedStatus', { status: t(`ticketStatus.${detail.status}`) }) : t('notices.watched', { count });
  }
}
