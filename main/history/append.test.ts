import { expect, test } from 'vitest';
import { openWritable } from '#main/database/connection.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { commitBatch } from '#main/database/writer.ts';
import { faultShape } from '#shared/faults.ts';
import { allLines, historyFile, link, openedHistory, outcome, request, verified } from './history.fixture.ts';
import { linkKey } from './crossing.ts';
import { verifyChain } from './verify.ts';
import { historyWrites } from './write-operations.ts';

test('R-13: what fails beside others leaves no hole in the chain, and no link that is not there', async () => {
  const { history, database } = await openedHistory(historyFile());
  const { journal } = history;
  const first = await journal.intend(link(), request('VOLT 0'));
  for (let round = 0; round < 5; round++) {
    const results = await Promise.allSettled([
      journal.intend(link(), request('keeps the writer busy')),
      // A link nobody has seen, in a batch that has to be undone once.
      journal.intend(link(`new${round}`), request(`VOLT ${round}`)),
      journal.settle(first, outcome('once')),
      database.write('settle', {
        intent: first,
        at: 1,
        again: false,
        outcome: { ...outcome(), reply: null, replyLength: null, replySha256: null },
      }),
      journal.intend(link(`new${round}`), request(`VOLT ${round}`)),
    ]);
    expect(results[1]!.status).toBe('fulfilled');
    expect(results[3]!.status).toBe('rejected');
    expect(results[4]!.status).toBe('fulfilled');
  }
  expect(await verified(database)).toMatchObject({ broken: null, done: true });
  expect(await allLines(history, { instrument: 'new4' })).toHaveLength(2);
});

test('R-13: the chain goes on from what is on the disk after a commit that failed', () => {
  const connection = openWritable(historyFile());
  migrate(connection, readMigrations());
  const intent = (text: string) => ({
    at: 1,
    link: linkKey(link()),
    operator: 'Ada',
    lane: 'person',
    request: text,
  });
  const operations = {
    ...historyWrites,
    bad: () => {
      throw new Error('planted');
    },
  };
  const ask = (...texts: string[]) =>
    commitBatch(connection, operations, {
      names: texts.map((text) => (text === 'bad' ? 'bad' : 'intend')),
      inputs: texts.map(intent),
    });
  ask('a');
  expect(ask('bad').faults).toHaveLength(1);
  expect(ask('b', 'bad', 'c', 'bad', 'd').faults.map(([index]) => index)).toEqual([1, 3]);
  // The disk is full in the middle of a batch: whatever was answered well is there, and the rest is not.
  connection.pragma(`max_page_count = ${(connection.pragma('page_count', { simple: true }) as number) + 3}`);
  let written = 0;
  const said = new Set<string>();
  for (let i = 0; i < 5; i++)
    try {
      const { faults } = ask('e', 'x'.repeat(30_000), 'f');
      for (const [, fault] of faults) said.add(fault.code);
      written += 3 - faults.length;
    } catch (error) {
      said.add(faultShape(error).code);
    }
  expect([...said]).toEqual(['HISTORY_UNWRITABLE']);
  connection.pragma('max_page_count = 100000');
  ask('g');
  expect(verifyChain(connection, { after: 0, hash: null, limit: 100 })).toMatchObject({
    broken: null,
    done: true,
  });
  expect(connection.prepare('SELECT count(*) FROM record').pluck().get()).toBe(4 + written + 1);
  connection.close();
});
