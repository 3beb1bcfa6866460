import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { attempt, integrity, tamper } from '#main/database/tamper.fixture.ts';
import { allLines, call } from '#main/history/history.fixture.ts';
import { newSigningKey, signWith } from '#main/history/signing/keys.ts';
import { keepingDesk, resultOf } from './keeping.fixture.ts';
import { retain } from './retain.ts';
import { headBytes } from './statements.ts';

const day = 86_400_000;
const reason = { reason: 'test' };

/** Old work, a pinned line of it, and a new start of the console: what is left of the last one can go. */
async function aged(old = 60) {
  const first = await keepingDesk();
  const start = first.now();
  const lines = await first.work(old, 'OLD');
  const pin = lines[Math.min(10, lines.length - 1)]!;
  await first.history.handlers.mark(
    { seq: pin, pinned: true, note: 'the one with the spike', tags: null },
    call(),
  );
  await first.close();
  const desk = await keepingDesk(first.file, first.key);
  desk.set(start + 100 * day);
  await desk.work(20, 'NEW');
  return { ...desk, lines, pin };
}

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

  test('by size takes the oldest, never of the running console', async () => {
    const desk = await aged();
    const policy = await desk.policy({ records: { days: null, bytes: 1_000_000 } });
    expect((await desk.keeping.handlers.preview({ policy }, call()))[0]).toMatchObject({ rows: 0 });
    // As small as nobody can set it: everything but the running console.
    const tiny = { ...policy, keep: { ...policy.keep, records: { days: null, bytes: 1 } } };
    const [records] = await desk.keeping.handlers.preview({ policy: tiny }, call());
    expect(records).toMatchObject({ because: 'size' });
    const how = { who: 'Ada', reason: 'test' };
    await retain({ ...desk, recordings: null }, tiny, how, new AbortController().signal, () => undefined);
    const left = await allLines(desk.history);
    expect(left.filter(({ request }) => request.startsWith('NEW'))).toHaveLength(20);
    expect((await desk.verify()).holds).toBe(true);
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

describe('what was signed', () => {
  test('one head a day, and one at the end; each is of a row that is there', async () => {
    const desk = await aged();
    await expect.poll(async () => (await desk.verify()).heads).toBeGreaterThanOrEqual(2);
    const verdict = await desk.verify();
    expect(verdict).toMatchObject({ holds: true, signedTo: { key: desk.signer.fingerprint } });
    const { heads, publicKey } = await desk.keeping.handlers.signatures({}, call());
    expect(publicKey).toBe(desk.signer.publicKey);
    expect(heads[0]!.seq).toBeGreaterThanOrEqual(heads.at(-1)!.seq);
  });

  test('whoever writes the chain anew, cuts its end off, or signs with another key is found', async () => {
    const stranger = newSigningKey();
    const forged = { at: 5, seq: 3, hash: new Uint8Array(32) };
    const ways: readonly (readonly [sql: readonly [string, ...unknown[]], found: RegExp])[] = [
      [['UPDATE signed_head SET hash = zeroblob(32)'], /the head of row \d+ .* is not what was signed/],
      [['UPDATE signed_head SET seq = seq - 1'], /is not what was signed/],
      [
        [
          'INSERT INTO signed_head (at, seq, hash, public_key, signature) VALUES (5, 3, zeroblob(32), ?, ?)',
          stranger.publicKey,
          signWith(stranger.privateKey, headBytes(forged)),
        ],
        /signed by a key that is not of this console/,
      ],
    ];
    for (const [[sql, ...values], found] of ways) {
      const desk = await aged(5);
      await desk.close();
      tamper(desk.file, [sql, ...values] as never);
      const again = await keepingDesk(desk.file, desk.key);
      const verdict = await again.verify();
      expect(verdict.holds, sql).toBe(false);
      expect(verdict.wrongSignatures.join('; '), sql).toMatch(found);
      await again.close();
    }
  });

  test('a pinned row that was changed, a checkpoint that was moved: found, and named', async () => {
    const desk = await aged();
    await desk.policy({ records: { days: 30, bytes: null } });
    await resultOf(desk.keeping.handlers.apply(reason, call()));
    await desk.close();
    tamper(desk.file, ["UPDATE record SET request = CAST('VOLT 99' AS BLOB) WHERE seq = ?", desk.pin]);
    const again = await keepingDesk(desk.file, desk.key);
    expect((await again.verify()).wrongSignatures).toEqual([
      `row ${desk.pin}, which was pinned, is not what was written`,
    ]);
    await again.close();
    tamper(desk.file, 'UPDATE checkpoint SET last = last + 2');
    const moved = await keepingDesk(desk.file, desk.key);
    expect((await moved.verify()).wrongSignatures.join('; ')).toMatch(
      /the checkpoint of rows 1 to \d+ .* is not what was signed/,
    );
  });
});
