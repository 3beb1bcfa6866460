import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#shared/faults.ts';
import { z } from '#shared/schema.ts';
import { systemCode, writeDurably } from '#main/instruments/durable-file.ts';
import { inTurn } from '#main/instruments/in-turn.ts';

const Entry = z.strictObject({
  instrument: z.string(),
  channel: z.number().int(),
  by: z.string(),
  /** Epoch ms. */
  startedAt: z.number(),
});
const Whole = z.strictObject({ version: z.literal(1), tests: z.array(Entry) });
/** A test whose input has to be switched off, whatever becomes of the console. */
export type Remembered = z.infer<typeof Entry>;

/** The tests that run, on the disk: a console that is killed finds them at its next start. */
export interface RememberedTests {
  /** What was left by the console before this one; null when the file is there and cannot be read. */
  readonly left: readonly Remembered[] | null;
  /** On the disk when it resolves. Rejects with FOLDER_UNWRITABLE. */
  add(test: Remembered): Promise<void>;
  /** Beside what happens: what stays is met again at the next start. */
  remove(test: Remembered): Promise<void>;
  /** Puts a file in order that could not be read. */
  renew(): Promise<void>;
}

/** Reads `battery-tests.json` in the data folder. Never rejects. */
export async function openRemembered(folder: string): Promise<RememberedTests> {
  const path = join(folder, 'battery-tests.json');
  const left = await read(path);
  const tests = new Set(left ?? []);
  const turn = inTurn();
  const write = (): Promise<void> =>
    turn(() => writeDurably(path, `${JSON.stringify({ version: 1, tests: [...tests] })}\n`));
  return {
    left,
    async add(test) {
      tests.add(test);
      try {
        await write();
      } catch (cause) {
        tests.delete(test);
        throw new Fault(
          'FOLDER_UNWRITABLE',
          'The battery test could not be written to the data folder. The input was not switched on.',
          { cause },
        );
      }
    },
    async remove(test) {
      if (tests.delete(test)) await write().catch(() => undefined);
    },
    renew: () => write().catch(() => undefined),
  };
}

async function read(path: string): Promise<readonly Remembered[] | null> {
  try {
    return Whole.parse(JSON.parse(await readFile(path, 'utf8'))).tests;
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? [] : null;
  }
}
