import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#shared/faults.ts';
import { z } from '#shared/schema.ts';
import { Bench, benchVersion, emptyBench, versioned } from './bench-schema.ts';
import { systemCode, renameDurably, writeDurably } from './durable-file.ts';
import { inTurn } from './in-turn.ts';

/** What is remembered of the desk: `bench.json` in the data folder. See docs/decisions/0004-bench-file.md. */
export interface BenchFile {
  readonly bench: Bench;
  /** Why the file could not be used when it was read; the desk is empty then and its envelopes are not known. */
  readonly trouble: BenchTrouble | null;
  /**
   * Writes what `make` makes of the newest bench; adopted only when it is on the disk. Rejects with FOLDER_UNWRITABLE,
   * or BENCH_* while a file lies there that must not be replaced.
   */
  change(make: (bench: Bench) => Bench): Promise<void>;
  /** Puts a damaged file aside as it is, so that the desk can be made anew. Nothing happens where there is none. */
  setAside(): Promise<void>;
}

/** `damaged`: its content is not a bench. `newer`: another version's. `unreadable`: the system did not give it. */
export interface BenchTrouble {
  readonly kind: 'damaged' | 'newer' | 'unreadable';
  readonly fault: Fault;
}

const Versioned = z.looseObject({ version: z.number() });

function parse(text: string): Bench | BenchTrouble {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    return damaged(cause);
  }
  const versioned = Versioned.safeParse(content);
  if (versioned.success && versioned.data.version > benchVersion) {
    const message = `bench.json was written by a newer console (version ${versioned.data.version}; this one reads ${benchVersion}). It is left as it is.`;
    return { kind: 'newer', fault: new Fault('BENCH_NEWER', message) };
  }
  const bench = Bench.safeParse(content);
  return bench.success ? bench.data : damaged(bench.error);
}

const damaged = (cause: unknown): BenchTrouble => ({
  kind: 'damaged',
  fault: new Fault(
    'BENCH_UNREADABLE',
    'bench.json is damaged: the instruments on the desk and their envelopes are not known.',
    {
      cause,
    },
  ),
});

async function read(path: string): Promise<Bench | BenchTrouble> {
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return emptyBench;
    const message = `bench.json cannot be read (${systemCode(cause) ?? 'unknown error'}): the instruments on the desk and their envelopes are not known.`;
    return { kind: 'unreadable', fault: new Fault('BENCH_UNREADABLE', message, { cause }) };
  }
}

/** Reads `bench.json`. Never rejects: what cannot be read is `trouble`. */
export async function openBenchFile(folder: string, now: () => number): Promise<BenchFile> {
  const path = join(folder, 'bench.json');
  const found = await read(path);
  let trouble = 'kind' in found ? found : null;
  let bench = 'kind' in found ? emptyBench : found;
  let mayWrite = trouble === null;
  const turn = inTurn();
  return {
    get bench() {
      return bench;
    },
    get trouble() {
      return trouble;
    },
    change: (make) =>
      turn(async () => {
        if (!mayWrite && trouble !== null) throw trouble.fault;
        const next = versioned(make(bench));
        try {
          await writeDurably(path, `${JSON.stringify(next, null, 2)}\n`);
        } catch (cause) {
          throw new Fault(
            'FOLDER_UNWRITABLE',
            'The desk could not be written to the data folder. Nothing was changed.',
            { cause },
          );
        }
        bench = next;
      }),
    setAside: () =>
      turn(async () => {
        if (trouble?.kind !== 'damaged' || mayWrite) return;
        const name = `bench.damaged-${new Date(now()).toISOString().replaceAll(/[:.]/g, '-')}.json`;
        await renameDurably(path, name);
        mayWrite = true;
        const message = `bench.json was damaged and is kept as ${name}. The instruments on the desk and their envelopes are not known.`;
        trouble = { kind: 'damaged', fault: new Fault('BENCH_UNREADABLE', message) };
      }),
  };
}
