import { afterEach, expect, test } from 'vitest';
import { closeAll, desk, supply } from '#main/instruments/bench.fixture.ts';
import { allMeters } from '#main/profiling/meters.ts';
import { linkCounts } from '#main/profiling/link-counts.ts';
import { here, keptTraces, setTracing, trace } from '#main/profiling/trace.ts';
import { makeJob } from './job.ts';
import { Measured } from './measured.ts';

afterEach(async () => {
  setTracing(false);
  await closeAll();
});

/** A desk with a supply, and what was counted of it: by part and command. */
async function measuredDesk() {
  const simulated = await supply();
  const bench = await desk();
  const id = await bench.connect(simulated.address);
  const count = (part: string, name: string): number =>
    [...allMeters()].find((meter) => meter.instrument === id && meter.part === part && meter.name === name)
      ?.count ?? 0;
  return { bench, id, count };
}

test('each exchange counts once as waiting and once on the wire, under its name without values', async () => {
  const { bench, id, count } = await measuredDesk();
  for (const value of [1.25, 2.5, 3.75]) await bench.set(id, 'voltage', value);
  expect([count('queue', ':SOUR1:VOLT'), count('wire', ':SOUR1:VOLT')]).toEqual([3, 3]);
  const values = [...allMeters()].filter(({ instrument, name }) => instrument === id && /\d\.\d/.test(name));
  expect(values).toEqual([]);
});

test('the first answer behind a change counts as one, and no other does', async () => {
  const { bench, id } = await measuredDesk();
  const settled = (): number =>
    [...allMeters()]
      .filter(({ instrument, part }) => instrument === id && part === 'settle')
      .reduce((sum, { count }) => sum + count, 0);
  const before = settled();
  for (const value of [1, 2]) await bench.set(id, 'voltage', value);
  expect(settled() - before).toBe(2);
  await bench.send(id, '*IDN?');
  expect(settled() - before).toBe(2);
});

test('in deep mode a trace shows queue, intent, wire and outcome of its own exchanges, not those of polls', async () => {
  const { bench, id } = await measuredDesk();
  setTracing(true);
  await trace('person', 'bridge', 'instruments.set', {}, () => bench.set(id, 'voltage', 4.5));
  const mine = keptTraces().find(({ origin }) => origin === 'person')!;
  const names = mine.spans.filter(({ kind }) => kind === 'exchange').map(({ name }) => name);
  for (const name of ['intent', 'queue :SOUR1:VOLT', 'wire :SOUR1:VOLT', 'outcome'])
    expect(names).toContain(name);
  // Polls go on meanwhile, by the console.
  expect(names.filter((name) => name.includes('MEAS'))).toEqual([]);
  const wire = mine.spans.find(({ name }) => name === 'wire :SOUR1:VOLT')!;
  expect(wire.attributes).toMatchObject({
    command: ':SOUR1:VOLT',
    status: 'ok',
    received: 0,
    sent: expect.any(Number),
  });
  expect(JSON.stringify(mine.spans)).not.toContain('4.5"');
  await expect
    .poll(() =>
      keptTraces().some(
        ({ origin, spans }) => origin === 'console' && spans.some(({ name }) => name.startsWith('wire ')),
      ),
    )
    .toBe(true);
  const others = keptTraces().filter(({ origin }) => origin === 'console');
  expect(others.flatMap(({ spans }) => spans).filter(({ name }) => name === 'intent')).toEqual([]);
});

test('what is recorded of an exchange belongs to its own trace, whoever set it going', async () => {
  const { bench, id } = await measuredDesk();
  setTracing(true);
  const noted: [command: string, whole: string | undefined][] = [];
  const note = bench.journal.note.bind(bench.journal);
  bench.journal.note = (link, request, outcome) => {
    noted.push([request.text, here()?.trace.spans[0]!.name]);
    note(link, request, outcome);
  };
  const ask = (text: string) => trace('person', 'bridge', text, {}, () => bench.send(id, text));
  const asked = ['*ESR?', '*STB?', '*OPC?'];
  await Promise.all(asked.map(ask));
  expect(noted.filter(([text]) => asked.includes(text))).toEqual(asked.map((text) => [text, text]));
});

test('waiting and the wire are apart; silence, resynchronising and new connections are counted', () => {
  const measured = new Measured('unit', () => 'Unit');
  const nothing = (): void => undefined;
  const options = {
    lane: 'person',
    operator: { name: 'a', confirmed: false },
    effects: [],
    reply: true,
  } as const;
  const job = makeJob('MEAS? 3', options, false, 100, nothing, nothing);
  const outcome = { reply: null, fault: null, queueMs: 50, wireMs: 2 };
  measured.exchanged(job, { ...outcome, status: 'ok' });
  measured.exchanged(job, { ...outcome, status: 'timeout' });
  const found = [...allMeters()].filter(({ instrument }) => instrument === 'unit');
  expect(found.map(({ part, name, count, errors, sumMs }) => [part, name, count, errors, sumMs])).toEqual([
    ['queue', 'MEAS?', 2, 0, 100],
    ['wire', 'MEAS?', 2, 1, 4],
  ]);
  const { timeouts, retries } = linkCounts('unit');
  measured.connected();
  expect([timeouts.total, retries.total]).toEqual([1, 0]);
  measured.connected();
  measured.resynchronising();
  expect(retries.total).toBe(2);
});
