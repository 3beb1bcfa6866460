import { crc32 } from 'node:zlib';
import { equal } from './checks.ts';
import type { Gadget, Setup } from './gadget.ts';
import { checkLink, identity } from './link.ts';

/** The same bytes as the gadget's `pattern`. */
export const pattern = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => 7 * i + (i >> 8)));
const block = (payload: Buffer): Buffer => {
  const size = `${payload.length}`;
  return Buffer.concat([Buffer.from(`#${size.length}${size}`), payload, Buffer.from('\n')]);
};

/** Two buffers of the same bytes; says where they part. */
export function sameBytes(actual: Buffer, expected: Buffer): void {
  equal(actual.length, expected.length, 'the length');
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  if (at !== -1) throw new Error(`byte ${at} is ${actual[at]} instead of ${expected[at]}`);
}

/** Questions and answers of every length that matters. */
export async function checkTalk(gadget: Gadget, name: string, { usb488 = true }: Setup): Promise<void> {
  const one = (title: string, work: Parameters<typeof checkLink>[2]) =>
    checkLink(gadget, `${name}: ${title}`, work);

  await one('identity, and what is set is read back', async (link) => {
    equal(await link.ask('*IDN?'), identity);
    await link.tell('VOLT 3.3');
    equal(await link.ask('VOLT?'), '3.300');
  });

  await one('lines around the size of a packet', async (link) => {
    for (const packet of [64, 512])
      for (const more of [-14, -13, -12, -11, -10, -2, -1, 0, 1]) {
        const length = packet + more - 1;
        equal((await link.ask(`TEXT? ${length}`)).length, length, `a line of ${length}`);
      }
  });

  await one('a block of 1 MB', async (link) => {
    await link.tell('BLOCK? 1000000');
    sameBytes(await link.hear(), block(pattern(1_000_000)));
    equal(await link.ask('*IDN?'), identity);
  });

  await one('a block in transfers of 52 and of 1000 bytes', async (link) => {
    for (const [most, length] of [
      [52, 3000],
      [1000, 100_000],
    ]) {
      await gadget.order(`transfer ${most}`);
      await link.tell(`BLOCK? ${length}`);
      sameBytes(await link.hear(), block(pattern(length ?? 0)));
    }
    await gadget.order(`transfer ${1 << 30}`);
  });

  await one('messages to the instrument, short and of several transfers', async (link) => {
    for (const length of [1, 2, 3, 4, 45, 46, 47, 48, 493, 494, 495, 496, 65_000, 300_000]) {
      const payload = pattern(length);
      await link.tell(Buffer.concat([Buffer.from('DATA '), block(payload)]));
      const sum = crc32(payload).toString(16).padStart(8, '0');
      equal(await link.ask('DATA?'), `${length},${sum}`);
    }
  });

  await one('questions in a row', async (link) => {
    for (let at = 0; at < 30; at++) {
      await link.tell(`VOLT ${at}`);
      equal(await link.ask('VOLT?'), `${at}.000`);
    }
  });

  await one('an answer that takes its time', async (link) => {
    // Longer than one read of the transport.
    equal(await link.ask('SLOW? 1200'), 'SLOW 1200');
  });

  await one('remote, lockout, local, trigger', async ({ transport }, signal) => {
    equal(await transport.remote(false, signal), usb488, 'remote');
    if (usb488) equal((await gadget.seen()).remote, 'REM');
    equal(await transport.remote(true, signal), usb488, 'lockout');
    if (usb488) equal((await gadget.seen()).remote, 'RWLS');
    equal(await transport.local(signal), usb488, 'local');
    equal((await gadget.seen()).remote, 'LOC');
    const before = (await gadget.seen()).counts['triggers'] ?? 0;
    equal(await transport.trigger(signal), usb488, 'trigger');
    const after = (await gadget.seen()).counts['triggers'] ?? 0;
    equal(after - before, usb488 ? 1 : 0, 'triggers seen');
  });

  await one('status byte, alone and while an answer waits', async (link, signal) => {
    const { transport } = link;
    equal(await transport.statusByte(signal), usb488 ? 0 : null);
    await link.tell('VOLT?');
    equal(await transport.statusByte(signal), usb488 ? 0x10 : null, 'with an answer that waits');
    await link.hear();
    // More than there are tags.
    for (let at = 0; at < 130 && usb488; at++) equal(await transport.statusByte(signal), 0);
    equal(await link.ask('*IDN?'), identity);
  });
}
