import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runPeer, runs } from '#main/simulator/peers.fixture.ts';
import { type SimulatedSupply, startSimulatedSupply } from '#main/simulator/supply.ts';
import { HislipTransport } from '#main/transports/hislip/hislip.ts';
import { type HislipWire, openHislip } from './hislip-server.ts';

/** What Wireshark, which was written elsewhere, reads in the messages of the console and of the simulated server. */
const installed = (await runs('tshark', ['--version'])) && (await runs('text2pcap', ['--version']));
if (!installed)
  process.stderr.write('hislip-wireshark: skipped: the program "tshark" is not installed (Debian: tshark)\n');

const { signal } = new AbortController();
/** Where Wireshark looks for HiSLIP. source: IANA service names (hislip) */
const hislipPort = 4880;

interface Packet {
  readonly connection: number;
  readonly sent: boolean;
  readonly bytes: Buffer;
}

let supply: SimulatedSupply;
let wire: HislipWire;
let folder: string;
beforeAll(async () => {
  wire = await openHislip();
  supply = await startSimulatedSupply({ wires: [wire] });
  folder = await mkdtemp(join(tmpdir(), 'lablink-hislip-'));
});
afterAll(async () => {
  await supply.close();
  await wire.close();
  await rm(folder, { recursive: true });
});

describe.skipIf(!installed)('Wireshark', () => {
  test('reads both channels of a session as they were meant', async () => {
    const packets: Packet[] = [];
    const tap = await openTap(wire.port, packets);
    await converse(tap.port, packets);
    await tap.close();
    expect(await dissected(0, packets)).toEqual([
      '> Initialize hislip0',
      '< InitializeResponse [Prefer Synchronized]',
      '> DataEnd *IDN?\\n',
      '< DataEnd LabLink,SIM-PS2,SIM0001,1.0.0\\n',
      '> DeviceClearComplete [Synchronized mode]',
      '< DeviceClearAcknowledge [Synchronized mode]',
      '> DataEnd VOLT?\\n',
      '> Trigger',
      '< Interrupted',
      '> DataEnd *SRE 4;FOO\\n',
    ]);
    expect(await dissected(1, packets)).toEqual([
      '> AsyncInitialize',
      '< AsyncInitializeResponse',
      '> AsyncMaximumMessageSize Max Message Size: 61.04 Mbytes',
      '< AsyncMaximumMessageSizeResponse Max Message Size: 1.00 Mbytes',
      '> AsyncRemoteLocalControl [Disable remote and go to local]',
      '< AsyncRemoteLocalResponse',
      '> AsyncRemoteLocalControl [Enable remote, go to remote, and set local lockout]',
      '< AsyncRemoteLocalResponse',
      '> AsyncDeviceClear',
      '< AsyncDeviceClearAcknowledge [Synchronized mode]',
      '> AsyncLock [Request Exclusive]',
      '< AsyncLockResponse [Success]',
      '> AsyncLockInfo',
      '< AsyncLockInfoResponse [Exclusive lock granted]',
      '> AsyncLock [Release]',
      '< AsyncLockResponse [Success exclusive]',
      '< AsyncInterrupted',
      '< AsyncServiceRequest STB (0x44)',
      '> AsyncStatusQuery',
      '< AsyncStatusResponse STB (0x44)',
    ]);
  });
});

/** One of everything. Each step waits for its own answer, so that the order is always the same. */
async function converse(port: number, packets: readonly Packet[]): Promise<void> {
  const link = new HislipTransport({ host: '127.0.0.1', port, subAddress: 'hislip0' });
  await link.open(signal);
  await link.write(Buffer.from('*IDN?\n'), signal);
  await link.read(signal);
  await link.local(signal);
  await link.remote(true, signal);
  await link.clear(signal);
  await link.lock(null, 0, signal);
  await link.lockInfo(signal);
  await link.unlock(signal);
  supply.faults.slowMs = 20;
  await link.write(Buffer.from('VOLT?\n'), signal);
  await link.trigger(signal);
  for (const channel of [0, 1])
    await expect
      .poll(() => packets.some(({ connection, bytes }) => connection === channel && isInterrupted(bytes)))
      .toBe(true);
  supply.faults.clear();
  const requested = new Promise((resolve) => link.onServiceRequest(resolve));
  await link.write(Buffer.from('*SRE 4;FOO\n'), signal);
  await requested;
  await link.statusByte(signal);
  await link.close();
}

/** Stands between a client and a port, and keeps what goes through. */
async function openTap(to: number, packets: Packet[]): Promise<{ port: number; close(): Promise<void> }> {
  let connections = 0;
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (near) => {
    const connection = connections++;
    const far = connect({ port: to, host: '127.0.0.1', noDelay: true });
    sockets.push(near, far);
    for (const [from, into, sent] of [
      [near, far, true],
      [far, near, false],
    ] as const) {
      from.on('data', (bytes: Buffer) => {
        for (const message of cut(bytes)) packets.push({ connection, sent, bytes: message });
        into.write(bytes);
      });
      from.on('error', () => from.destroy());
      from.on('close', () => into.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: address !== null && typeof address !== 'string' ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Interrupted or AsyncInterrupted. source: IVI-6.1, Table 4 */
const isInterrupted = (message: Buffer): boolean => message[2] === 13 || message[2] === 14;

/** The messages in what came at once: Wireshark says one line for each packet. source: IVI-6.1, 2.4 */
function cut(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = start + 16 + Number(bytes.readBigUInt64BE(start + 8));
    messages.push(bytes.subarray(start, end));
    start = end;
  }
  return messages;
}

/** What Wireshark says of each packet of one connection; `>` from the client. */
async function dissected(connection: number, packets: readonly Packet[]): Promise<string[]> {
  const [text, capture] = [join(folder, `${connection}.txt`), join(folder, `${connection}.pcap`)];
  const own = packets.filter((packet) => packet.connection === connection);
  await writeFile(text, own.map(({ sent, bytes }) => `${sent ? 'O' : 'I'}\n${hexdump(bytes)}`).join('\n'));
  await runPeer('text2pcap', [
    '-q',
    '-D',
    '-4',
    '127.0.0.1,127.0.0.2',
    '-T',
    `${hislipPort},50000`,
    text,
    capture,
  ]);
  const fields = ['-T', 'fields', '-e', 'tcp.dstport', '-e', '_ws.col.Info'];
  const { stdout } = await runPeer('tshark', ['-r', capture, '-Y', 'hislip', ...fields]);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([port, info]) => `${port === `${hislipPort}` ? '>' : '<'} ${info}`);
}

/** As text2pcap reads it: offset, then bytes. */
function hexdump(bytes: Buffer): string {
  const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, row) => {
    const hex = bytes.subarray(row * 16, row * 16 + 16).toString('hex');
    return `${(row * 16).toString(16).padStart(6, '0')} ${hex.replace(/../g, '$& ').trimEnd()}\n`;
  });
  return rows.join('');
}
