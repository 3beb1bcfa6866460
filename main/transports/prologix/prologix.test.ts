import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { adapter, answer, link } from './bus.fixture.ts';

const never = new AbortController().signal;
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const soon = (): AbortSignal => {
  const giveUp = new AbortController();
  setImmediate(() => giveUp.abort(new Fault('INSTRUMENT_TIMEOUT', 'No reply.')));
  return giveUp.signal;
};

test('a question and its answer, on the wire as the manual has it', async () => {
  const bus = await adapter();
  bus.instrument('22', (message, self) => {
    if (message === '*IDN?\n') self.say('ACME,1,2,3');
  });
  const meter = link(bus, 22);
  await meter.open(never);
  await meter.write(bytes('*IDN?\n'), never);
  expect(await answer(meter)).toBe('ACME,1,2,3\n');
  expect(bus.lines).toEqual([
    '++ver',
    '++savecfg 0',
    '++mode 1',
    '++auto 0',
    '++eos 3',
    '++eoi 1',
    '++eot_char 10',
    '++eot_enable 1',
    '++read_tmo_ms 30',
    expect.stringMatching(/^\+\+eot_char \d{3}$/),
    '++eot_char',
    '++eot_char 10',
    '++ver',
    '++spoll 22',
    '++ver',
    '++addr 22',
    '*IDN?\x1b\n',
    '++read eoi',
    '++ver',
  ]);
});

test('interface messages; a secondary address', async () => {
  const bus = await adapter();
  const meter = bus.instrument('5 98');
  meter.status = 64;
  const made = link(bus, 5, 2);
  await made.open(never);
  expect(await made.statusByte(never)).toBe(64);
  expect(await made.trigger(never)).toBe(true);
  expect(await made.remote(false, never)).toBe(true);
  expect(await made.remote(true, never)).toBe(true);
  expect(await made.local(never)).toBe(true);
  expect(await made.clear(never)).toBe(true);
  expect(meter.orders).toEqual(['trg', 'llo', 'loc', 'clr']);
  expect(await link(bus, 6).open(never)).toBeUndefined();
});

test('an instrument that is not there has no status byte', async () => {
  const bus = await adapter();
  const made = link(bus, 9);
  await made.open(never);
  expect(await made.statusByte(never)).toBeNull();
});

test('an answer that waits in the instrument since an earlier owner is read away first', async () => {
  const bus = await adapter();
  const meter = bus.instrument('3', (message, self) => {
    if (message === 'NEW?\n') self.say('new');
  });
  meter.status = 0x10;
  meter.say('old');
  bus.override = (line) => {
    if (line === '++spoll 3' && meter.output.length === 0) meter.status = 0;
    return false;
  };
  const made = link(bus, 3);
  await made.open(never);
  await made.write(bytes('NEW?\n'), never);
  expect(await answer(made)).toBe('new\n');
});

test('a slow instrument lets others have the bus while it has nothing to say, and is read when it has', async () => {
  const bus = await adapter();
  const slow = bus.instrument('1');
  bus.instrument('2', (_, self) => self.say('quick'));
  const [first, second] = [link(bus, 1), link(bus, 2)];
  await Promise.all([first.open(never), second.open(never)]);
  await first.write(bytes('SLOW?\n'), never);
  const late = answer(first);
  await second.write(bytes('QUICK?\n'), never);
  expect(await answer(second)).toBe('quick\n');
  slow.say('slow');
  expect(await late).toBe('slow\n');
  expect(bus.connections).toBe(1);
});

test('R-10: an answer that was given up is nobody else’s, whenever it comes', async () => {
  const bus = await adapter();
  const slow = bus.instrument('1');
  bus.instrument('2', (_, self) => self.say('two'));
  const [first, second] = [link(bus, 1), link(bus, 2)];
  await Promise.all([first.open(never), second.open(never)]);
  await first.write(bytes('A?\n'), never);
  const giveUp = new AbortController();
  const given = answer(first, giveUp.signal);
  await bus.got('++read eoi');
  // The adapter is reading now; its answer comes when nobody waits for it.
  giveUp.abort(new Fault('INSTRUMENT_TIMEOUT', 'No reply.'));
  await expect(given).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  slow.say('late');
  await second.write(bytes('B?\n'), never);
  expect(await answer(second)).toBe('two\n');
  slow.say('later');
  expect(await first.clear(never)).toBe(true);
  expect(slow.output).toEqual([]);
});

test('waiting for the bus ends with its signal, and nothing was sent', async () => {
  const bus = await adapter();
  const [one, two] = [bus.instrument('1'), bus.instrument('2')];
  const [first, second] = [link(bus, 1), link(bus, 2)];
  await Promise.all([first.open(never), second.open(never)]);
  await first.write(bytes('A?\n'), never);
  await expect(second.write(bytes('B?\n'), soon())).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  await one.hears('A?\n');
  one.say('a');
  expect(await answer(first)).toBe('a\n');
  expect(two.heard).toEqual([]);
  await second.write(bytes('C\n'), never);
  second.done();
  await two.hears('C\n');
});

test('a switch-off and a question that wait for the bus together have it together', async () => {
  const bus = await adapter();
  const [one, two] = [
    bus.instrument('1'),
    bus.instrument('2', (message, self) => {
      if (message === 'B?\n') self.say('b');
    }),
  ];
  const [first, second] = [link(bus, 1), link(bus, 2)];
  await Promise.all([first.open(never), second.open(never)]);
  await first.write(bytes('A?\n'), never);
  const off = second.write(bytes('OUTP OFF\n'), never);
  const question = second.write(bytes('B?\n'), never);
  await one.hears('A?\n');
  one.say('a');
  expect(await answer(first)).toBe('a\n');
  // As a session does: the bus is given back when the question has its answer, and not before.
  await Promise.all([off, question]);
  expect(await answer(second)).toBe('b\n');
  expect(two.heard.map(String)).toEqual(['OUTP OFF\n', 'B?\n']);
  await first.write(bytes('C\n'), never);
  first.done();
});

test('R-1: writeNow goes past an instrument that is being read, which is addressed again', async () => {
  const bus = await adapter();
  const [slow, supply] = [bus.instrument('1'), bus.instrument('2')];
  const [first, second] = [link(bus, 1), link(bus, 2)];
  await Promise.all([first.open(never), second.open(never)]);
  await first.write(bytes('SLOW?\n'), never);
  const late = answer(first);
  await bus.got('SLOW?\x1b\n');
  bus.lines.length = 0;
  second.writeNow(bytes('OUTP 1,OFF\nOUTP 2,OFF\n'));
  await supply.hears('OUTP 2,OFF\n');
  // No more than the one read that was under way stands before it.
  expect(bus.lines.filter((line) => line === '++read eoi').length).toBeLessThanOrEqual(1);
  expect(supply.heard.map(String)).toEqual(['OUTP 1,OFF\n', 'OUTP 2,OFF\n']);
  slow.say('slow');
  expect(await late).toBe('slow\n');
  const addressed = bus.lines.filter((line) => /^\+\+(addr|read)/.test(line));
  expect(addressed.slice(-2)).toEqual(['++addr 1', '++read eoi']);
});

test('R-2: an adapter that takes no more bytes is given up for everybody, so that a new link can take the off command', async () => {
  const bus = await adapter();
  const [one, two] = [bus.instrument('1'), bus.instrument('2')];
  const [first, second] = [link(bus, 1), link(bus, 2)];
  await Promise.all([first.open(never), second.open(never)]);
  bus.socket.pause();
  const told = new Promise((resolve) => first.onClosed(resolve));
  const stuck = first.write(Buffer.alloc(64 << 20), never).catch((error: unknown) => error);
  // The bus is had, and the bytes are with the system.
  await new Promise((resolve) => setImmediate(resolve));
  expect(() => second.writeNow(bytes('OUTP OFF\n'))).toThrow(
    expect.objectContaining({ code: 'INSTRUMENT_TIMEOUT' }),
  );
  await second.abort();
  expect(await told).toMatch(/did not take bytes/);
  expect(await stuck).toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  await second.open(never);
  second.writeNow(bytes('OUTP OFF\n'));
  await two.hears('OUTP OFF\n');
  expect(one.heard).toEqual([]);
});

test('device clear does not empty an instrument of a switch-off that it was just given', async () => {
  const bus = await adapter();
  const supply = bus.instrument('2');
  const made = link(bus, 2);
  await made.open(never);
  const order: string[] = [];
  supply.handle = () => void setTimeout(() => order.push('off'), 10);
  bus.override = (line) => {
    if (line === '++clr') order.push('clear');
    return false;
  };
  made.writeNow(bytes('OUTP OFF\n'));
  await made.clear(never);
  expect(order).toEqual(['off', 'clear']);
});

test('a long block comes in pieces, exactly; an adapter that adds a NUL is tolerated', async () => {
  const bus = await adapter({ version: 'AR488 GPIB controller, ver. 0.51.29, 18/03/2024', strayNul: true });
  const block = Buffer.alloc(1 << 20, 'Prologix\r\n\x1b+');
  const header = Buffer.from(`#7${block.length}`);
  bus.instrument('7', (_, self) => self.say(Buffer.concat([header, block])));
  const scope = link(bus, 7);
  await scope.open(never);
  expect(bus.lines).not.toContain('++savecfg 0');
  await scope.write(bytes('DATA?\n'), never);
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < header.length + block.length) {
    const part = (await scope.read(never)).bytes;
    parts.push(part);
    size += part.length;
  }
  scope.done();
  expect(
    Buffer.concat(parts)
      .subarray(header.length, header.length + block.length)
      .equals(block),
  ).toBe(true);
  await scope.write(bytes('DATA?\n'), never);
  expect((await scope.read(never)).bytes.length).toBeGreaterThan(0);
  scope.done();
  // Most of it is still to come, and nobody wanted it: what is asked now could be given it.
  await expect(scope.write(bytes('A?\n'), never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(scope.state).toBe('closed');
});

test('five links have one connection, and the last one gives it back', async () => {
  const bus = await adapter({ oneClient: true });
  const links = [1, 2, 3, 4, 5].map((place) => link(bus, place));
  await Promise.all(links.map((each) => each.open(never)));
  expect(bus.connections).toBe(1);
  for (const each of links.slice(0, 4)) await each.close();
  expect(bus.open).toBe(1);
  // Opened anew at once, it waits for its place to be free.
  const closing = links[4]?.close();
  await links[0]?.open(never);
  await closing;
  await links[0]?.write(bytes('A\n'), never);
  links[0]?.done();
});
