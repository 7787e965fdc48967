/**
 * How many SMS a text takes (3GPP TS 23.038 and 23.040): 160 characters of the GSM alphabet, 70 UTF-16 units of any
 * other text; of a longer one each part gives room to its header and carries 153 or 67.
 */
export function countSegments(text: string): number {
  const units = gsmSeptets(text);
  if (units !== undefined) return units <= 160 ? 1 : packedGsm(text);
  return text.length <= 70 ? 1 : packedUcs2(text);
}

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const escaped = new Set('\f^{}\\[~]|€');

/** Septets of a text in the GSM alphabet; undefined when it holds anything else. */
function gsmSeptets(text: string): number | undefined {
  let septets = 0;
  for (const character of text) {
    if (basic.has(character)) septets += 1;
    else if (escaped.has(character)) septets += 2;
    else return undefined;
  }
  return septets;
}

const packedGsm = (text: string) =>
  pack(
    [...text].map((character) => (escaped.has(character) ? 2 : 1)),
    153,
  );
const packedUcs2 = (text: string) =>
  pack(
    [...text].map((character) => character.length),
    67,
  );

/** Parts needed when no character may be split over two of them. */
function pack(widths: readonly number[], room: number): number {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > room) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}
