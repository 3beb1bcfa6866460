import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { everything } from '#shared/contract/history.ts';
import { parseExport } from './cli-history-export.ts';
import { UsageError } from './cli-usage.ts';

test('an export of everything, or of what fits, in a format and a folder', () => {
  expect(parseExport([])).toEqual({ json: false, format: 'csv', folder: null, filter: everything });
  expect(
    parseExport(
      `--format parquet --to out --json --text volt --instrument i1 --operator Ada --lane person --slower 100 --since 2026-11-24T00:00Z
       --until 2026-11-25T00:00Z --errors --marked --tag burn-in`.split(/\s+/),
    ),
  ).toEqual({
    json: true,
    format: 'parquet',
    // From where the command was typed: the console is somewhere else.
    folder: resolve('out'),
    filter: {
      ...everything,
      text: 'volt',
      instrument: 'i1',
      operator: 'Ada',
      lane: 'person',
      slowerMs: 100,
      from: Date.UTC(2026, 10, 24),
      to: Date.UTC(2026, 10, 25),
      errors: true,
      marked: true,
      tag: 'burn-in',
    },
  });
});

test.each([
  [['--format', 'xlsx'], '"xlsx" is none of csv, jsonl, parquet'],
  [['--since', 'yesterday'], '"yesterday" of --since is not a date, as in 2026-11-24T13:00'],
  [['--lane', 'fast'], '"fast" is none of emergency, person, poll'],
  [['--tag', 'a,b'], '"a,b" is not a tag'],
])('%j is not understood', (args, message) => {
  expect(() => parseExport(args)).toThrow(new UsageError(message));
});
