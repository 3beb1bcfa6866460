import { type Duplex, duplexPair } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { behind, parrot } from './hislip.fixture.ts';
import { type Bench, prologixBench } from './prologix.fixture.ts';
import { makeAdapter, type PrologixOptions } from './prologix.ts';

const opened: Bench[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
async function start(options: PrologixOptions = {}): Promise<Bench> {
  const bench = await prologixBench(options);
  opened.push(bench);
  return bench;
}

describe('instruments on the bus', () => {
  test('each is at its address, primary or with a secondary one; the answer comes when it is asked for', async () => {
    const { client, one, two, nine } = await start();
    client.tell('++addr 1', 'A?', '++read eoi');
    expect(await client.hears('A?\n')).toBe('A?\n');
    client.tell('++addr 2', 'B?', '++addr 9 96', 'C?', '++read eoi', '++addr 2', '++read eoi', '++addr');
    expect(await client.rest()).toBe('C?\nB?\n2\r\n');
    client.tell('++addr 9 96', '++addr');
    expect(await client.rest()).toBe('9 96\r\n');
    // eos 0 puts CR LF behind each message.
    expect([one.heard, two.heard, nine.heard]).toEqual([['A?\r'], ['B?\r'], ['C?\r']]);
  });

  test('where nobody is, there is silence until the timeout, and what was sent is lost', async () => {
    const { client, one, nine } = await start({ settings: { read_tmo_ms: 5 } });
    client.tell(
      '++addr 17',
      'A?',
      '++read eoi',
      '++spoll',
      '++addr 9',
      'B?',
      '++read',
      '++clr',
      '++trg',
      '++loc',
    );
    expect(await client.rest()).toBe('');
    expect([one.heard, nine.heard]).toEqual([[], []]);
  });

  test('an instrument that has nothing to say is silent, and notes that it was asked (-420)', async () => {
    const { client, one } = await start({ settings: { read_tmo_ms: 5 } });
    client.tell('++addr 1', 'A', '++read eoi', '++read eoi');
    expect(await client.rest()).toBe('');
    expect(one.status.errors.shift()).toMatch(/^-420/);
    expect(one.status.errors.length).toBe(0);
  });

  test('a message before the answer was read takes its place (-410)', async () => {
    const { client, one } = await start();
    client.tell('++addr 1', 'A?', 'B?', '++read eoi');
    expect(await client.rest()).toBe('B?\n');
    expect(one.status.errors.shift()).toMatch(/^-410/);
  });

  test('one thing after the other: what comes while a read waits is done after it', async () => {
    const { client, one } = await start({ settings: { read_tmo_ms: 3000, eos: 3 } });
    one.attached.faults.slowMs = 30;
    client.tell('++addr 1', 'A?', '++eos', '++read eoi');
    await client.hears('3\r\n');
    client.tell('++addr 2', 'B?', '++read eoi', '++addr');
    expect(await client.rest()).toBe('A?\nB?\n2\r\n');
  });

  test('the timeout counts from byte to byte', async () => {
    const { client, one } = await start({ settings: { read_tmo_ms: 20, eos: 3 } });
    one.attached.faults.slowMs = 60_000;
    client.tell('++addr 1', 'A?', '++read eoi');
    expect(await client.rest()).toBe('');
    one.attached.faults.clear();
    one.attached.faults.partial = true;
    client.tell('++clr', 'ABCD?', '++read eoi');
    expect(await client.rest()).toBe('AB');
  });

  test('one that refuses is off the bus', async () => {
    const { client, one } = await start({ settings: { read_tmo_ms: 5 } });
    one.attached.faults.refusing = true;
    client.tell('++addr 1', 'A?', '++read eoi', '++spoll');
    expect(await client.rest()).toBe('');
    one.attached.faults.refusing = false;
    client.tell('B?', '++read eoi');
    expect(await client.rest()).toBe('B?\n');
    expect(one.heard).toEqual(['B?\r']);
  });
});

describe('what goes out and what comes back', () => {
  test.each([
    [0, ['A\r', 'B\r']],
    [1, ['A\rB\r']],
    [2, ['A', 'B']],
    [3, ['AB']],
  ])('eos %i without EOI', async (eos, heard) => {
    const { client, one } = await start({ settings: { eos, eoi: 0 } });
    client.tell('++addr 1', 'A', 'B', '++eoi 1', '++eos 3');
    client.send('', '\x1b\n\n');
    await client.rest();
    expect(one.heard.filter((each) => each !== '')).toEqual(heard);
  });

  test('bytes that are escaped reach the instrument as they are', async () => {
    const { client, one } = await start({ settings: { eos: 3 } });
    client.tell('++addr 1');
    client.send('1b2b 1b2b 61 00ff 1b0d 1b1b 3f 0a');
    client.tell('++read eoi');
    expect(await client.hears('++a\x00\xff\r\x1b?\n')).toBe('++a\x00\xff\r\x1b?\n');
    expect(one.heard).toEqual(['++a\x00\xff\r\x1b?']);
  });

  test('eot: a character of one’s own for each END', async () => {
    const { client } = await start({ settings: { eos: 3 } });
    client.tell(
      '++eot_char 42',
      '++eot_enable 1',
      '++addr 1',
      'A?',
      '++read eoi',
      '++eot_char',
      '++eot_enable',
    );
    expect(await client.rest()).toBe('A?\n*42\r\n1\r\n');
    client.tell('BIG 10000?', '++read eoi');
    expect((await client.rest()).slice(9990)).toBe('xxxxxxxxx\n*');
  });

  test('read ends at END, at a byte, or at the timeout alone', async () => {
    const { client, one } = await start({ settings: { eos: 3, read_tmo_ms: 10 } });
    client.tell('++addr 1', 'A,B?', '++read 44', '++eos');
    expect(await client.hears('A,')).toBe('A,');
    client.tell('++read 63', '++read eoi');
    expect(await client.rest()).toBe('3\r\nB?\n');
    client.tell('C?', '++read');
    expect(await client.rest()).toBe('C?\n');
    expect(one.status.errors.length).toBe(1);
  });

  test('auto 1 reads after every message, and makes instruments complain after those that ask nothing', async () => {
    const { client, one } = await start({ settings: { auto: 1, read_tmo_ms: 5 } });
    client.tell('++addr 1', 'A?', 'B');
    expect(await client.rest()).toBe('A?\n');
    expect(one.status.errors.shift()).toMatch(/^-420/);
  });

  test('an answer of a megabyte comes whole', async () => {
    const { client } = await start({ settings: { eos: 3 } });
    client.tell('++addr 1', 'BIG 1000000?', '++read eoi');
    expect((await client.take(1_000_000)).toString('latin1')).toBe(`${'x'.repeat(999_999)}\n`);
  });

  test('as a device it sends nothing on', async () => {
    const { client, one } = await start({ settings: { mode: 0 } });
    client.tell('++addr 1', 'A?', '++mode', '++mode 1', 'B?', '++read eoi');
    expect(await client.rest()).toBe('0\r\nB?\n');
    expect(one.heard).toEqual(['B?\r']);
  });
});

describe('lines of the bus', () => {
  test('device clear, trigger of several, serial poll and SRQ', async () => {
    const { client, one, two, nine } = await start({ settings: { eos: 3 } });
    client.tell('++addr 1', 'A?', '++clr', 'B?', '++read eoi', '++trg', '++trg 1 2 9 96');
    expect(await client.rest()).toBe('B?\n');
    expect([one.heard, two.heard, nine.heard]).toEqual([['A?', 'B?', '*TRG', '*TRG'], ['*TRG'], ['*TRG']]);
    expect(one.status.errors.length).toBe(0);
    two.status.serviceEnable = 4;
    client.tell('++srq');
    expect(await client.rest()).toBe('0\r\n');
    two.status.report(-113);
    client.tell('++srq', '++spoll', '++spoll 2', '++spoll 2', '++srq', '++spoll 9 96');
    expect(await client.rest()).toBe('1\r\n0\r\n68\r\n4\r\n0\r\n0\r\n');
  });

  test('remote when it listens, lockout and local', async () => {
    const { client, one } = await start();
    const control = async (...lines: string[]): Promise<string> => {
      client.tell(...lines);
      await client.rest();
      return one.panel.control;
    };
    expect(await control('++addr 1')).toBe('local');
    expect(await control('A')).toBe('remote');
    expect(await control('++loc')).toBe('local');
    expect(await control('++llo')).toBe('locked');
    expect(await control('++loc')).toBe('local');
    expect(await control('A')).toBe('locked');
  });
});

describe('the adapter itself', () => {
  test('every setting answers what it is; what is out of range, or no command, is not recognized', async () => {
    const { client } = await start();
    const names = ['mode', 'auto', 'eoi', 'eos', 'eot_enable', 'eot_char', 'read_tmo_ms', 'savecfg', 'lon'];
    client.tell(...names.map((name) => `++${name}`));
    expect(await client.rest()).toBe([1, 0, 1, 0, 0, 0, 200, 1, 0].map((each) => `${each}\r\n`).join(''));
    const wrong = [
      '++addr 31',
      '++addr 5 95',
      '++addr 96',
      '++addr 1 2',
      '++auto 2',
      '++eos 4',
      '++read_tmo_ms 0',
      '++read_tmo_ms 3001',
      '++read lf',
      '++read 256',
      '++clr 1',
      '++eot_char x',
      '++AUTO',
      '++nothing',
      '++',
    ];
    client.tell(...wrong);
    expect(await client.rest()).toBe('Unrecognized command\r\n'.repeat(wrong.length));
  });

  test('its version', async () => {
    const { client } = await start();
    client.tell('++ver');
    const expected = 'Prologix GPIB-ETHERNET Controller version 01.06.06.00\r\n';
    expect(await client.hears(expected)).toBe(expected);
  });

  test('its memory is written with every setting, unless savecfg is 0; a restart forgets the rest and hangs up', async () => {
    const { client, wire, connect } = await start();
    client.tell('++addr 3', '++eos 2');
    await client.rest();
    expect(wire.saves).toBe(2);
    client.tell('++savecfg 0', '++addr 7', '++eos 3', '++ifc', '++rst');
    await client.closed;
    expect(wire.saves).toBe(2);
    const again = await connect();
    again.tell('++addr', '++eos');
    expect(await again.rest()).toBe('3\r\n2\r\n');
  });

  test('one client: who comes puts the one before out, and what that one waited for is over', async () => {
    const { client, one, connect } = await start({ settings: { read_tmo_ms: 3000 } });
    one.attached.faults.slowMs = 60_000;
    client.tell('++addr 1', 'A?', '++addr', '++read eoi');
    await client.hears('1\r\n');
    const second = await connect();
    await client.closed;
    // The first client would take this answer if it still waited.
    one.attached.faults.slowMs = 20;
    second.tell('++clr', 'B?', '++read eoi');
    expect(await second.rest()).toBe('B?\n');
  });

  test('it can go away with everything behind it, and come back', async () => {
    const { client, wire, connect } = await start();
    wire.faults.refusing = true;
    await client.closed;
    await expect(connect()).rejects.toThrow('not connected');
    wire.faults.refusing = false;
    let again = null;
    while (again === null) again = await connect().catch(() => null);
    again.tell('++addr 1', 'A?', '++read eoi');
    expect(await again.rest()).toBe('A?\n');
  });

  test('its addresses, as instruments are put on it', async () => {
    const { wire } = await start();
    expect(wire.attach(behind())).toEqual({ url: `prologix://127.0.0.1:${wire.port}/10`, visa: null });
    expect(wire.place(behind(), { primary: 10, secondary: 3 })).toEqual({ primary: 10, secondary: 99 });
    expect(() => wire.place(behind(), { primary: 1 })).toThrow('there is an instrument at 1');
  });

  test('an AR488: its version, any case, its own ranges and words, a NUL behind each answer', async () => {
    const { client, wire } = await start({ flavour: 'ar488', settings: { eos: 3, read_tmo_ms: 5 } });
    client.tell(
      '++READ_TMO_MS 32000',
      '++Addr\t1',
      'A?',
      '++read eoi',
      '++auto 2',
      'B?',
      'C',
      '++eos 9',
      '++what',
    );
    expect(await client.rest()).toBe('A?\n\0B?\n\0Invalid parameter\r\nUnrecognized command\r\n');
    client.tell('++ver');
    expect(await client.hears('AR488 GPIB controller, ver. ')).toBe('AR488 GPIB controller, ver. ');
    await client.take('0.51.09, 20/06/2022\r\n'.length);
    expect(wire.saves).toBe(0);
    client.tell('++savecfg', '++default', '++addr');
    expect(await client.rest()).toBe('5\r\n');
    expect(wire.saves).toBe(1);
  });

  test('at the end of any stream: a serial line has no connection to hang up', async () => {
    const adapter = makeAdapter();
    adapter.place(behind(parrot()), { primary: 22 });
    const [near, far] = duplexPair() as [Duplex, Duplex];
    adapter.serve(far);
    let heard = '';
    const heardAll = new Promise<void>((resolve) =>
      near.on('data', (chunk: Buffer) => {
        heard += chunk.toString('latin1');
        if (heard.endsWith('22\r\n')) resolve();
      }),
    );
    near.write('++savecfg 1\n++addr 22\n++rst\nA?\n++read eoi\n++addr\n');
    await heardAll;
    expect(heard).toBe('A?\n22\r\n');
    near.destroy();
    adapter.close();
  });
});
