import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { phraseKey } from '#shared/language/t.ts';
import { root } from './steps.ts';

/** Where a phrase stands. */
export interface PhraseFound {
  readonly key: string;
  readonly file: string;
  readonly line: number;
}

/** The tags that make a template a phrase. */
const tags = new Set(['t', 'tx']);
const sources = ['renderer/**/*.{ts,tsx}', 'shared/**/*.ts'];

/** What is found in every file of the window, in the order of their names. */
export const inWindow = (find: (file: string, source: string) => PhraseFound[]): PhraseFound[] =>
  readEach(sources, find);

/** What is found in the files that fit these patterns; tests and simulators are none. */
export const readEach = (
  patterns: readonly string[],
  find: (file: string, source: string) => PhraseFound[],
): PhraseFound[] =>
  patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !/\.(test|fixture)\.|^renderer\/ui\/sheet|^main\/simulator\//u.test(file))
    .sort()
    .flatMap((file) => find(file, readFileSync(join(root, file), 'utf8')));

/** The phrases of one file. Throws on what is not TypeScript. */
export function phrasesIn(file: string, source: string): PhraseFound[] {
  const found: PhraseFound[] = [];
  look(file, source, ({ type, tag, quasi }, line) => {
    if (type !== 'TaggedTemplateExpression' || !tags.has(tag?.name ?? '')) return;
    found.push({ key: phraseKey(quasi?.quasis.map(({ value }) => value.cooked ?? '') ?? []), file, line });
  });
  return found;
}

/** What is the same in every language: names of programs. */
const names = new Set(['LabLink Console', 'age', 'zstd', 'sqlite3', 'lablink doctor', 'lablink backup list']);

/** Text between tags that is no phrase: it would stay English in every language. */
export function bareTextIn(file: string, source: string): PhraseFound[] {
  const found: PhraseFound[] = [];
  look(file, source, ({ type, value }, line) => {
    if (type !== 'JSXText' || typeof value !== 'string') return;
    const text = value.trim();
    if (/\p{L}{2}/u.test(text) && !names.has(text)) found.push({ key: text, file, line });
  });
  return found;
}

/** Every node of a file, with its line. */
export function look(file: string, source: string, take: (node: Node, line: number) => void): void {
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const at = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(at);
    if (!isNode(node)) return;
    take(node, source.slice(0, node.start).split('\n').length);
    for (const part of Object.values(node)) if (typeof part === 'object') at(part);
  };
  at(program);
}

/** What is looked at of a node of ESTree. source: ESTree, ES5 and ES2015. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly value?: unknown;
  readonly key?: { readonly name?: string };
  readonly consequent?: Node;
  readonly alternate?: Node;
  readonly right?: Node;
  readonly tag?: { readonly name?: string };
  readonly callee?: { readonly name?: string };
  readonly arguments?: readonly (Node | undefined)[];
  readonly properties?: readonly { readonly key?: { readonly name?: string }; readonly value?: unknown }[];
  readonly quasis?: readonly { readonly value: { readonly cooked: string | null } }[];
  readonly quasi?: { readonly quasis: readonly { readonly value: { readonly cooked: string | null } }[] };
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
