import sanitizeHtml, { type Attributes } from 'sanitize-html';
import { isTooDeep, stripTags } from './html-depth.ts';
import { sanitiseStyle } from './sanitise-style.ts';

const longest = 5_000_000;

const tags =
  'a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr';

/**
 * HTML of a mail as it may be shown in a sandboxed frame: text, tables and harmless styles; no scripts, forms, frames or
 * foreign style sheets. Pictures from elsewhere would tell their sender who reads: they wait in `data-blocked-src` until the
 * reader asks for them. Pictures that came along stay `cid:`.
 */
export function sanitiseMailHtml(html: string): { html: string; remoteImages: number } {
  if (html.length > longest || isTooDeep(html))
    return { html: `<pre>${sanitizeHtml(stripTags(html.slice(0, longest)), { allowedTags: [] })}</pre>`, remoteImages: 0 };
  let remoteImages = 0;
  const image = (_tag: string, attributes: Attributes) => {
    const guarded = guardImage(attributes);
    if (guarded['data-blocked-src']) remoteImages++;
    return { tagName: 'img', attribs: guarded };
  };
  const sanitised = sanitizeHtml(html, {
    allowedTags: tags.split(' '),
    allowedAttributes: {
      '*': ['style', 'align', 'valign', 'bgcolor', 'width', 'height', 'dir', 'lang', 'title'],
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt', 'data-blocked-src'],
      font: ['color', 'face', 'size'],
      ol: ['start', 'type'],
      table: ['border', 'cellpadding', 'cellspacing'],
      td: ['colspan', 'rowspan', 'nowrap'],
      th: ['colspan', 'rowspan', 'nowrap'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid', 'data'] },
    allowProtocolRelative: false,
    // Styles are checked by `sanitiseStyle`: the parser sanitize-html brings prints what it cannot read, parts of the mail, to the log.
    parseStyleAttributes: false,
    transformTags: { a: (_tag, attributes) => ({ tagName: 'a', attribs: guardLink(attributes) }), img: image, '*': guardStyle },
  });
  return { html: sanitised, remoteImages };
}

function guardStyle(tagName: string, attributes: Attributes) {
  const { style, ...others } = attributes;
  const safe = style && sanitiseStyle(style);
  return { tagName, attribs: { ...others, ...(safe && { style: safe }) } };
}

// A link of a mail leads away, and the page it opens learns nothing of ours.
function guardLink({ href, target: _target, rel: _rel, ...others }: Attributes): Attributes {
  const address = href?.trim() ?? '';
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(address)) return others;
  return { ...others, href: address, target: '_blank', rel: 'noopener noreferrer nofollow' };
}

function guardImage({ src, 'data-blocked-src': _forged, ...others }: Attributes): Attributes {
  const source = src?.trim() ?? '';
  if (/^cid:[^\s"'<>]{1,500}$/i.test(source)) return { ...others, src: source };
  if (/^data:image\/(png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]+$/i.test(source)) return { ...others, src: source };
  const remote = /^(https?:)?\/\//i.test(source) ? absoluteAddress(source) : undefined;
  return remote ? { ...others, 'data-blocked-src': remote } : others;
}

function absoluteAddress(source: string): string | undefined {
  return URL.canParse(source, 'https://base.invalid') ? new URL(source, 'https://base.invalid').href : undefined;
}
