type Attributes = Readonly<Record<string, string | boolean | ((event: never) => void) | undefined>>;

/**
 * An HTML element; text children are always text, never markup. `onclick` and kin become listeners, `true` an empty
 * attribute, `false` and undefined none.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children);
  return made;
}

const shapes = {
  chat: 'M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 4.1a.8.8 0 0 1-1.4-.6V16A2.5 2.5 0 0 1 4 13.5z',
  down: 'M6 9.5l6 6 6-6',
  cross: 'M6.5 6.5l11 11m0-11l-11 11',
  send: 'M12 19V6m0 0l-5.5 5.5M12 6l5.5 5.5',
} as const;

/** A drawn sign; whoever uses it names its meaning. */
export function icon(name: keyof typeof shapes): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon', name);
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}

function setAttribute(made: HTMLElement, name: string, value: Attributes[string]): void {
  if (typeof value === 'function') made.addEventListener(name.slice(2), (event) => Reflect.apply(value, made, [event]));
  else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
}
