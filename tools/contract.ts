import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractReference } from './contract-reference.ts';
import { root } from './steps.ts';

writeFileSync(join(root, 'docs/contract.md'), contractReference());
