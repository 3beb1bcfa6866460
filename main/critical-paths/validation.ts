import { find, validated } from '#main/bridge/admission.ts';
import { defaultLimits } from '#main/bridge/limits.ts';
import { backups } from '#shared/contract/backups.ts';
import { HistoryRow } from '#shared/contract/history.ts';
import type { CriticalPath } from './path.ts';
import { didNotHappen, timedEach } from './time.ts';
import { t } from '#shared/language/t.ts';

const atOnce = 2000;
/** Different ones, so that no engine can answer from what it said before. */
const different = 16;

/** A line of the history as the reader thread hands it out. */
const rowOf = (number: number): HistoryRow => ({
  seq: 1000 + number,
  kind: 'exchange',
  at: 1_760_000_000_000 + number * 100,
  operator: 'Ada',
  instrument: `i${number % 5}`,
  instrumentName: 'Supply 1',
  lane: 'person',
  request: `SOUR1:VOLT ${number}.000`,
  reply: number % 2 === 0 ? '+3.300000E+00' : null,
  status: 'ok',
  fault: null,
  queueMs: 0.2,
  wireMs: 0.4 + number,
  interrupted: false,
  link: {
    instrument: `i${number % 5}`,
    name: 'Supply 1',
    address: 'tcp://192.0.2.1:5025',
    vendor: 'LabLink',
    model: 'SIM-PSU-2',
    serial: '7',
    firmware: '1.0',
    driver: 'lablink-simulated-supply 1',
  },
  mark: null,
  hash: '5f'.repeat(32),
});

const record: CriticalPath = {
  id: 'validation.record',
  name: t`Validate a command record`,
  what: () =>
    t`A line of the history with its link (${Object.keys(HistoryRow.shape).length} fields) against its declaration, compiled by zod. Times are means of ${atOnce.toLocaleString('en')}.`,
  open() {
    const rows = Array.from({ length: different }, (_, i) => rowOf(i));
    let taken = 0;
    let asks = 0;
    return Promise.resolve({
      batch: atOnce,
      sample() {
        asks += atOnce;
        const ms = timedEach(atOnce, (i) => {
          if (HistoryRow.safeParse(rows[i % different]).success) taken++;
        });
        return Promise.resolve(ms);
      },
      prove() {
        if (taken !== asks) throw didNotHappen(`${asks - taken} of ${asks} records were refused`);
        const wrong = [
          { ...rows[0], seq: 'one' },
          { ...rows[0], status: 'fine' },
          { ...rows[0], link: { ...rows[0]!.link, serial: 7 } },
          { ...rows[0], hash: undefined },
        ];
        if (wrong.some((row) => HistoryRow.safeParse(row).success))
          throw didNotHappen('a record that does not fit was taken');
        return Promise.resolve(
          t`${taken.toLocaleString('en')} records were taken; ${wrong.length} that do not fit (a number, a word, a field of the link, a missing field) were refused.`,
        );
      },
      close: () => Promise.resolve(),
    });
  },
};

const request: CriticalPath = {
  id: 'validation.request',
  name: t`Validate a backup request`,
  what: () =>
    t`The input of backups.create with 3 destinations at the bridge: its size, then its declaration. Times are means of ${atOnce.toLocaleString('en')}.`,
  open() {
    // The bridge's own look-up; nothing that is found here is ever run.
    const found = find({ backups }, { backups: { create: () => undefined } } as never, 'backups', 'create');
    const inputs = Array.from({ length: different }, (_, i) => ({
      destinations: [`stick-${i}`, `share-${i}`, `disk-${i}`],
    }));
    const refused = (input: unknown): boolean => {
      try {
        validated(found, input, defaultLimits);
        return false;
      } catch {
        return true;
      }
    };
    let taken = 0;
    let asks = 0;
    return Promise.resolve({
      batch: atOnce,
      sample() {
        asks += atOnce;
        const ms = timedEach(atOnce, (i) => {
          if (validated(found, inputs[i % different], defaultLimits) !== null) taken++;
        });
        return Promise.resolve(ms);
      },
      prove() {
        if (taken !== asks) throw didNotHappen(`${asks - taken} of ${asks} requests were refused`);
        const wrong = [{}, { destinations: 'stick' }, { destinations: [1] }, { destinations: null, and: 1 }];
        if (!wrong.every(refused)) throw didNotHappen('a request that does not fit was taken');
        return Promise.resolve(
          t`${taken.toLocaleString('en')} requests were taken; ${wrong.length} that do not fit were refused.`,
        );
      },
      close: () => Promise.resolve(),
    });
  },
};

export const validationPaths: readonly CriticalPath[] = [record, request];
