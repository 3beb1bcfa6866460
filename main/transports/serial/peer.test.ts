import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MessageAssembler } from '#main/scpi/messages.ts';
import { ptysAvailable } from './pty.fixture.ts';
import { python, pythonSerial } from './python.fixture.ts';
import { cable, patience, settings } from './serial.fixture.ts';
import { SerialTransport } from './serial.ts';

const script = fileURLToPath(new URL('peer_instrument.py', import.meta.url));

describe.skipIf(!ptysAvailable('serial peer') || !pythonSerial)('an instrument written with pyserial', () => {
  test.each(['lf', 'cr', 'crlf'] as const)('is driven on a line that ends with %s', async (end) => {
    const pair = await cable();
    const peer = spawn(python, [script, pair.instrument, end], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void peer.kill('SIGKILL'));
    await once(peer.stdout, 'data');
    const line = settings({ baud: 115200, send: end, receive: end });
    const link = new SerialTransport({ place: { path: pair.console }, line });
    onTestFinished(() => link.close());
    await link.open(patience());
    const assembler = new MessageAssembler(undefined, link.receive);
    const tell = (text: string): Promise<void> => link.write(Buffer.from(`${text}\n`), patience());
    const ask = async (text: string): Promise<Buffer> => {
      await tell(text);
      for (;;) {
        const message = assembler.next();
        if (message !== null) return Buffer.from(message);
        assembler.push((await link.read(patience())).bytes);
      }
    };
    const words = async (text: string): Promise<string> => (await ask(text)).toString('latin1');

    expect(await words('*IDN?')).toBe('Elsewhere,PY-1,42,0.1');
    expect(await words('HEARD?')).toBe(`b'HEARD?${{ lf: '\\n', cr: '\\r', crlf: '\\r\\n' }[end]}'`);
    await tell('LEV 3.25');
    expect(await words('LEV?')).toBe('3.25');
    expect(await words('TEXT?')).toBe(`first${end === 'lf' ? '\r' : '\n'}second`);
    const block = await ask('BLOC? 1000000');
    expect(block.subarray(0, 9).toString('latin1')).toBe('#71000000');
    expect(block.length).toBe(1_000_009);
    expect(block.subarray(9).every((byte, at) => byte === at % 256)).toBe(true);
    // In step to the end: nothing more than was asked for.
    for (let round = 0; round < 200; round++) {
      await tell(`LEV ${round}`);
      expect(await words('LEV?')).toBe(String(round));
    }
    expect(assembler.pending + assembler.ready).toBe(0);
  });
});
