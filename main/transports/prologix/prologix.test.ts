import { afterEach, expect, test } from 'vitest';
import { TcpTransport } from '#main/transports/tcp.ts';
import { type Quirks, ScriptedAdapter } from './adapter.fixture.ts';
import { PrologixTransport } from './prologix.ts';
import { defaultAdapterTiming } from './timing.ts';

const never = new AbortController().signal;
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

let ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

async function adapter(quirks?: Quirks): Promise<ScriptedAdapter> {
  const made = await ScriptedAdapter.start(quirks);
  ends.push(() => made.stop());
  return made;
}
function link(to: ScriptedAdapter, primary: number, secondary: number | null = null): PrologixTransport {
  const made = new PrologixTransport({
    name: `prologix://127.0.0.1:${to.port}`,
    link: () => new TcpTransport({ host: '127.0.0.1', port: to.port, closeMs: 50 }),
    gpib: { primary, secondary },
    timing: {
      ...defaultAdapterTiming,
      readMs: 30,
      quietMs: 10,
      silentMs: 400,
      urgentMs: 20,
      greetMs: 400,
      againMs: 100,
    },
  });
  ends.push(() => made.close());
  return made;
}
async function answer(of: PrologixTransport): Promise<string> {
  const read = await of.read(never);
  of.done();
  return Buffer.from(read.bytes).toString('latin1');
}

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
    '++ver',
    '++spoll 22',
    '++ver',
    '++addr 22',
    '*IDN?\x1b\n',
    '++read eoi',
    '++ver',
  ]);
});
