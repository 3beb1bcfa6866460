import { describe, expect, test } from 'vitest';
import { bytes, fault, never, open, serve } from './links.fixture.ts';
import { message } from './server.fixture.ts';

const first = 0xffffff00;

describe('locks', () => {
  test('exclusive and shared, given back, and who holds them', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    expect(await hislip.lock(null, 1_500, never)).toBe(true);
    expect(await hislip.lock('bench', 0, never)).toBe(true);
    server.handlers[24] = (other) => other.say('async', message(25, 1, 2));
    expect(await hislip.lockInfo(never)).toEqual({ exclusive: true, clients: 2 });
    server.handlers[4] = (other, { control }) => other.say('async', message(5, control === 0 ? 1 : 0));
    expect(await hislip.lock(null, 0, never)).toBe(false);
    expect(await hislip.unlock(never)).toBe('exclusive');
    server.handlers[4] = (other) => other.say('async', message(5, 2));
    await hislip.write(bytes('A\n'), never);
    expect(await hislip.unlock(never)).toBe('shared');
    const asked = peer.seen.filter(({ type }) => type === 4);
    expect(asked.map((seen) => [seen.control, seen.parameter, seen.payload.toString()])).toEqual([
      [1, 1_500, ''],
      [1, 0, 'bench'],
      [1, 0, ''],
      [0, 0xfffffefe, ''],
      [0, first, ''],
    ]);
  });

  test('refused in words', async () => {
    const server = await serve();
    const { hislip } = await open(server);
    server.handlers[4] = (peer) => peer.say('async', message(5, 3));
    expect(await fault(hislip.lock(null, 0, never))).toMatchObject({ code: 'INSTRUMENT_REPLY' });
    expect(await fault(hislip.unlock(never))).toMatchObject({ code: 'INSTRUMENT_REPLY' });
    expect(await fault(hislip.lock('', 0, never))).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await fault(hislip.lock('Ω', 0, never))).toMatchObject({ code: 'INPUT_INVALID' });
  });

  test('one that came after it was given up is given back, and no other is asked for meanwhile', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    let grant = (): void => undefined;
    server.handlers[4] = (_, { control }, usual) => {
      if (control === 1) grant = usual;
      else usual();
    };
    const giveUp = new AbortController();
    const locking = hislip.lock(null, 60_000, giveUp.signal);
    await peer.got(4);
    // Status comes while the lock is waited for.
    expect(await hislip.statusByte(never)).toBe(0);
    expect(await fault(hislip.unlock(never))).toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
    giveUp.abort();
    expect(await fault(locking)).toMatchObject({ code: 'CANCELLED' });
    grant();
    expect((await peer.got(4, 2)).control).toBe(0);
  });
});
