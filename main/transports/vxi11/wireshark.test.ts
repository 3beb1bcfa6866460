import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runPeer, runs } from '#main/simulator/peers.fixture.ts';
import { loopback } from '#main/transports/loopback.fixture.ts';
import { answer, ask, at, never, scripted, tell } from './open.fixture.ts';
import { Vxi11Transport } from './vxi11.ts';

/** What Wireshark, which was written elsewhere, reads in the calls of this transport. */
const installed = (await runs('tshark', ['--version'])) && (await runs('text2pcap', ['--version']));
if (!installed)
  process.stderr.write('vxi11 wireshark: skipped: the program "tshark" is not installed (Debian: tshark)\n');

/** Any port will do: Wireshark knows remote procedure calls by what they are. */
const port = 50_000;

interface Packet {
  readonly sent: boolean;
  readonly bytes: Buffer;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lablink-vxi11-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Stands between the transport and a port, and keeps what goes through. */
async function tap(to: number, packets: Packet[]): Promise<number> {
  const server = await loopback((near) => {
    const far = connect({ port: to, host: '127.0.0.1', noDelay: true });
    for (const [from, into, sent] of [
      [near, far, true],
      [far, near, false],
    ] as const) {
      from.on('data', (bytes: Buffer) => {
        packets.push({ sent, bytes });
        into.write(bytes);
      });
      from.on('error', () => from.destroy());
      from.on('close', () => into.destroy());
    }
  });
  onTestFinished(() => server.close());
  return server.port;
}

/** As text2pcap reads it: direction, then offsets and bytes. */
function dump({ sent, bytes }: Packet): string {
  const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, row) => {
    const hex = bytes.subarray(row * 16, row * 16 + 16).toString('hex');
    return `${(row * 16).toString(16).padStart(6, '0')} ${hex.replace(/../g, '$& ').trimEnd()}\n`;
  });
  return `${sent ? 'O' : 'I'}\n${rows.join('')}`;
}

/**
 * What Wireshark says of each call, its numbers behind it: flags, i/o timeout, lock timeout, size; `!` when it finds the
 * call malformed. In the generic calls (DEVICE_READSTB and those behind it) it takes the two timeouts the other way round:
 * there the lock timeout comes first. source: VXI-11 rev. 1.0, appendix C (Device_GenericParms)
 */
async function callsOf(name: string, packets: readonly Packet[]): Promise<string[]> {
  const [text, capture] = [join(folder, `${name}.txt`), join(folder, `${name}.pcap`)];
  await writeFile(text, packets.map(dump).join('\n'));
  const ports = `${port},${port + 1}`;
  await runPeer('text2pcap', ['-q', '-D', '-4', '127.0.0.1,127.0.0.2', '-T', ports, text, capture]);
  const numbers = ['flags', 'io_timeout', 'lock_timeout', 'size'].map((field) => `vxi11_core.${field}`);
  const fields = ['_ws.col.Info', '_ws.malformed', ...numbers].flatMap((field) => ['-e', field]);
  const only = ['-Y', 'rpc.msgtyp == 0', '-E', 'separator=|'];
  const { stdout } = await runPeer('tshark', ['-r', capture, '-T', 'fields', ...only, ...fields]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [info = '', malformed = '', ...rest] = line.split('|');
      const given = rest.filter((number) => number !== '').map(Number);
      return [...(malformed === '' ? [] : ['!']), info.replace(/127\.0\.0\.1:\d+/, 'us'), ...given].join(' ');
    });
}

describe.skipIf(!installed)('Wireshark', () => {
  test('reads every call on the core and the abort channel as it was meant', async () => {
    const { server } = await scripted();
    const [core, abort]: [Packet[], Packet[]] = [[], []];
    const abortPort = await tap(server.abortPort, abort);
    server.override = (call) => {
      if (call.procedure !== 10) return false;
      call.reply(0, 7, abortPort, 8);
      return true;
    };
    const transport = new Vxi11Transport(at(await tap(server.port, core)));
    await transport.open(never);
    await ask(transport, '*IDN?');
    await tell(transport, 'VOLT 12.5');
    await transport.statusByte(never);
    await transport.trigger(never);
    await transport.clear(never);
    await transport.remote(false, never);
    await transport.local(never);
    server.handle = () => new Promise(() => undefined);
    await tell(transport, 'A?');
    const controller = new AbortController();
    const reading = answer(transport, controller.signal);
    await server.got('read', 2);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    await transport.close();
    expect(await callsOf('core', core)).toEqual([
      'V1 CREATE_LINK Call inst0 0',
      'V1 CREATE_INTR_CHAN Call us',
      'V1 DEVICE_ENABLE_SRQ Call LID=7',
      'V1 DEVICE_WRITE Call LID=7 *IDN?\\n 8 10000 0',
      'V1 DEVICE_READ Call LID=7 0 2000 0 1048576',
      'V1 DEVICE_WRITE Call LID=7 VOLT 12. 0 10000 0',
      'V1 DEVICE_WRITE Call LID=7 5\\n 8 10000 0',
      'V1 DEVICE_READSTB Call LID=7 0 0 5000',
      'V1 DEVICE_TRIGGER Call LID=7 0 0 5000',
      'V1 DEVICE_CLEAR Call LID=7 0 0 5000',
      'V1 DEVICE_REMOTE Call LID=7 0 0 5000',
      'V1 DEVICE_LOCAL Call LID=7 0 0 5000',
      'V1 DEVICE_WRITE Call LID=7 A?\\n 8 10000 0',
      'V1 DEVICE_READ Call LID=7 0 2000 0 1048576',
      'V1 DESTROY_INTR_CHAN Call',
      'V1 DESTROY_LINK Call LID=7',
    ]);
    expect(await callsOf('abort', abort)).toEqual(['V1 DEVICE_ABORT Call LID=7']);
  });
});
