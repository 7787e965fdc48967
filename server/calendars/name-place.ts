import { both } from '../catalog/words.ts';
import type { Label } from '../contract/entities.ts';

const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const chinese = new Intl.DisplayNames('zh-CN', { type: 'region', fallback: 'none' });

/** A country in both languages (CLDR); under its own name where CLDR has none. */
export const nameOfPlace = (code: string, ownName: string): Label => both(english.of(code) ?? ownName, chinese.of(code) ?? ownName);
