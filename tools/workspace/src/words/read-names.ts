import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

/** A name that people read, or a message of the log. */
export interface FoundName {
  readonly kind: 'identifier' | 'file' | 'sql' | 'log';
  readonly text: string;
  readonly file: string;
}

const SOURCES = '{apps,libs,tools,proof}/**/*.{ts,tsx,mjs}';
const LEFT_OUT = /(^|\/)(node_modules|dist|gen)(\/|$)|\.d\.ts$/;
/** Where strings are SQL. */
const SQL_FILES = /^libs\/store-sqlite\/src\//;
const SQL_NAME = /\b[a-z]+(?:_[a-z]+)+\b/g;
const LOG_METHODS = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

/** Every name in the workspace; generated code is left out, and prose. */
export function readNames(root: string): FoundName[] {
  return globSync(SOURCES, { cwd: root, exclude: (name) => /^(node_modules|dist|gen)$/.test(name) })
    .filter((file) => !LEFT_OUT.test(file))
    .toSorted()
    .flatMap((file) => namesIn(file, readFileSync(path.join(root, file), 'utf8')));
}

/** The names of one file, each once. */
export function namesIn(file: string, text: string): FoundName[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kindOf(file));
  const found = new Map<string, FoundName>();
  const add = (kind: FoundName['kind'], name: string): void => {
    found.set(`${kind} ${name}`, { kind, text: name, file });
  };
  add('file', path.basename(file).replace(/\.\w+$/, ''));
  for (const folder of path.dirname(file).split('/')) add('file', folder);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) add('identifier', node.text);
    if (SQL_FILES.test(file) && isText(node)) {
      for (const [name] of node.text.matchAll(SQL_NAME)) add('sql', name);
    }
    const message = messageOf(node);
    if (message !== null) add('log', message);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()];
}

/** A string, or a piece of a template. */
function isText(node: ts.Node): node is ts.StringLiteralLike | ts.TemplateLiteralToken {
  return ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node);
}

function kindOf(file: string): ts.ScriptKind {
  return file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
}

/** What a call of a logger says; null when it is none. */
function messageOf(node: ts.Node): string | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { name, expression } = node.expression;
  const isLogger = LOG_METHODS.has(name.text) && /logger$/i.test(lastNameOf(expression));
  const message = node.arguments.find((argument) => ts.isStringLiteralLike(argument));
  return isLogger && message !== undefined ? message.text : null;
}

function lastNameOf(expression: ts.Expression): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : '';
}
