import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#main/database/database.ts';
import { openHistory } from './open-history.ts';
import type { historyReads } from './read-operations.ts';
import type { historyWrites } from './write-operations.ts';

// A console that does nothing but write the history, until it is killed. It prints what was acknowledged, when it was.
const database = await openDatabase<typeof historyWrites, typeof historyReads>({ file: process.argv[2]! });
const { journal, audit } = await openHistory(database);
const link = {
  instrument: 'i1',
  name: 'Supply',
  address: 'tcp://127.0.0.1:5025',
  vendor: 'LabLink',
  model: 'SIM-PSU-2',
  serial: '7',
  firmware: '1.0',
  driver: 'lablink-simulated-supply 1',
};
const said = (what: string): void => void process.stdout.write(`${what}\n`);
said('open');
const writer = async (number: number): Promise<never> => {
  for (let count = 0; ; count++)
    try {
      await one(number, count);
    } catch {
      // Refused, or not acknowledged: whoever reads this was promised nothing.
      said('refused');
      await sleep(1);
    }
};
const one = async (number: number, count: number): Promise<void> => {
  const text = `VOLT ${number}.${count}`;
  const id = await journal.intend(link, {
    text,
    bytes: Buffer.from(`${text}\n`),
    lane: 'person',
    operator: { name: 'Ada', confirmed: false },
    effects: [],
    expectsReply: false,
  });
  said(`intent ${id} ${text}`);
  await journal.settle(id, { status: 'ok', reply: null, fault: null, queueMs: 0, wireMs: 1 });
  said(`outcome ${id} ${text}`);
  if (count % 5 === 0) {
    const action = `test.${number}.${count}`;
    await audit.record({ at: Date.now(), who: 'Ada', seat: '', action, detail: {}, result: 'ok' });
    said(`audit ${action}`);
  }
};
await Promise.all(Array.from({ length: 8 }, (_, number) => writer(number)));
