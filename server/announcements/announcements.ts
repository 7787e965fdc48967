import type { Language } from '../contract/statuses.ts';
import { english } from './english.ts';
import { simplifiedChinese } from './simplified-chinese.ts';

/** Minutes of a wait; null when it cannot be said. */
export type WaitWords = { readonly position: number; readonly atLeast: boolean; readonly minutes: { from: number; to: number } | null };

/** Everything the hub itself says or writes to customers: one file a language. */
export interface Announcements {
  /** Spoken to somebody on the line. */
  readonly spoken: {
    waiting(wait: WaitWords): string;
    closed(opens: string | null): string;
    readonly busy: string;
    readonly offers: { readonly callback: string; readonly voicemail: string; readonly chat_link: string };
    readonly callbackPromised: string;
    readonly leaveMessage: string;
    readonly messageTaken: string;
    readonly chatLinkSent: string;
    readonly agentGone: string;
    readonly recorded: string;
  };
  readonly written: {
    closed(opens: string | null): string;
    readonly busy: string;
    chatLink(url: string): string;
  };
  /** A moment as one says it there: `Monday 9:00`. */
  moment(at: Date, timeZone: string): string;
}

const all: Readonly<Record<Language, Announcements>> = { en: english, 'zh-CN': simplifiedChinese };

/** The language we speak with somebody: every Chinese is Simplified Chinese, everything else English. */
export type { Language };

export const spokenLanguage = (...wishes: readonly (string | null | undefined)[]): Language =>
  /^zh\b/i.test(wishes.find((wish) => wish) ?? '') ? 'zh-CN' : 'en';

export const announcementsIn = (language: Language): Announcements => all[language];

/** A range of seconds in minutes: from the likely to the careful end, never less than one. */
export const inMinutes = ({ p50, p90 }: { readonly p50: number; readonly p90: number }): { from: number; to: number } => {
  const from = Math.max(1, Math.round(p50 / 60));
  return { from, to: Math.max(from, Math.ceil(p90 / 60)) };
};
