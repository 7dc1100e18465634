import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

/** A regular expression in a source, or one that is put together when the program runs. */
export interface FoundPattern {
  /** From the root of the repository, with the line. */
  readonly place: string;
  /** Null when it is not written out in one piece. */
  readonly pattern: RegExp | null;
}

const sources = '{{apps,libs}/*,tools/{import,kit,receiver,resendctl,stack}}/src/**/*.{ts,tsx}';

/** Every regular expression of the product, generated code and tests left out. */
export function findPatterns(root: string): FoundPattern[] {
  return globSync(sources, { cwd: root })
    .filter((file) => !/\.test\.ts$|\/gen\/|^libs\/store-conformance\//.test(file))
    .sort()
    .flatMap((file) => patternsIn(file, readFileSync(path.join(root, file), 'utf8')));
}

function patternsIn(file: string, text: string): FoundPattern[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: FoundPattern[] = [];
  const visit = (node: ts.Node): void => {
    const pattern = patternOf(node);
    if (pattern !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ place: `${file}:${line + 1}`, pattern });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Undefined when it is none. */
function patternOf(node: ts.Node): RegExp | null | undefined {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return new RegExp(node.text.slice(1, end), node.text.slice(end + 1));
  }
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'RegExp') return undefined;
  return null;
}
