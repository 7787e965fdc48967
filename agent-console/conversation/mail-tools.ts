import type { Editor } from '@tiptap/core';

interface MailTool {
  readonly key: 'bold' | 'italic' | 'underline' | 'bullets' | 'numbers' | 'quote';
  /** A letter, or a picture as an SVG path in a field of 16 by 16. */
  readonly sign?: string;
  readonly path?: string;
  readonly keys?: string;
  isOn(editor: Editor): boolean;
  run(editor: Editor): unknown;
}

export const mailTools: readonly MailTool[] = [
  {
    key: 'bold',
    sign: 'B',
    keys: 'Ctrl B',
    isOn: (editor) => editor.isActive('bold'),
    run: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    key: 'italic',
    sign: 'I',
    keys: 'Ctrl I',
    isOn: (editor) => editor.isActive('italic'),
    run: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    key: 'underline',
    sign: 'U',
    keys: 'Ctrl U',
    isOn: (editor) => editor.isActive('underline'),
    run: (editor) => editor.chain().focus().toggleUnderline().run(),
  },
  {
    key: 'bullets',
    path: 'M2.5 4h.01M2.5 8h.01M2.5 12h.01M6 4h8M6 8h8M6 12h8',
    isOn: (editor) => editor.isActive('bulletList'),
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    key: 'numbers',
    path: 'M2 3l1-.5V6M1.8 10.2c.2-1 2-.9 1.9.2 0 .8-1.9 1.6-1.9 2.6h2M7 4h7M7 8h7M7 12h7',
    isOn: (editor) => editor.isActive('orderedList'),
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    key: 'quote',
    path: 'M3 3v10M7 5h7M7 8h7M7 11h5',
    isOn: (editor) => editor.isActive('blockquote'),
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
];
