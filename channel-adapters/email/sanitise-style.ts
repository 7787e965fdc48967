const size = /^(0|auto|\d{1,4}(\.\d{1,4})?(px|pt|em|rem|%|ex|ch)?)$/i;
const sizes = /^((0|auto|\d{1,4}(\.\d{1,4})?(px|pt|em|rem|%)?)(\s+|$)){1,4}$/i;
const color = /^(#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d\s.,%]{3,40}\))$/i;
const border = /^[\w\s.#,%-]{1,60}$|^[\w\s.%-]{1,30} rgba?\([\d\s.,%]{3,40}\)$/;
const words = /^[a-z][a-z\s-]{0,40}$/i;
const edges = ['top', 'right', 'bottom', 'left'];

/** Properties that paint within their own box, with the values they may take; none can name an address or leave its place. */
const allowed: Readonly<Record<string, RegExp>> = {
  color,
  'background-color': color,
  background: color,
  'font-family': /^[\p{L}\p{N}\s,'._-]{1,200}$/u,
  'font-size': new RegExp(`${size.source}|^[a-z-]{3,10}$`, 'i'),
  'font-weight': /^(\d{3}|[a-z]{4,7})$/i,
  'line-height': size,
  'text-indent': size,
  width: size,
  'max-width': size,
  height: size,
  margin: sizes,
  padding: sizes,
  border,
  display: /^(block|inline|inline-block|none|table|table-row|table-cell)$/i,
  ...Object.fromEntries(edges.flatMap((edge) => [`margin-${edge}`, `padding-${edge}`].map((name) => [name, size]))),
  ...Object.fromEntries(
    [...edges.map((edge) => `border-${edge}`), 'border-color', 'border-style', 'border-width'].map((name) => [name, border]),
  ),
  ...Object.fromEntries(
    [
      'font-style',
      'text-align',
      'text-decoration',
      'vertical-align',
      'white-space',
      'word-break',
      'border-collapse',
      'list-style-type',
    ].map((name) => [name, words]),
  ),
};

/** The harmless declarations of a style attribute; everything else goes (positions, addresses, scripts, escapes, comments). */
export function sanitiseStyle(style: string): string {
  return style
    .slice(0, 5000)
    .split(';')
    .map((declaration) => ({
      name: declaration.slice(0, declaration.indexOf(':')).trim().toLowerCase(),
      value: declaration.slice(declaration.indexOf(':') + 1).trim(),
    }))
    .filter(({ name, value }) => Object.hasOwn(allowed, name) && allowed[name]?.test(value))
    .map(({ name, value }) => `${name}:${value}`)
    .join(';');
}
