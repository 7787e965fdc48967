import { type Extensions, Node } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';

/** A picture brought to the hub; one from elsewhere would tell its owner who reads, and is not taken. */
const Picture = Node.create({
  name: 'picture',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({ src: { default: null }, alt: { default: '' } }),
  parseHTML: () => [{ tag: 'img[src^="/api/uploads/"]' }],
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
});

/** What a mail can be set with. Nothing else survives pasting. */
export const mailSchema: Extensions = [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    link: {
      openOnClick: false,
      autolink: true,
      defaultProtocol: 'https',
      protocols: ['https', 'http', 'mailto', 'tel'],
      HTMLAttributes: { target: null, rel: null },
    },
    trailingNode: false,
  }),
  Picture,
];
