/** Deeper than any mail program nests, even after a hundred replies; parsing costs the square of the depth. */
const deepest = 1000;

/** Tags that never hold others, or that HTML closes by itself. */
const shallow = /^(area|base|br|col|embed|hr|img|input|link|meta|source|wbr|p|li|dt|dd|td|th|tr|thead|tbody|tfoot|option|o:p)$/i;

/** Whether HTML is nested so deep that reading it would stall everyone else: an attack, not a letter. */
export function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][\w:-]*)/gi)) {
    if (shallow.test(tag)) continue;
    depth = slash ? Math.max(0, depth - 1) : depth + 1;
    if (depth > deepest) return true;
  }
  return false;
}

/** The text of HTML without understanding it, for what is too deep to parse. */
export function stripTags(html: string): string {
  return html.replace(/<[^<>]*>?/g, ' ').replace(/\s+/g, ' ');
}
