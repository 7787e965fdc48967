import { type HtmlToTextOptions, htmlToText } from 'html-to-text';
import sanitizeHtml, { type Attributes } from 'sanitize-html';
import { isTooDeep, stripTags } from './html-depth.ts';

/** What an agent's editor can set; nothing of it needs a style sheet at the reader. */
const tags = ['p', 'br', 'strong', 'em', 'u', 's', 'a', 'ul', 'ol', 'li', 'blockquote', 'code', 'pre', 'h1', 'h2', 'h3', 'hr', 'img'];

/** Mail programs show these as their own tags. */
const sameAs: Readonly<Record<string, string>> = { b: 'strong', i: 'em', del: 's', strike: 's', ins: 'u', div: 'p' };

export interface RichText {
  readonly html: string;
  /** The same for readers without HTML. */
  readonly text: string;
}

/** A message as an agent has set it, safe to send and to show: structure, links and our own pictures, no styles, no scripts. */
export function sanitiseRichText(html: string): RichText {
  const safe = isTooDeep(html) ? sanitizeHtml(stripTags(html), { allowedTags: [] }) : sanitize(html);
  const text = htmlToText(safe.replaceAll(emptyLine, '<p>&nbsp;</p>'), plain);
  return { html: safe, text: text.replaceAll('\u00a0', ' ').replace(/ +$/gm, '').trim() };
}

/** In the editor a line is a paragraph without space around it: so it is for whoever reads it. */
const line = 'margin:0';
const emptyLine = `<p style="${line}"><br /></p>`;

const block = { leadingLineBreaks: 1, trailingLineBreaks: 1 };
const plain: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: 1000, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['<', '>'] } },
    { selector: 'img', format: 'skip' },
    ...['p', 'ul', 'ol', 'blockquote', 'pre'].map((selector) => ({ selector, options: block })),
    ...['h1', 'h2', 'h3'].map((selector) => ({ selector, options: { ...block, uppercase: false } })),
  ],
};

const sanitize = (html: string): string =>
  sanitizeHtml(html, {
    allowedTags: tags,
    allowedAttributes: { a: ['href', 'rel', 'target'], img: ['src', 'alt'], ol: ['start'], p: ['style'] },
    parseStyleAttributes: false,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid'] },
    allowProtocolRelative: false,
    transformTags: {
      ...Object.fromEntries(
        Object.entries(sameAs).map(([from, to]) => [from, () => ({ tagName: to, attribs: to === 'p' ? { style: line } : {} })]),
      ),
      p: () => ({ tagName: 'p', attribs: { style: line } }),
      a: (tagName, attributes) => ({ tagName, attribs: guardLink(attributes) }),
      img: (tagName, attributes) => ({ tagName, attribs: ownPicture(attributes) }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs.src,
  }).replaceAll(`<p style="${line}"></p>`, emptyLine);

function guardLink({ href }: Attributes): Attributes {
  const address = href?.trim() ?? '';
  return /^(https?:\/\/|mailto:|tel:)/i.test(address) ? { href: address, rel: 'noopener noreferrer', target: '_blank' } : {};
}

const upload = /^(?:cid:|(?:https?:\/\/[^/]+)?\/api\/uploads\/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Only a file that travels along is shown; a picture from elsewhere would tell its owner who reads. */
function ownPicture({ src, alt }: Attributes): Attributes {
  const id = upload.exec(src?.trim() ?? '')?.[1];
  return id ? { src: `cid:${id.toLowerCase()}`, ...(alt && { alt: alt.slice(0, 200) }) } : {};
}
