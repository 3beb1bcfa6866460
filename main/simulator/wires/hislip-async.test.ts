import { afterEach, describe, expect, test } from 'vitest';
import { behind, Opened, parrot, taken } from './hislip.fixture.ts';
import type { HislipOptions } from './hislip-server.ts';
import type { RawBytes } from './raw-bytes.fixture.ts';

const opened = new Opened();
afterEach(() => opened.close());

async function start(options: HislipOptions = {}) {
  const instrument = parrot();
  const attached = behind(instrument);
  const { faults } = attached;
  const { port } = await opened.server([attached], options);
  return { instrument, faults, port, ...(await opened.pair(port)) };
}

/** Status query with a number, and whether an answer was taken; the status byte in hexadecimal. */
async function status(async: RawBytes, id: string, delivered = '00'): Promise<string> {
  async.send(`4853 15 ${delivered} ${id} 0000000000000000`);
  const [, byte] = /^4853 16 (..) 00000000 0{16}$/.exec(await taken(async)) ?? [];
  return byte ?? 'none';
}

describe('the status byte (IVI-6.1, 6.14)', () => {
  test('MAV: from the answer’s departure until the client says that it took it', async () => {
    const { sync, async } = await start();
    expect(await status(async, 'fffffefe')).toBe('00');
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    await taken(sync);
    expect(await status(async, 'ffffff00')).toBe('10');
    expect(await status(async, 'ffffff00', '01')).toBe('00');
    expect(await status(async, 'ffffff00')).toBe('00');
  });

  test('MAV is 0 for any other number than that of the last message: one has been sent that is not here yet', async () => {
    const { sync, async } = await start();
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    await taken(sync);
    expect(await status(async, 'ffffff02')).toBe('00');
    expect(await status(async, 'fffffefe')).toBe('00');
    expect(await status(async, 'ffffff00')).toBe('10');
  });

  test('what a status query said of the last answer is not said again', async () => {
    const { sync, async, instrument } = await start();
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    await taken(sync);
    await status(async, 'ffffff00', '01');
    sync.send('4853 07 00 ffffff02 0000000000000002', 'B?');
    await taken(sync);
    expect(instrument.status.errors.length).toBe(0);
  });

  test('it answers while the instrument is at work', async () => {
    const { sync, async, faults } = await start();
    faults.slowMs = 60_000;
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    expect(await status(async, 'ffffff00')).toBe('00');
  });

  test('the other bits are the instrument’s', async () => {
    const { async, instrument } = await start();
    instrument.status.report(-113);
    expect(await status(async, 'fffffefe')).toBe('04');
  });
});

describe('service requests (IVI-6.1, 6.13)', () => {
  test('one message for a new reason, with the status byte; RQS stays until a status query, and goes with it', async () => {
    const { async, instrument } = await start();
    instrument.status.serviceEnable = 4;
    instrument.status.report(-113);
    expect(await taken(async)).toBe('4853 14 44 00000000 0000000000000000');
    expect(await status(async, 'fffffefe')).toBe('44');
    expect(await status(async, 'fffffefe')).toBe('04');
  });

  test('a second reason is not told before the first was asked for', async () => {
    const { async, instrument } = await start();
    instrument.status.serviceEnable = 36;
    instrument.status.eventEnable = 1;
    instrument.status.report(-113);
    instrument.status.raise(1);
    expect(await taken(async)).toBe('4853 14 44 00000000 0000000000000000');
    expect(await status(async, 'fffffefe')).toBe('64');
    instrument.status.takeEvents();
    instrument.status.raise(1);
    expect(await taken(async)).toBe('4853 14 64 00000000 0000000000000000');
  });

  test('an answer is a reason, where it is enabled', async () => {
    const { sync, async, instrument } = await start();
    instrument.status.serviceEnable = 16;
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    expect(await taken(async)).toBe('4853 14 50 00000000 0000000000000000');
    await taken(sync);
    expect(await status(async, 'ffffff00')).toBe('50');
    expect(await status(async, 'ffffff00', '01')).toBe('00');
  });

  test('each client is told, and each has its own RQS', async () => {
    const { async, instrument, port } = await start();
    const other = await opened.pair(port);
    instrument.status.serviceEnable = 4;
    instrument.status.report(-113);
    expect(await taken(async)).toMatch(/^4853 14 44 /);
    expect(await taken(other.async)).toMatch(/^4853 14 44 /);
    expect(await status(async, 'fffffefe')).toBe('44');
    expect(await status(other.async, 'fffffefe')).toBe('44');
  });
});

describe('overlapped mode (IVI-6.1, 3.2)', () => {
  test('nothing is interrupted, answers come in order with the server’s own numbers, MAV counts what was taken', async () => {
    const { sync, async, instrument } = await start({ prefersOverlap: true });
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    sync.send('4853 07 00 ffffff02 0000000000000002', 'B?');
    sync.send('4853 07 00 ffffff04 0000000000000001', 'C');
    sync.send('4853 07 00 ffffff06 0000000000000002', 'D?');
    expect([await taken(sync), await taken(sync), await taken(sync)]).toEqual([
      '4853 07 00 ffffff00 0000000000000003 A?\n',
      '4853 07 00 ffffff02 0000000000000003 B?\n',
      '4853 07 00 ffffff04 0000000000000003 D?\n',
    ]);
    expect(instrument.status.errors.length).toBe(0);
    expect(await status(async, 'fffffefe')).toBe('10');
    expect(await status(async, 'ffffff02')).toBe('10');
    expect(await status(async, 'ffffff04')).toBe('00');
  });
});

describe('device clear (IVI-6.1, 6.12)', () => {
  test('gives up what runs, throws away what comes, begins to count again', async () => {
    const { sync, async, faults, instrument } = await start();
    faults.slowMs = 60_000;
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    sync.send('4853 07 00 ffffff02 0000000000000002', 'B?');
    async.send('4853 13 00 00000000 0000000000000000');
    expect(await taken(async)).toBe('4853 17 00 00000000 0000000000000000');
    faults.clear();
    // What it says of answers does not count either.
    sync.send('4853 07 01 ffffff04 0000000000000002', 'C?');
    sync.send('4853 08 00 00000000 0000000000000000');
    expect(await taken(sync)).toBe('4853 09 00 00000000 0000000000000000');
    expect(await status(async, 'fffffefe')).toBe('00');
    sync.send('4853 07 00 ffffff00 0000000000000002', 'D?');
    expect(await taken(sync)).toBe('4853 07 00 ffffff00 0000000000000003 D?\n');
    expect(instrument.heard).toEqual(['D?']);
    expect(instrument.status.errors.length).toBe(0);
  });

  test('a lock that is waited for is not had', async () => {
    const { async, port } = await start();
    async.send('4853 04 01 00000000 0000000000000000');
    await taken(async);
    const other = await opened.pair(port);
    other.async.send('4853 04 01 0000ffff 0000000000000000');
    other.async.send('4853 13 00 00000000 0000000000000000');
    expect(await taken(other.async)).toBe('4853 05 00 00000000 0000000000000000');
    expect(await taken(other.async)).toBe('4853 17 00 00000000 0000000000000000');
  });

  test('the client chooses the mode, where the server has both', async () => {
    const { sync, async } = await start();
    async.send('4853 13 00 00000000 0000000000000000');
    expect(await taken(async)).toBe('4853 17 00 00000000 0000000000000000');
    sync.send('4853 08 01 00000000 0000000000000000');
    expect(await taken(sync)).toBe('4853 09 01 00000000 0000000000000000');
    sync.send('4853 07 00 ffffff08 0000000000000002', 'A?');
    expect(await taken(sync)).toBe('4853 07 00 ffffff00 0000000000000003 A?\n');
    async.send('4853 13 00 00000000 0000000000000000');
    await taken(async);
    sync.send('4853 08 00 00000000 0000000000000000');
    expect(await taken(sync)).toBe('4853 09 00 00000000 0000000000000000');
  });

  test('a server without overlapped mode says so at the end', async () => {
    const { sync, async } = await start({ offersOverlap: false });
    async.send('4853 13 00 00000000 0000000000000000');
    await taken(async);
    sync.send('4853 08 01 00000000 0000000000000000');
    expect(await taken(sync)).toBe('4853 09 00 00000000 0000000000000000');
  });

  test('a second half that does not come, or comes alone, is a fatal error', async () => {
    const { sync, async, port } = await start({ clearMs: 20 });
    async.send('4853 13 00 00000000 0000000000000000');
    await taken(async);
    expect(await taken(sync)).toMatch(/^4853 02 00 /);
    await Promise.all([sync.closed, async.closed]);
    const other = await opened.pair(port);
    other.sync.send('4853 08 00 00000000 0000000000000000');
    expect(await taken(other.sync)).toMatch(/^4853 02 00 /);
  });
});

describe('locks (IVI-6.1, 6.5 and 6.6)', () => {
  test('exclusive: who asks twice, and who gives back what he has not, is told so; who waits gets it in turn', async () => {
    const { async, port } = await start();
    const other = await opened.pair(port);
    async.send('4853 04 00 fffffefe 0000000000000000');
    expect(await taken(async)).toBe('4853 05 03 00000000 0000000000000000');
    async.send('4853 04 01 00000000 0000000000000000');
    expect(await taken(async)).toBe('4853 05 01 00000000 0000000000000000');
    async.send('4853 04 01 00000000 0000000000000000');
    expect(await taken(async)).toBe('4853 05 03 00000000 0000000000000000');
    other.async.send('4853 04 01 00000000 0000000000000000');
    expect(await taken(other.async)).toBe('4853 05 00 00000000 0000000000000000');
    other.async.send('4853 04 01 0000ffff 0000000000000000');
    other.async.send('4853 18 00 00000000 0000000000000000');
    // Exclusive, one holder; and the lock is still waited for.
    expect(await taken(other.async)).toBe('4853 19 01 00000001 0000000000000000');
    async.send('4853 04 00 fffffefe 0000000000000000');
    expect(await taken(async)).toBe('4853 05 01 00000000 0000000000000000');
    expect(await taken(other.async)).toBe('4853 05 01 00000000 0000000000000000');
  });

  test('shared: the same name gets in, another one waits so long and no longer', async () => {
    const { async, port } = await start();
    const [two, three] = [await opened.pair(port), await opened.pair(port)];
    for (const each of [async, two.async]) {
      each.send('4853 04 01 00000000 0000000000000003', 'key');
      expect(await taken(each)).toBe('4853 05 01 00000000 0000000000000000');
    }
    three.async.send('4853 04 01 00000014 0000000000000005', 'other');
    expect(await taken(three.async)).toBe('4853 05 00 00000000 0000000000000000');
    // One of those who share it may have it alone beside.
    async.send('4853 04 01 00000000 0000000000000000');
    expect(await taken(async)).toBe('4853 05 01 00000000 0000000000000000');
    async.send('4853 18 00 00000000 0000000000000000');
    expect(await taken(async)).toBe('4853 19 01 00000002 0000000000000000');
    for (const answer of ['01', '02', '03']) {
      async.send('4853 04 00 fffffefe 0000000000000000');
      expect(await taken(async)).toBe(`4853 05 ${answer} 00000000 0000000000000000`);
    }
  });

  test('whose instrument is locked by another waits with his messages, and asks for the status all the same', async () => {
    const { async, instrument, port } = await start();
    async.send('4853 04 01 00000000 0000000000000000');
    await taken(async);
    const other = await opened.pair(port);
    other.sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    expect(await status(other.async, 'ffffff00')).toBe('00');
    expect(instrument.heard).toEqual([]);
    async.send('4853 04 00 fffffefe 0000000000000000');
    await taken(async);
    expect(await taken(other.sync)).toBe('4853 07 00 ffffff00 0000000000000003 A?\n');
  });

  test('a client that goes leaves no lock, and none that it waits for', async () => {
    const { sync, async, port } = await start();
    const [two, three] = [await opened.pair(port), await opened.pair(port)];
    async.send('4853 04 01 00000000 0000000000000000');
    await taken(async);
    two.async.send('4853 04 01 0000ffff 0000000000000000');
    two.async.send('4853 18 00 00000000 0000000000000000');
    await taken(two.async);
    three.async.send('4853 04 01 0000ffff 0000000000000000');
    two.sync.close();
    await two.async.closed;
    sync.close();
    expect(await taken(three.async)).toBe('4853 05 01 00000000 0000000000000000');
  });

  test('a lock is given back when the last message has run', async () => {
    const { sync, async, faults, instrument } = await start();
    async.send('4853 04 01 00000000 0000000000000000');
    await taken(async);
    faults.slowMs = 20;
    async.send('4853 04 00 ffffff00 0000000000000000');
    sync.send('4853 07 00 ffffff00 0000000000000001', 'A');
    expect(await taken(async)).toBe('4853 05 01 00000000 0000000000000000');
    expect(instrument.heard).toEqual(['A']);
  });
});

describe('remote and local (IVI-6.1, 6.7), trigger', () => {
  test('a message takes the panel; the codes 0 to 6 do what the lines of a bus do', async () => {
    const { sync, async, instrument } = await start();
    const control = async (code: number): Promise<string> => {
      async.send(`4853 0a 0${code} ffffff00 0000000000000000`);
      expect(await taken(async)).toBe('4853 0b 00 00000000 0000000000000000');
      return instrument.panel.control;
    };
    const message = async (): Promise<string> => {
      sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
      await taken(sync);
      return instrument.panel.control;
    };
    expect(instrument.panel.control).toBe('local');
    expect(await message()).toBe('remote');
    expect(await control(6)).toBe('local');
    expect(await control(4)).toBe('local');
    expect(await message()).toBe('locked');
    expect(await control(6)).toBe('local');
    expect(await control(5)).toBe('locked');
    expect(await control(0)).toBe('local');
    expect(await message()).toBe('local');
    expect(await control(1)).toBe('local');
    expect(await control(3)).toBe('remote');
    expect(await control(4)).toBe('locked');
    expect(await control(2)).toBe('local');
    expect(await message()).toBe('local');
  });

  test('trigger runs behind what was sent before it', async () => {
    const { sync, instrument } = await start();
    sync.send('4853 07 00 ffffff00 0000000000000001', 'A');
    sync.send('4853 0c 00 ffffff02 0000000000000000');
    sync.send('4853 07 00 ffffff04 0000000000000002', 'B?');
    expect(await taken(sync)).toMatch(/^4853 07 00 ffffff04 /);
    expect(instrument.heard).toEqual(['A', '*TRG', 'B?']);
  });
});
