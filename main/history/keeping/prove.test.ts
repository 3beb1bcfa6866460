import { describe, expect, test } from 'vitest';
import { tamper } from '#main/database/tamper.fixture.ts';
import { call } from '#main/history/history.fixture.ts';
import { newSigningKey, signWith } from '#main/history/signing/keys.ts';
import { aged, keepingDesk, resultOf } from './keeping.fixture.ts';
import { headBytes } from './statements.ts';

const reason = { reason: 'test' };

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
    // Also when he writes his key in beside the console's own: he cannot seal its private half.
    const beside = await aged(5);
    await beside.close();
    tamper(beside.file, [...ways[2]![0]] as never, [
      'INSERT INTO signing_key SELECT 0, ?, sealed, created_at FROM signing_key',
      stranger.publicKey,
    ]);
    const held = await keepingDesk(beside.file, beside.key);
    expect((await held.verify()).wrongSignatures.join('; ')).toMatch(ways[2]![1]);
    await held.close();
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
