import ts from 'typescript';

export interface Import {
  specifier: string;
  line: number;
  /** Erased when compiled: `import type`, `export type … from`. */
  typeOnly: boolean;
}

/** All static and dynamic imports and re-exports of a TypeScript file or a Vue component. */
export function readImports(file: string, text: string): Import[] {
  const source = ts.createSourceFile(
    file,
    file.endsWith('.vue') ? onlyScripts(text) : text,
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TS,
  );
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const named = specifierOf(node);
    if (named) found.push({ ...named, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Everything outside the script blocks blanked out, so that line numbers stay true. */
function onlyScripts(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, ' ');
  const pieces = text.split(/(<script[^>]*>[\s\S]*?<\/script>)/);
  return pieces
    .map((piece) => {
      const script = /^(<script[^>]*>)([\s\S]*)(<\/script>)$/.exec(piece);
      return script ? blank(script[1] ?? '') + script[2] + blank(script[3] ?? '') : blank(piece);
    })
    .join('');
}

function specifierOf(node: ts.Node): Omit<Import, 'line'> | undefined {
  if (ts.isImportDeclaration(node)) return named(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
  if (ts.isExportDeclaration(node)) return named(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return named(node.arguments[0], false);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return named(node.argument.literal, true);
  return undefined;
}

const named = (specifier: ts.Expression | undefined, typeOnly: boolean): Omit<Import, 'line'> | undefined =>
  specifier && ts.isStringLiteralLike(specifier) ? { specifier: specifier.text, typeOnly } : undefined;
