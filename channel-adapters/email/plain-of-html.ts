import { type HtmlToTextOptions, htmlToText } from 'html-to-text';
import { isTooDeep, stripTags } from './html-depth.ts';

/** Longer HTML is machine-made; its beginning is enough to read, and the HTML itself is kept. */
const maxLength = 2_000_000;

const options: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: 1000, ellipsis: '…' },
  formatters: {
    // Some mail programs write emoji as pictures.
    emojiPicture: (image, _walk, builder) => {
      const alternative: unknown = image.attribs?.alt;
      if (typeof alternative === 'string' && [...alternative].length <= 4) builder.addInline(alternative);
    },
    cell: (cell, walk, builder) => {
      walk(cell.children, builder);
      builder.addInline(' ');
    },
  },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['<', '>'] } },
    { selector: 'img', format: 'emojiPicture' },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
};

/** What a reader of this HTML sees, as plain text; quotations get a leading `>`. */
export function plainOfHtml(html: string): string {
  const beginning = html.slice(0, maxLength);
  const text = isTooDeep(beginning) ? stripTags(beginning) : htmlToText(beginning, options);
  return text.replaceAll('\u00a0', ' ');
}
