import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { exported } from './export.fixture.ts';

test('a file, the page of provenance beside it, and what both say of each other', async () => {
  const { whole, own, left, history } = await exported();
  const { result } = await whole('csv');
  expect(left(own)).toEqual([basename(result.file), basename(result.provenance)]);
  const bytes = readFileSync(result.file);
  expect(result).toMatchObject({
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    provenance: `${result.file}.provenance.json`,
  });
  console.log(readFileSync(result.provenance, 'utf8'), bytes.toString());
  void history;
  void join;
});
