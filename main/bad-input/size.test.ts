import { execFile } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { documented, wordsOf } from './documented.fixture.ts';
import { peer } from './peer.fixture.ts';
import type { Measured } from './size-console.fixture.ts';

const piece = Buffer.alloc(1 << 20, '1234567890');

/** Sends digits as fast as they are taken: `total` bytes of them, and no end. */
function flood(socket: Socket, total: number): void {
  let left = total;
  const more = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= piece.length;
      if (!socket.write(piece)) return void socket.once('drain', more);
    }
  };
  more();
}

test('R-10, R-23: 64 MB of digits without an end, again and again: a clear fault, bounded memory, and the next answer is its own', async () => {
  const times = 3;
  const instrument = await peer((line, socket) => {
    if (line === 'DATA?') flood(socket, 100 << 20);
    else socket.write(`${line.replace('NEXT? ', '')}\n`);
  });
  const script = join(import.meta.dirname, 'size-console.fixture.ts');
  const child = promisify(execFile)(process.execPath, [script, instrument.address, String(times)], {
    timeout: 60_000,
  });
  const { fault, next, statuses, before, peak } = JSON.parse((await child).stdout) as Measured;
  expect(
    wordsOf(fault, {
      [Number(fault.details['size']).toLocaleString('en')]: '64,000,123',
    }),
  ).toEqual(documented('reply-too-large'));
  expect(next).toEqual(['1', '2', '3']);
  expect(statuses).toEqual(Array.from({ length: times }, () => 'error'));
  // One reply of 64 MB in pieces, and what the socket and the collector hold on to meanwhile; not three of them, nor 100 MB each.
  expect(peak - before).toBeLessThan(250);
}, 90_000);
