import { element, icon } from './element.ts';
import type { Storage } from './storage.ts';
import type { Words } from './words.ts';

export interface Composer {
  readonly element: HTMLElement;
  focus(): void;
}

const longest = 4000;
const draft = 'draft';

/** Where the visitor writes. The draft stays over reloads of this window. */
export function writeMessage(words: Words, session: Storage, wishes: { send(text: string): void; writing(): void }): Composer {
  const field = element('textarea', {
    rows: '1',
    placeholder: words.write,
    'aria-label': words.write,
    'aria-describedby': 'keys left',
    enterkeyhint: 'send',
    dir: 'auto',
  });
  const button = element('button', { type: 'submit', class: 'submit', 'aria-label': words.send, title: words.send }, icon('send'));
  const left = element('span', { id: 'left', class: 'left', 'aria-live': 'polite' });
  const form = element('form', { class: 'composer' }, field, button, left, element('span', { id: 'keys', class: 'unseen' }, words.keys));
  field.value = session.read(draft) ?? '';

  const adjust = () => {
    const room = longest - [...field.value.trim()].length;
    left.textContent = room < 300 ? words.left(room) : '';
    form.classList.toggle('over', room < 0);
    button.disabled = room < 0 || room === longest;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  };
  const submit = () => {
    if (button.disabled) return;
    wishes.send(field.value.trim());
    field.value = '';
    session.remove(draft);
    adjust();
  };

  field.addEventListener('input', () => {
    session.write(draft, field.value);
    if (field.value.trim() !== '') wishes.writing();
    adjust();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    submit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
    field.focus();
  });
  new ResizeObserver(adjust).observe(form);
  return { element: form, focus: () => field.focus() };
}

/** An Enter that only ends an input method's composition. Safari reports it after the composition, as key code 229. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
