import { afterEach, expect, test } from 'vitest';
import { Faults } from '#main/simulator/faults.ts';
import { query } from '#main/simulator/language/command.ts';
import { commonCommands } from '#main/simulator/language/common.ts';
import { FrontPanel } from '#main/simulator/language/front-panel.ts';
import { Interpreter } from '#main/simulator/language/interpreter.ts';
import { Status } from '#main/simulator/language/status.ts';
import { openVxi11, type Vxi11Wire } from '#main/simulator/wires/vxi11.ts';
import { transportFor } from '#main/transports/open.ts';
import type { Transport } from '#main/transports/transport.ts';

/** The simulated server was written beside this transport, from the standard, and shares no code with it. */
let wire: Vxi11Wire | null = null;
let links: Transport[] = [];
afterEach(async () => {
  for (const link of links) await link.close();
  links = [];
  await wire?.close();
  wire = null;
});

const never = new AbortController().signal;
const identity = 'LabLink,TEST,1,1';

async function simulated() {
  const status = new Status();
  const panel = new FrontPanel();
  const faults = new Faults();
  let triggers = 0;
  const nothing = (): void => undefined;
  const interpreter = new Interpreter(
    [
      ...commonCommands(status, {
        identity,
        reset: nothing,
        save: nothing,
        recall: nothing,
        selfTest: () => 0,
        trigger: () => {
          triggers++;
        },
      }),
      query('LONG', [], () => 'x'.repeat(3_000_000)),
    ],
    status,
  );
  wire = await openVxi11({ portmap: false });
  wire.attach({
    instrument: { status, panel, run: (message) => interpreter.run(message) },
    faults,
    oneClient: false,
  });
  const make = transportFor(`vxi11://127.0.0.1:${wire.port}/inst0`);
  const open = async (): Promise<Transport> => {
    const transport = make();
    links.push(transport);
    await transport.open(never);
    return transport;
  };
  return { status, panel, faults, open, transport: await open(), triggers: () => triggers };
}

const write = (transport: Transport, text: string): Promise<void> =>
  transport.write(Buffer.from(`${text}\n`, 'latin1'), never);

async function ask(transport: Transport, text: string): Promise<string> {
  await write(transport, text);
  const pieces: Uint8Array[] = [];
  for (;;) {
    const { bytes, end } = await transport.read(never);
    pieces.push(bytes);
    if (end) return Buffer.concat(pieces).toString('latin1').trimEnd();
  }
}

test('a question over the simulated server, short and long, and a message longer than it takes at once', async () => {
  const { transport } = await simulated();
  expect(await ask(transport, '*IDN?')).toBe(identity);
  expect((await ask(transport, 'LONG?')).length).toBe(3_000_000);
  expect(await ask(transport, `${'*CLS;'.repeat(700)}*IDN?`)).toBe(identity);
});

test('status byte, trigger, remote and local reach the simulated instrument; lockout is not had', async () => {
  const { transport, panel, triggers } = await simulated();
  expect(await ask(transport, '*ESE 32;*SRE 32;*OPC?')).toBe('1');
  expect(await transport.statusByte(never)).toBe(0);
  expect(await transport.trigger(never)).toBe(true);
  expect(await ask(transport, '*OPC?')).toBe('1');
  expect(triggers()).toBe(1);
  expect(await transport.remote(true, never)).toBe(false);
  expect(await transport.remote(false, never)).toBe(true);
  expect(panel.control).toBe('remote');
  expect(await transport.local(never)).toBe(true);
  expect(panel.control).toBe('local');
});

test('the simulated instrument asks for service, and its status byte comes along', async () => {
  const { transport } = await simulated();
  const asked = new Promise<number | null>((resolve) => transport.onServiceRequest?.(resolve));
  await write(transport, '*ESE 32;*SRE 32');
  await write(transport, 'NONSENSE');
  expect(await asked).toBe(0x40 | 0x20 | 0x04);
});

test('R-10: a read that is given up ends at once, and after device clear the next answer is its own', async () => {
  const { transport, faults } = await simulated();
  faults.slowMs = 300;
  await write(transport, '*IDN?');
  const controller = new AbortController();
  const reading = transport.read(controller.signal);
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  faults.slowMs = 0;
  expect(await transport.clear(never)).toBe(true);
  expect(await ask(transport, '*OPC?')).toBe('1');
});
