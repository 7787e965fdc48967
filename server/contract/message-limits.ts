/** What goes along with the words of a message. Constants only: the console bundles them. */
export const messageLimits = { html: 200_000, fileBytes: 18_000_000, fileName: 200, mentions: 50 } as const;
