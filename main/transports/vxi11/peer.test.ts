import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { transportFor } from '#main/transports/open.ts';
import type { Transport } from '#main/transports/transport.ts';

const python = '/usr/bin/python3';
const there = spawnSync(python, ['-c', 'import pyvisa_py'], { timeout: 15_000 }).status === 0;
if (!there)
  process.stderr.write('vxi11: skipped: Python cannot import pyvisa_py (Debian: python3-pyvisa-py)\n');

let server: ChildProcess | null = null;
let link: Transport | null = null;
afterEach(async () => {
  await link?.close();
  link = null;
  server?.kill();
  server = null;
});

const soon = (): AbortSignal => AbortSignal.timeout(10_000);

/** A link to a server whose RPC layer was written elsewhere. */
async function connect(): Promise<Transport> {
  const script = fileURLToPath(new URL('peer_server.py', import.meta.url));
  server = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(server.stdout ?? server, 'data', { signal: soon() })) as [Buffer];
  link = transportFor(`vxi11://127.0.0.1:${Number(line.toString())}/inst0`)();
  await link.open(soon());
  return link;
}

async function ask(transport: Transport, text: string): Promise<string> {
  await transport.write(Buffer.from(`${text}\n`), soon());
  const parts: Uint8Array[] = [];
  for (;;) {
    const { bytes, end } = await transport.read(soon());
    parts.push(bytes);
    if (end) return Buffer.concat(parts).toString('latin1').trimEnd();
  }
}

test.skipIf(!there)('VXI-11 against a server whose RPC and XDR were written elsewhere', async () => {
  const transport = await connect();
  expect(await ask(transport, '*IDN?')).toBe('Elsewhere,RPC,1,1');
  // In many pieces there, and in many there and back.
  const text = 'x'.repeat(5_000);
  await transport.write(Buffer.from(`SUM ${text}\n`), soon());
  expect(await ask(transport, 'SUM?')).toBe(String(5_000 * 'x'.charCodeAt(0)));
  const long = await ask(transport, 'LONG?');
  expect(long.length).toBe(100_000);
  expect(long.startsWith('abcdefghijklmnopqrstuvwxyzabc')).toBe(true);

  await transport.write(Buffer.from('LONG?\n'), soon());
  expect(await transport.statusByte(soon())).toBe(16);
  expect(await transport.clear(soon())).toBe(true);
  expect(await transport.statusByte(soon())).toBe(0);
  expect(await ask(transport, '*IDN?')).toBe('Elsewhere,RPC,1,1');
  expect(await transport.trigger(soon())).toBe(true);
  expect(await ask(transport, 'TRIG?')).toBe('1');
});
