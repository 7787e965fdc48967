/** 3GPP TS 23.038, 6.2.1: the default alphabet; each of its characters takes one septet. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** 6.2.1.1: the extension table; an escape and the character, two septets. */
const extended = new Set('\f^{}\\[~]|€');

export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
  /** Units (septets or UTF-16 code units) still free in the last segment. */
  readonly left: number;
}

/**
 * How many SMS a text takes: 160 septets or 70 UTF-16 units alone, 153 or 67 when it has to be joined (TS 23.040,
 * 9.2.3.24). One Chinese character makes the whole text UCS-2; an emoji or an escaped character is never cut in two.
 */
export function countSegments(text: string): Segments {
  const characters = [...text];
  const gsm = characters.every((character) => basic.has(character) || extended.has(character));
  const sizes = characters.map((character) => (gsm ? (extended.has(character) ? 2 : 1) : character.length));
  const [single, joined] = gsm ? [160, 153] : [70, 67];
  const encoding = gsm ? 'GSM-7' : 'UCS-2';
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= single) return { encoding, segments: total === 0 ? 0 : 1, left: single - total };
  return { encoding, ...pack(sizes, joined) };
}

function pack(sizes: readonly number[], room: number) {
  let [segments, left] = [1, room];
  for (const size of sizes) {
    if (size > left) [segments, left] = [segments + 1, room];
    left -= size;
  }
  return { segments, left };
}
