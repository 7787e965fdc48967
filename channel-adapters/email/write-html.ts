/** The HTML form of a plain text: escaped, its lines and spaces kept, its web addresses turned into links. */
export function writeHtml(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => keepSpaces(linkAddresses(line)));
  return wrapHtml(`<div>${lines.join('<br>\n')}</div>`);
}

/** A whole document around HTML that is safe already. */
export const wrapHtml = (body: string): string => `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${body}</body></html>`;

// Only ASCII belongs to an address: Chinese text and punctuation may follow it without a space.
function linkAddresses(line: string): string {
  const pieces = line.split(/(https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]*[\w\-~/#=&%+])/);
  return pieces
    .map((piece, index) => (index % 2 === 1 ? `<a href="${escapeHtml(piece)}">${escapeHtml(piece)}</a>` : escapeHtml(piece)))
    .join('');
}

// Outlook knows no `white-space: pre-wrap`.
function keepSpaces(html: string): string {
  return html.replace(/\t/g, '    ').replace(/^ | (?= )/g, '&nbsp;');
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
