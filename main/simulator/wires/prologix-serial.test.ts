import { afterEach, describe, expect, test } from 'vitest';
import { transportFor } from '#main/transports/open.ts';
import { ptyPair, ptysAvailable } from '#main/transports/serial/pty.fixture.ts';
import { behind, parrot } from './hislip.fixture.ts';
import { serveSerialAdapter } from './prologix-serial.ts';

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});
const { signal } = new AbortController();

describe.skipIf(!ptysAvailable('prologix-serial'))('an adapter at the end of a serial line', () => {
  test('the console talks to two instruments behind it, and sees it unplugged', async () => {
    const pair = await ptyPair();
    opened.push(() => pair.unplug());
    const adapter = serveSerialAdapter(pair.instrument, { flavour: 'ar488' });
    opened.push(() => adapter.close());
    const instruments = [parrot(), parrot()];
    adapter.place(behind(instruments[0]), { primary: 22 });
    adapter.place(behind(instruments[1]), { primary: 9, secondary: 3 });
    const links = ['22', '9,3'].map((place) =>
      transportFor(`prologix+serial://${pair.console}?gpib=${place}`)(),
    );
    for (const link of links) {
      await link.open(signal);
      opened.push(() => link.close());
    }
    const answers = links.map(async (link, index) => {
      await link.write(Buffer.from(`${index}?\n`), signal);
      const { bytes } = await link.read(signal);
      link.done?.();
      return Buffer.from(bytes).toString('latin1').trimEnd().replace(/\0$/, '').trimEnd();
    });
    expect(await Promise.all(answers)).toEqual(['0?', '1?']);
    expect(instruments.map(({ heard }) => heard)).toEqual([['0?'], ['1?']]);
    const gone = links.map((link) => new Promise<string>((resolve) => link.onClosed(resolve)));
    await pair.unplug();
    await adapter.ended;
    expect((await Promise.all(gone)).length).toBe(2);
  });
});
