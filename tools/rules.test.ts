import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './steps.ts';

const named = (text: string): Set<string> => new Set(text.match(/\bR-\d+\b/g) ?? []);

test('every promise has a test that names it, and every named rule is a promise', () => {
  const rules = named(readFileSync(join(root, 'docs/rules.md'), 'utf8').replace(/\(`R-\d+`\)/, ''));
  const tests = globSync(['{main,shared,renderer,tools}/**/*.test.{ts,tsx}', 'e2e/**/*.spec.ts'], {
    cwd: root,
  });
  const cited = named(tests.map((file) => readFileSync(join(root, file), 'utf8')).join('\n'));
  expect([...rules].filter((rule) => !cited.has(rule))).toEqual([]);
  expect([...cited].filter((rule) => !rules.has(rule))).toEqual([]);
});
