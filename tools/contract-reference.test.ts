import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contractReference } from './contract-reference.ts';
import { root } from './steps.ts';

test('docs/contract.md says what the contract says (npm run contract)', () => {
  expect(readFileSync(join(root, 'docs/contract.md'), 'utf8')).toBe(contractReference());
});
