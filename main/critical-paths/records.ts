import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '#main/database/database.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { historyReads } from '#main/history/read-operations.ts';
import type { historyWrites } from '#main/history/write-operations.ts';
import { everything } from '#shared/contract/history.ts';
import { historyFile, smallLines } from './data.ts';
import { caller, commandOf, linkOf, measuredInstruments, settled } from './desk.ts';
import type { CriticalPath, OpenPath, PathPlace } from './path.ts';
import { didNotHappen, timed } from './time.ts';
import { t } from '#shared/language/t.ts';

/** Commands in flight at once: as many as a bench of so many instruments has. */
const inFlight = 50;
const asked = 10;
/** Questions of one sample. */
const questionsAtOnce = 5;

async function opened(file: string) {
  const database = await openDatabase<typeof historyWrites, typeof historyReads>({ file });
  const history = await openHistory(database);
  const lines = async (): Promise<number> => (await database.read('totals', null)).rows;
  return {
    database,
    history,
    lines,
    /** Lines that were there: also the one which says that the history was opened. */
    before: await lines(),
    async close(): Promise<void> {
      await history.close();
      await database.close();
    },
  };
}

const log: CriticalPath = {
  id: 'history.log',
  name: t`Log a command`,
  what: () =>
    t`The intent before the command is sent, and its outcome: both hashed into the chain, committed and synced to the disk (WAL, synchronous FULL), ${inFlight} commands in flight. Times are for one of the ${inFlight}.`,
  async open({ folder }) {
    const records = await opened(join(folder, 'lablink.db'));
    const { database, history, before } = records;
    const link = linkOf(0);
    let logged = 0;
    return {
      batch: inFlight,
      async sample() {
        const ms = await timed(() =>
          Promise.all(
            Array.from({ length: inFlight }, async (_, i) => {
              const id = await history.journal.intend(link, commandOf(logged + i));
              await history.journal.settle(id, settled);
            }),
          ),
        );
        logged += inFlight;
        return ms / inFlight;
      },
      async prove() {
        const there = (await records.lines()) - before;
        if (there !== logged) throw didNotHappen(`${there} of ${logged} commands are in the history`);
        let state = { after: 0, hash: new Uint8Array(32) as Uint8Array };
        for (;;) {
          const found = await database.read('verifyChain', { ...state, limit: 1000 });
          if (found.broken !== null) throw didNotHappen('the chain of the history does not hold');
          state = found;
          if (found.done) break;
        }
        return t`${logged} commands are in the history, counted, and its chain holds.`;
      },
      close: () => records.close(),
    };
  },
};

/** Every start adds a line which says that the history was opened: no more than this part, or so many, may come to it so. */
const openings = { part: 0.1, lines: 100 } as const;

/** The newest lines of one instrument, through the history's own handler and a reader thread. */
async function openQuery(file: string, filled: number): Promise<OpenPath> {
  const records = await opened(file);
  const { history } = records;
  let asks = 0;
  const ask = async (): Promise<void> => {
    const instrument = `i${asks++ % measuredInstruments}`;
    const { rows } = await history.handlers.page(
      { ...everything, instrument, before: null, limit: asked },
      caller(),
    );
    if (rows.length !== asked) throw didNotHappen(`${rows.length} lines came instead of ${asked}`);
    for (const [i, row] of rows.entries())
      if (row.instrument !== instrument || (i > 0 && row.seq >= rows[i - 1]!.seq))
        throw didNotHappen('lines of another instrument came, or in another order');
  };
  return {
    batch: questionsAtOnce,
    sample: async () =>
      (await timed(async () => {
        for (let i = 0; i < questionsAtOnce; i++) await ask();
      })) / questionsAtOnce,
    async prove() {
      const rows = await records.lines();
      if (rows < filled || rows > filled + Math.max(openings.lines, filled * openings.part))
        throw didNotHappen(`the history has ${rows} lines instead of ${filled}`);
      return t`${asks} pages of ${asked} lines, each of the instrument that was asked for and newest first, out of ${rows.toLocaleString('en')} lines, counted.`;
    },
    close: () => records.close(),
  };
}

const query = (
  id: string,
  linesOf: (place: Pick<PathPlace, 'sizes'>) => number,
  label: string,
  fileOf: (place: PathPlace) => string = ({ data }) => historyFile(data, id),
) =>
  ({
    id,
    name: t`Show 10 lines of ${label}`,
    what: (sizes) =>
      t`The newest ${asked} lines of one instrument of ${measuredInstruments} out of ${linesOf({ sizes }).toLocaleString('en')}, from a reader thread, with the message to it and back. Times are means of ${questionsAtOnce}.`,
    open: (place) => openQuery(fileOf(place), linesOf(place)),
  }) satisfies CriticalPath;

/** A copy for each start: with what many starts add, the history would not be short any more. */
function ownCopy({ data, folder }: PathPlace): string {
  const file = join(folder, 'lablink.db');
  copyFileSync(historyFile(data, 'history.query.small'), file);
  return file;
}

export const recordPaths: readonly CriticalPath[] = [
  log,
  query('history.query.small', () => smallLines, t`a short history`, ownCopy),
  query('history.query.large', ({ sizes }) => sizes.historyLines, t`a long history`),
];
