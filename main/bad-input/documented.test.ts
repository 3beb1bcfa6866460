import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type FaultCode, remedies } from '#shared/faults.ts';
import { documentedFaults } from './documented.fixture.ts';

const tests = readdirSync(import.meta.dirname).filter(
  (file) => file.endsWith('.test.ts') && file !== 'documented.test.ts',
);
const textOf = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');

test('every fault on the page is planted by the test it names, and by no other', () => {
  const rows = documentedFaults();
  expect(rows.length).toBeGreaterThan(50);
  for (const { id, test: named } of rows) {
    const planting = tests.filter((file) => textOf(file).includes(`'${id}'`));
    expect({ id, planting: planting.map((file) => `main/bad-input/${file}`) }).toEqual({
      id,
      planting: [named],
    });
  }
});

test('each fault is there once, with a code, with words of its own and something to do', () => {
  const rows = documentedFaults();
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const { id, code, happens, reads, remedy } of rows) {
    expect({ id, known: Object.hasOwn(remedies, code as FaultCode) }).toEqual({ id, known: true });
    for (const text of [happens, remedy]) expect(text).toMatch(/^\S.*\.$/s);
    expect(reads).not.toBe('');
    // Never a stack, never "undefined".
    expect(`${reads} ${remedy}`).not.toMatch(/undefined|\[object|\bat \w+ \(|Error:/);
  }
});

test('every test that docs/bad-input.md names is there', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/bad-input.md'), 'utf8');
  const prose = page.replaceAll(/\s+/g, ' ');
  const named = [
    ...prose.matchAll(/`((?:main|tools)\/[^`]+\.ts)`, "([^"]+)"/g),
    ...page.matchAll(/\| `((?:main|tools)\/[^`]+\.ts)` +\| ([^|]+?) +\|$/gm),
  ].map(([, file = '', title = '']) => ({ file, title }));
  expect(named.length).toBeGreaterThan(15);
  for (const { file, title } of named) {
    const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8').replaceAll(/\\(['"])/g, '$1');
    expect({ file, title, there: text.includes(title) }).toEqual({ file, title, there: true });
  }
});
