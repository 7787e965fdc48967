/** Join the soft line breaks of `format=flowed` text (RFC 3676), paragraph by paragraph and quote depth by quote depth. */
export function unflowText(text: string, deleteSpace: boolean): string {
  const paragraphs: Line[][] = [];
  for (const line of text.split('\n').map(readLine)) {
    const paragraph = paragraphs.at(-1);
    const last = paragraph?.at(-1);
    if (paragraph && last && goesOn(last) && last.depth === line.depth) paragraph.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs.map((lines) => joinLines(lines, deleteSpace)).join('\n');
}

interface Line {
  readonly depth: string;
  readonly words: string;
}

// RFC 3676 4.4: one leading space was stuffed in by the sender.
function readLine(line: string): Line {
  const depth = /^>*/.exec(line)?.[0] ?? '';
  return { depth, words: line.slice(depth.length).replace(/^ /, '') };
}

// A line that ends with a space goes on in the next one, but "-- " begins a signature (4.3).
function goesOn({ words }: Line): boolean {
  return words.endsWith(' ') && words !== '-- ';
}

function joinLines(lines: readonly Line[], deleteSpace: boolean): string {
  const words = lines.map((line, index) => (deleteSpace && index < lines.length - 1 ? line.words.slice(0, -1) : line.words)).join('');
  const depth = lines[0]?.depth ?? '';
  return depth ? `${depth} ${words}` : words;
}
