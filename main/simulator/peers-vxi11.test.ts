import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulatedMeter } from './meter.ts';
import { lxiInstalled, python, pyvisaInstalled, runPeer, runs, sayMissing } from './peers.fixture.ts';
import { startSimulatedScope } from './scope.ts';
import { type SimulatedSupply, startSimulatedSupply } from './supply.ts';
import { openVxi11, type Vxi11Wire } from './wires/vxi11.ts';

/** VXI-11 as clients written elsewhere speak it. Both ask the portmapper, whose port is 111: root may have it. */
sayMissing('peers over VXI-11');
/** Loopback has 16 million addresses: whatever else runs here has another one. */
const host = `127.${20 + (process.pid % 200)}.${(process.pid >> 8) % 250}.77`;
const scopeHost = host.replace(/77$/, '78');

const wire = await openVxi11({ host });
if (!wire.portmapped)
  process.stderr.write(
    'peers over VXI-11: skipped: port 111 cannot be had on this host (root may have it)\n',
  );
const canDiscover = lxiInstalled && (await runs('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']));
if (lxiInstalled && !canDiscover)
  process.stderr.write(
    'peers over VXI-11: skipped lxi discover: there is no network to be had that nobody shares\n',
  );

let supply: SimulatedSupply;
let scopeWire: Vxi11Wire;
let folder: string;
const opened: { close(): Promise<void> }[] = [wire];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lablink-peers-'));
  scopeWire = await openVxi11({ host: scopeHost, portmap: wire.portmapped });
  supply = await startSimulatedSupply({ wires: [wire] });
  const { bench } = supply;
  const scope = await startSimulatedScope({ wires: [wire, scopeWire], bench });
  const meter = await startSimulatedMeter({ wires: [wire], bench });
  opened.push(scopeWire, supply, scope, meter);
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await rm(folder, { recursive: true });
});

describe.skipIf(!lxiInstalled || !wire.portmapped)('lxi-tools over VXI-11', () => {
  const lxi = async (command: string, ...options: string[]): Promise<string> =>
    (await runPeer('lxi', ['scpi', '--address', host, ...options, command])).stdout.trimEnd();

  test('identifies, sets, measures, reads the error queue', async () => {
    expect(await lxi('*IDN?')).toBe('LabLink,SIM-PS2,SIM0001,1.0.0');
    await lxi('*RST;*CLS');
    await lxi('SOUR1:VOLT 3.3;CURR 500mA;:OUTP ON');
    // Over VXI-11 a command has arrived when lxi ends.
    expect(supply.channels[0]?.source.on).toBe(true);
    expect(await lxi('SOUR1:VOLT?;CURR?;MODE?;:OUTP1?')).toBe('3.300;0.500;CC;1');
    const [volts, amps] = (await lxi('MEAS:VOLT?;CURR?')).split(';').map(Number);
    expect(volts).toBeCloseTo(2.5, 2);
    expect(amps).toBeCloseTo(0.5, 2);
    expect(await lxi('NONSENSE?', '--timeout', '1').catch(() => 'no answer')).toBe('no answer');
    // It has read what it has not asked for.
    expect(await lxi('SYST:ERR?;ERR?;ERR?')).toBe(
      '-113,"Undefined header;NONSENSE?";-420,"Query UNTERMINATED";0,"No error"',
    );
  });

  test('a block, byte for byte, and a picture of the screen by its plugin for the Rigol 2000', async () => {
    const at = ['--address', scopeHost];
    const { stdout } = await runPeer('lxi', ['scpi', ...at, '--hex', 'STOP;:WAV:DATA?']);
    const bytes = stdout.trim().split(/\s+/).map(Number);
    expect(String.fromCharCode(...bytes.slice(0, 6))).toBe('#41000');
    expect(bytes).toHaveLength(6 + 1000 + 1);
    const file = join(folder, 'screen.png');
    await runPeer('lxi', ['screenshot', ...at, '--plugin', 'rigol-2000', file]);
    const picture = await readFile(file);
    expect(picture.toString('latin1', 0, 8)).toBe('\x89PNG\r\n\x1a\n');
    expect(picture.toString('latin1', picture.length - 8, picture.length - 4)).toBe('IEND');
  });

  test('asks 1,000 times in its own benchmark', async () => {
    const { stdout } = await runPeer('lxi', ['benchmark', '--address', host, '--count', '1000']);
    expect(stdout).toMatch(/Result: \d+(\.\d+)? requests\/second/);
  });
});

// It broadcasts on every network there is: it gets one that is its own, with nothing but the loopback.
test.skipIf(!canDiscover)('lxi discover finds the server by its portmapper', async () => {
  const script = fileURLToPath(new URL('peers-discover.fixture.ts', import.meta.url));
  const inside = 'ip link set lo up && exec "$@"';
  const { stdout } = await runPeer('unshare', ['--net', 'sh', '-c', inside, 'sh', process.execPath, script]);
  expect(stdout).toContain('Found "LabLink,SIM-PS2,SIM0001,1.0.0" on address 127.0.0.1');
});

describe.skipIf(!pyvisaInstalled || !wire.portmapped)('PyVISA with pyvisa-py over VXI-11', () => {
  test('status byte, clear, trigger, locks, long answers and messages, blocks', async () => {
    const script = fileURLToPath(new URL('peers_vxi11.py', import.meta.url));
    const { stdout } = await runPeer(python, [script, host]);
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    const [volts, amps, watts] = seen['measured'] as number[];
    expect(volts).toBeCloseTo(2.5, 2);
    expect(amps).toBeCloseTo(0.5, 2);
    expect(watts).toBeCloseTo(1.25, 2);
    expect(Math.abs(seen['triggered'] as number)).toBeLessThan(0.01);
    expect(seen).toMatchObject({
      identities: [
        'LabLink,SIM-PS2,SIM0001,1.0.0\n',
        'LabLink,SIM-DS2,SIM0005,1.0.0\n',
        'LabLink,SIM-DM1,SIM0003,1.0.0\n',
      ],
      set: '3.300;0.500;CC;1',
      answers: ['3.300'],
      status: [0, 16, 4 + 32 + 64, 4 + 32],
      errors: ['-113,"Undefined header;NONSENSE"', '0,"No error"'],
      cleared: [0, '1'],
      'without an answer': 'VI_ERROR_TMO',
      // Read without an answer: the device says so too.
      'after it': ['-113,"Undefined header;NONSENSE?"', '-420,"Query UNTERMINATED"'],
      'long message': '1.500',
      numbers: 1000,
      block: 1000,
      picture: '89504e470d0a1a0a',
      pieces: ['LabLink', 'SIM-DS2', 'SIM0005,1.0.0'],
      'locked out': ['VI_ERROR_IO', 'VI_ERROR_RSRC_LOCKED'],
      unlocked: null,
      'at the end': ['0,"No error"', '0,"No error"', '0,"No error"'],
    });
  });
});
