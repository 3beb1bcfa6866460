import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { attempt, integrity, tamper } from '#main/database/tamper.fixture.ts';
import { allLines, call } from '#main/history/history.fixture.ts';
import { aged, keepingDesk, resultOf } from './keeping.fixture.ts';
import { openKeeping } from './open-keeping.ts';
import { retain } from './retain.ts';

const day = 86_400_000;
const reason = { reason: 'test' };

describe('R-34: retention', () => {
  test('takes a whole stretch from the beginning, shows it first, leaves a signed checkpoint; what is pinned stays; the chain holds', async () => {
    const desk = await aged();
    const policy = await desk.policy({ records: { days: 30, bytes: null } });
    const [records] = await desk.keeping.handlers.preview({ policy }, call());
    expect(records).toMatchObject({ kind: 'records', because: 'age', pinned: 2 });
    expect(records!.rows).toBeGreaterThan(100);
    const before = await allLines(desk.history);
    const result = await resultOf(desk.keeping.handlers.apply(reason, call()));
    expect(result.rows).toBe(records!.rows);
    expect(result.checkpoints).toMatchObject([
      { who: 'Ada', reason: 'test', from: 1, pinned: 2, key: desk.signer.fingerprint },
    ]);
    const after = await allLines(desk.history);
    expect(after.map(({ seq }) => seq)).toContain(desk.pin);
    expect(after.find(({ seq }) => seq === desk.pin)).toEqual(before.find(({ seq }) => seq === desk.pin));
    expect(after.filter(({ request }) => request.startsWith('OLD'))).toHaveLength(1);
    expect(after.filter(({ request }) => request.startsWith('NEW'))).toHaveLength(20);
    expect(await desk.verify()).toMatchObject({
      holds: true,
      broken: null,
      checkpoints: 1,
      wrongSignatures: [],
    });
    // A second time there is nothing to take.
    expect((await desk.keeping.handlers.preview({ policy: null }, call()))[0]).toMatchObject({
      rows: 0,
      because: null,
    });
    await desk.close();
    expect(integrity(desk.file)).toBe('ok');
  });

  test('by size takes the oldest, never what is younger than an hour', async () => {
    const desk = await aged();
    const policy = await desk.policy({ records: { days: null, bytes: 1_000_000 } });
    expect((await desk.keeping.handlers.preview({ policy }, call()))[0]).toMatchObject({ rows: 0 });
    // As small as nobody can set it: everything but the last hour.
    const tiny = { ...policy, keep: { ...policy.keep, records: { days: null, bytes: 1 } } };
    const [records] = await desk.keeping.handlers.preview({ policy: tiny }, call());
    expect(records).toMatchObject({ because: 'size' });
    const how = { who: 'Ada', reason: 'test' };
    const never = new AbortController().signal;
    await retain({ ...desk, recordings: null, ending: never }, tiny, how, never, () => undefined);
    const left = await allLines(desk.history);
    expect(left.filter(({ request }) => request.startsWith('NEW'))).toHaveLength(20);
    expect((await desk.verify()).holds).toBe(true);
  });

  test('a console that runs for months keeps no more than one that is started every day', async () => {
    const desk = await keepingDesk();
    await desk.work(20, 'OLD');
    desk.set(desk.now() + 100 * day);
    await desk.work(5, 'NEW');
    await desk.policy({ records: { days: 30, bytes: null } });
    await resultOf(desk.keeping.handlers.apply(reason, call()));
    const left = await allLines(desk.history);
    expect(left.map(({ request }) => request).toReversed()).toEqual(
      [0, 1, 2, 3, 4].map((each) => `NEW ${each}`),
    );
    await desk.work(3, 'LATER');
    expect(await desk.verify()).toMatchObject({ holds: true, checkpoints: 1 });
  });

  test('the newest row stays, whatever its age: the next one follows it', async () => {
    const desk = await keepingDesk();
    await desk.work(5);
    desk.set(desk.now() + 100 * day);
    await desk.policy({ records: { days: 1, bytes: null } });
    await resultOf(desk.keeping.handlers.apply(reason, call()));
    expect((await desk.verify()).rows).toBe(1);
    await desk.work(5);
    expect(await desk.verify()).toMatchObject({ holds: true, rows: 11 });
  });

  test('a clock that was set back keeps rows', async () => {
    const desk = await keepingDesk();
    const start = desk.now();
    await desk.work(5, 'FIRST');
    desk.set(start + 200 * day);
    await desk.work(5, 'AHEAD');
    desk.set(start + day);
    await desk.work(5, 'BACK');
    desk.set(start + 180 * day);
    await desk.work(5, 'NEW');
    await desk.policy({ records: { days: 90, bytes: null } });
    await resultOf(desk.keeping.handlers.apply(reason, call()));
    const left = (await allLines(desk.history)).map(({ request }) => request.split(' ')[0]);
    expect([...new Set(left)].toReversed()).toEqual(['AHEAD', 'BACK', 'NEW']);
    expect((await desk.verify()).holds).toBe(true);
  });

  test('in stretches, each with a checkpoint; one that is given up in between leaves no half of one', async () => {
    const desk = await aged();
    const policy = await desk.policy({ records: { days: 30, bytes: null } });
    const end = new AbortController();
    const never = new AbortController().signal;
    const how = { who: 'Ada', reason: 'test' };
    const small = { ...desk, recordings: null, ending: never, stretchRows: 40 };
    const first = await retain(small, policy, how, end.signal, ({ stage }) => {
      if (stage === 'Old records') end.abort();
    });
    expect(first.checkpoints).toMatchObject([{ from: 1, to: 40 }]);
    expect(await desk.database.read('cutting', null)).toBeNull();
    expect(await desk.verify()).toMatchObject({ holds: true, checkpoints: 1 });
    const rest = await retain(small, policy, how, never, () => undefined);
    expect(rest.checkpoints.length).toBeGreaterThan(1);
    expect(rest.checkpoints[0]!.before).toBe(first.checkpoints[0]!.hash);
    expect(await desk.verify()).toMatchObject({ holds: true, checkpoints: 1 + rest.checkpoints.length });
  });

  test('what is pinned keeps its outcome, also where a stretch ends between the two', async () => {
    const first = await keepingDesk();
    const pins = (await first.work(30, 'OLD')).filter((_seq, index) => index % 3 !== 0);
    for (const seq of pins)
      await first.history.handlers.mark({ seq, pinned: true, note: null, tags: null }, call());
    first.set(first.now() + 100 * day);
    await first.work(3, 'NEW');
    const before = await allLines(first.history);
    const policy = await first.policy({ records: { days: 30, bytes: null } });
    const never = new AbortController().signal;
    const small = { ...first, recordings: null, ending: never, stretchRows: 7 };
    const how = { who: 'Ada', reason: 'test' };
    const { checkpoints } = await retain(small, policy, how, never, () => undefined);
    expect(checkpoints.length).toBeGreaterThan(5);
    const kept = (rows: typeof before) => rows.filter(({ seq }) => pins.includes(seq));
    expect(kept(await allLines(first.history))).toEqual(kept(before));
    expect((await first.verify()).holds).toBe(true);
  });

  test('a stretch that does not hold is not taken: a checkpoint would say that it did', {
    timeout: 60_000,
  }, async () => {
    for (const [sql, found] of [
      ["UPDATE record SET operator = 'Eve' WHERE seq = 9", /^Row 9 .* not what was written/],
      ['UPDATE record SET hash = zeroblob(32), digest = zeroblob(32) WHERE seq = 9', /^Row 9 /],
      ['DELETE FROM record WHERE seq = 9', /^Row 10 .*row 9 is missing/],
      ['UPDATE signed_head SET hash = zeroblob(32)', /^Row \d+ .* is not the one whose hash was signed/],
    ] as const) {
      const desk = await aged(10);
      await desk.policy({ records: { days: 30, bytes: null } });
      await desk.close();
      tamper(desk.file, sql);
      const again = await keepingDesk(desk.file, desk.key);
      again.set(desk.now());
      const left = async () =>
        (await allLines(again.history)).filter(({ operator }) => operator !== 'console');
      const lines = (await left()).length;
      await expect(resultOf(again.keeping.handlers.apply(reason, call())), sql).rejects.toThrow(
        expect.objectContaining({ code: 'DATABASE_CORRUPT', message: expect.stringMatching(found) }),
      );
      expect((await left()).length).toBe(lines);
      expect(await again.verify()).toMatchObject({ holds: false, checkpoints: 0 });
      await again.close();
    }
  });

  test('nothing else takes a row: not the trigger, not behind the cut, not a pinned one', async () => {
    const desk = await aged();
    await desk.policy({ records: { days: 30, bytes: null } });
    await resultOf(desk.keeping.handlers.apply(reason, call()));
    await desk.close();
    for (const sql of [
      `DELETE FROM record WHERE seq = ${desk.pin}`,
      'DELETE FROM record WHERE seq = (SELECT max(seq) FROM record)',
      'DELETE FROM checkpoint',
      'DELETE FROM checkpoint_pin',
      'UPDATE checkpoint SET last = last + 1',
    ])
      expect(() => attempt(desk.file, sql), sql).toThrow(/append-only/);
  });

  test('old readings and recordings go by their own rules', async () => {
    const desk = await aged(5);
    const times = Float64Array.from({ length: 100 }, (_each, index) => desk.now() - 90 * day + index * 1000);
    const block = { instrument: 'i1', channel: 1, quantity: 'voltage' };
    await desk.database.write('readings', [
      { ...block, times, values: times },
      { ...block, times: times.map((at) => at + 80 * day), values: times },
    ]);
    const folder = join(dirname(desk.file), 'transcripts');
    mkdirSync(folder);
    for (const [name, age] of [
      ['old.txt', 90],
      ['new.txt', 5],
    ] as const) {
      writeFileSync(join(folder, name), 'x'.repeat(1000));
      const at = (desk.now() - age * day) / 1000;
      utimesSync(join(folder, name), at, at);
    }
    await desk.policy({ readings: { days: 30, bytes: null }, recordings: { days: 30, bytes: null } });
    expect(await desk.keeping.handlers.preview({ policy: null }, call())).toMatchObject([
      { kind: 'records', rows: 0 },
      { kind: 'readings', rows: 1, because: 'age' },
      { kind: 'recordings', rows: 1, bytes: 1000, because: 'age' },
    ]);
    expect((await resultOf(desk.keeping.handlers.apply(reason, call()))).rows).toBe(2);
    expect(statSync(join(folder, 'new.txt')).size).toBe(1000);
    expect(() => statSync(join(folder, 'old.txt'))).toThrow('ENOENT');
    expect((await desk.verify()).holds).toBe(true);
  });

  test('gives the space back, and the bench writes on meanwhile', { timeout: 60_000 }, async () => {
    const desk = await aged(800);
    await desk.policy({ records: { days: 30, bytes: null } });
    const before = (await desk.keeping.handlers.health({}, call())).bytes;
    const [, written] = await Promise.all([
      resultOf(desk.keeping.handlers.apply(reason, call())),
      desk.work(30, 'MEANWHILE'),
    ]);
    expect(written).toHaveLength(30);
    const health = await desk.keeping.handlers.health({}, call());
    expect(health.bytes).toBeLessThan(before);
    expect(health).toMatchObject({ writable: true, integrity: null });
    expect((await desk.verify()).holds).toBe(true);
  });

  test('killed at any moment of a cut, it is finished by the next console, and the chain holds', {
    timeout: 120_000,
  }, async () => {
    for (let round = 0; round < 4; round++) {
      const desk = await aged(600);
      await desk.policy({ records: { days: 30, bytes: null } });
      await desk.close();
      const cutter = fileURLToPath(new URL('./cutter.fixture.ts', import.meta.url));
      const child = spawn(
        process.execPath,
        [cutter, desk.file, String(desk.now()), Buffer.from(desk.key).toString('hex')],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'close');
      const next = await keepingDesk(desk.file, desk.key);
      expect(await next.verify()).toMatchObject({ broken: null, wrongSignatures: [] });
      await expect.poll(() => next.database.read('cutting', null)).toBeNull();
      const verdict = await next.verify();
      expect(verdict).toMatchObject({ holds: true, checkpoints: 1 });
      const lines = await allLines(next.history);
      expect(lines.filter(({ request }) => request.startsWith('OLD'))).toHaveLength(1);
      await next.close();
    }
  });
});

test('a cut beside the check is no tampering: what it took was there when it was asked about', async () => {
  const desk = await aged();
  await desk.policy({ records: { days: 30, bytes: null } });
  let cuts = 0;
  const read: typeof desk.database.read = async (name, input) => {
    const answer = await desk.database.read(name, input);
    if (name === 'statements' && cuts++ === 0) await resultOf(desk.keeping.handlers.apply(reason, call()));
    return answer;
  };
  const other = openKeeping({
    database: { ...desk.database, read },
    file: desk.file,
    signer: desk.signer,
    recordings: null,
    audit: { record: () => Promise.resolve() },
    now: desk.now,
    writable: () => true,
    onWhenFull: () => undefined,
    unattended: false,
  });
  onTestFinished(() => other.close());
  expect(await resultOf(other.handlers.verify({}, call()))).toMatchObject({
    holds: true,
    broken: null,
    checkpoints: 1,
  });
  expect(cuts).toBe(2);
});
