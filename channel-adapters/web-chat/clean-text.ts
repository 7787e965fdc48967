/**
 * Text as it may be stored and shown: half surrogate pairs become U+FFFD, line ends `\n`, and control characters other
 * than tab and line end go. Empty when nothing visible is left.
 */
export function cleanText(text: string): string {
  const cleaned = wellFormed(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .trim();
  return /[^\s\p{Cf}]/u.test(cleaned) ? cleaned : '';
}

/** Longer than `limit` characters, counted as readers do: a rare Han character or an emoji is one. */
export function isLongerThan(limit: number, text: string): boolean {
  return text.length > limit && (text.length > 2 * limit || [...text].length > limit);
}

// UTF-8 has no half pairs: encoding replaces them.
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
