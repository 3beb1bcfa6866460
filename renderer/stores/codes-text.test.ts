import { expect, it } from 'vitest';
import { codesLines } from './codes-text.ts';

it('says whose the codes are, and numbers them', () => {
  const lines = codesLines({ host: 'bench-04', name: 'Ada', day: '2026-11-24' }, ['AAAA-BBBB', 'CCCC-DDDD']);
  expect(lines).toContain('Ada on bench-04, 2026-11-24');
  expect(lines.slice(-3)).toEqual([' 1  AAAA-BBBB', ' 2  CCCC-DDDD', '']);
});
