interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** Which file a module travels in: all that a page is made of comes in one, and nothing that only other pages need. */
export function fileOfPage(name: string, page: string): (id: string, modules: Modules) => string | null {
  let parts: ReadonlySet<string> | undefined;
  return (id, modules) => {
    parts ??= partsOf(page, modules);
    return parts.has(id) ? name : null;
  };
}

/** What is imported from there on, short of what is only loaded when it is needed. A package leads to all that anybody takes of it. */
function partsOf(page: string, modules: Modules): ReadonlySet<string> {
  const parts = new Set([page]);
  for (const id of parts)
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) if (!imported.includes('/node_modules/')) parts.add(imported);
  return parts;
}
