import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { defaultLine } from '#shared/address/address.ts';
import { BenchCircuit } from '#main/simulator/bench-circuit.ts';
import { Faults } from '#main/simulator/faults.ts';
import type { Making } from '#main/simulator/simulated.ts';
import { ScopeInstrument } from '#main/simulator/scope-instrument.ts';
import { SupplyInstrument } from '#main/simulator/supply-instrument.ts';
import type { Wireless } from '#main/simulator/wireless.ts';
import { type PtyPair, ptyPair, ptysAvailable } from '#main/transports/serial/pty.fixture.ts';
import { python, pythonHas } from '#main/transports/serial/python.fixture.ts';
import { SerialTransport } from '#main/transports/serial/serial.ts';
import { type SerialServer, serveSerial } from './serial.ts';

/** Clients written elsewhere: without them the console would only ever agree with itself. Debian's packages, where installed. */
const run = promisify(execFile);
const ptys = ptysAvailable('serial wire');
const peers =
  pythonHas('serial wire', 'pyvisa_py', 'python3-pyvisa-py') &&
  pythonHas('serial wire', 'serial', 'python3-serial');

const patience = (): AbortSignal => AbortSignal.timeout(10_000);

/** An instrument on a bench of its own, at one end of a cable. */
const plug = async (make: (making: Making) => Wireless, serial: string) => {
  const bench = new BenchCircuit();
  const time = bench.time(() => performance.now());
  const instrument = make({ bench, time, serial, firmware: '1.0.0', seed: 1 });
  const faults = new Faults();
  const pair = await ptyPair();
  const server = serveSerial(pair.instrument, { instrument, faults });
  return { pair, server, faults };
};

describe.skipIf(!ptys)('a simulated instrument on a serial line', () => {
  let supply: { pair: PtyPair; server: SerialServer; faults: Faults };
  let scope: typeof supply;
  beforeAll(async () => {
    supply = await plug((making) => new SupplyInstrument(making), 'SIM0001');
    scope = await plug((making) => new ScopeInstrument(making), 'SIM0005');
  });
  afterAll(async () => {
    for (const { server, pair } of [supply, scope]) {
      await server.close();
      await pair.unplug();
    }
  });

  test.skipIf(!peers)('PyVISA with pyvisa-py, and pyserial, agree with it', async () => {
    const script = fileURLToPath(new URL('serial_peers.py', import.meta.url));
    const { stdout } = await run(python, [script, supply.pair.console, scope.pair.console], {
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    const [volts, amps] = seen['measured'] as number[];
    expect(volts).toBeCloseTo(2.5, 2);
    expect(amps).toBeCloseTo(0.5, 2);
    const block = seen['block'] as { announced: number };
    expect(block.announced).toBeGreaterThan(100);
    expect(seen).toMatchObject({
      identity: 'LabLink,SIM-PS2,SIM0001,1.0.0',
      set: '3.300;0.500;1',
      errors: ['-113,"Undefined header;NONSENSE"', '0,"No error"'],
      answers: ['3.300'],
      'carriage return': '1.500',
      'without an answer': 'VI_ERROR_TMO',
      'after it': '-113,"Undefined header;NONSENSE?"',
      off: '0;0',
      pyserial: 'LabLink,SIM-PS2,SIM0001,1.0.0\n',
      'in order': ['LabLink,SIM-PS2,SIM0001,1.0.0', '3.300', '0,"No error"'],
      block: { came: block.announced, behind: '\n' },
      'after the block': '0,"No error"',
    });
  });

  const connect = async (): Promise<SerialTransport> => {
    const link = new SerialTransport({ place: { path: supply.pair.console }, line: defaultLine });
    onTestFinished(() => link.abort());
    await link.open(patience());
    return link;
  };

  test('the console asks it, and what is made wrong of it arrives as such', async () => {
    const link = await connect();
    const ask = async (text: string): Promise<string> => {
      await link.write(Buffer.from(`${text}\n`), patience());
      let all = '';
      while (!all.endsWith('\n')) all += Buffer.from((await link.read(patience())).bytes).toString('latin1');
      return all.trim();
    };
    expect(await ask('*IDN?')).toBe('LabLink,SIM-PS2,SIM0001,1.0.0');
    supply.faults.stale = true;
    await link.write(Buffer.from('SOUR1:VOLT?\n'), patience());
    const first = await ask('*OPC?');
    supply.faults.stale = false;
    expect(first).not.toBe('1');
    expect(await ask('SYST:ERR:COUN?')).toBe('0');
  });

  test('a port that is no terminal is refused', () => {
    expect(() => serveSerial('/dev/null', { instrument: {} as Wireless, faults: new Faults() })).toThrow(
      /TTY|ioctl|EINVAL/,
    );
  });

  test('when its cable is pulled it ends', async () => {
    const other = await plug((making) => new SupplyInstrument(making), 'SIM0009');
    await other.pair.unplug();
    await expect(other.server.ended).resolves.toBeUndefined();
    await other.server.close();
  });
});
