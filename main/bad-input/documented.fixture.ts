import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultShape } from '#shared/faults.ts';

/** Where the faults are listed for people. */
export const faultsPage = join(import.meta.dirname, '../../docs/faults.md');

/** One row of the page. */
export interface DocumentedFault {
  readonly id: string;
  readonly happens: string;
  readonly code: string;
  /** What a person reads. */
  readonly reads: string;
  /** What it says to do. */
  readonly remedy: string;
  /** The test that plants it. */
  readonly test: string;
}

const cells = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

/** Every row of every table of the page: rows begin with their id in backquotes. */
export function documentedFaults(): readonly DocumentedFault[] {
  return readFileSync(faultsPage, 'utf8')
    .split('\n')
    .filter((line) => /^\| `[a-z0-9-]+` /.test(line))
    .map((line) => {
      const [id = '', happens = '', code = '', reads = '', remedy = '', test = ''] = cells(line);
      return {
        id: id.slice(1, -1),
        happens,
        code: code.slice(1, -1),
        reads,
        remedy,
        test: test.slice(1, -1),
      };
    });
}

/** What a person reads of a fault. */
export type Words = Pick<DocumentedFault, 'code' | 'reads' | 'remedy'>;

/**
 * What a window was told, to be held against the page. `stand`: what differs from run to run, and what stands for it there
 * (a port, a folder).
 */
export function wordsOf(
  fault: Pick<FaultShape, 'message' | 'remedy'> & { readonly code: string },
  stand: Readonly<Record<string, string>> = {},
): Words {
  const plain = (text: string): string =>
    Object.entries(stand).reduce((said, [here, there]) => said.replaceAll(here, there), text);
  return { code: fault.code, reads: plain(fault.message), remedy: plain(fault.remedy) };
}

/** What the page says of this fault; null when it has no row. */
export function documented(id: string): Words | null {
  const row = documentedFaults().find((each) => each.id === id);
  return row === undefined ? null : { code: row.code, reads: row.reads, remedy: row.remedy };
}
