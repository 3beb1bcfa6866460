import { describe, expect, test } from 'vitest';
import type { UsbAddress } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { ready, type Rig } from '#main/session/session.fixture.ts';
import { FakeBus } from '#main/transports/usbtmc/native.fixture.ts';
import { Instrument } from '#main/transports/usbtmc/instrument.fixture.ts';
import type { Sending } from '#main/transports/usbtmc/instrument-mind.fixture.ts';
import { UsbtmcTransport } from '#main/transports/usbtmc/usbtmc.ts';
import { openWebUsb } from '#main/transports/usbtmc/webusb.ts';
import { documented, type Words, wordsOf } from './documented.fixture.ts';
import { answersAgain, page, unreachable } from './rows.fixture.ts';
import { session } from './wires.fixture.ts';

const address: UsbAddress = {
  scheme: 'usb',
  vendorId: '1d6b',
  productId: '0104',
  serial: null,
  interface: null,
};
const identity = 'Bench,SCRIPT,1,1.0\n';
/** What it says to questions that a test does not answer itself. */
const own = (said: string): string | null =>
  said === '*IDN?\n' ? identity : (/^NEXT\? (.+)\n$/.exec(said)?.[1]?.concat('\n') ?? null);

/** A session with a device of packets: the lowest interface there is without a USB port. */
async function plugged(answer: (said: string) => string | null = () => null) {
  let device = new Instrument({ answer: (said) => own(said) ?? answer(said) });
  let there = true;
  const made = await session(
    () =>
      new UsbtmcTransport(address, {
        connect: async (to) => {
          if (!there)
            return await openWebUsb(to, { load: async () => new FakeBus(), platform: 'linux', devices: '' });
          // Whoever opens it again finds the same device, with what it still has to say.
          device.closed = false;
          return device;
        },
      }),
  );
  await ready(made);
  const states: string[] = [];
  made.session.onStatus(() => states.push(made.session.status.state));
  return {
    made,
    states,
    device: () => device,
    unplug: () => {
      there = false;
      device.unplug();
    },
    plug: () => {
      device = new Instrument({ answer: (said) => own(said) ?? answer(said) });
      there = true;
    },
  };
}

async function words(
  asked: Promise<string>,
  stand: Record<string, string> = { '300 ms': '100 ms' },
): Promise<Words | string> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return wordsOf(error, stand);
  }
}

/** what is asked after a fault gets its own answers. */
async function goesOn(made: Rig, states: readonly string[]): Promise<void> {
  await answersAgain(made);
  for (const n of ['1', '2', '3']) expect(await made.ask(`NEXT? ${n}`)).toBe(n);
  await made.reached('ready');
  expect(states.filter((state) => ['dirty', 'recovering', 'unreachable'].includes(state))).not.toEqual([]);
}

/** Changes the transfer that answers, and no other. */
const once = (change: (sending: Sending) => void) => {
  let done = false;
  return (sending: Sending): void => {
    if (done) return;
    done = true;
    change(sending);
  };
};

describe('R-10: an answer over USB that lies', () => {
  test.each<[string, string, (sending: Sending) => void]>([
    ['usb-tag', 'a number (bTag) of no request', ({ frame }) => frame.set([200, 55], 1)],
    ['usb-size', 'more announced (TransferSize) than sent', ({ frame }) => frame.set([200, 0, 0, 0], 4)],
    ['usb-size-2gb', 'more announced than was asked for', ({ frame }) => frame.set([255, 255, 255, 127], 4)],
    [
      'usb-more',
      'more sent than announced',
      (sending) => {
        const longer = new Uint8Array(64 * 5);
        longer.set(sending.frame);
        sending.frame = longer;
      },
    ],
    ['usb-garbage', 'binary garbage', ({ frame }) => frame.fill(0x9b)],
    // The device says that the message goes on (EOM 0), and has nothing more.
    ['usb-no-end', 'no end (EOM) where it is', ({ frame }) => frame.fill(0, 8, 9)],
  ])('%s: %s', async (id, _what, change) => {
    const { made, states, device } = await plugged(() => '3.300\n');
    device().tamper = once(change);
    const said = await words(made.ask('VOLT?', { deadlineMs: 300 }));
    expect(
      typeof said === 'string'
        ? said
        : { ...said, reads: said.reads.replace(/200 instead of \d+/, '200 instead of 7') },
    ).toEqual(documented(id));
    await goesOn(made, states);
    expect(device().violations).toEqual([]);
  });

  test('an end (EOM) where there is none: the rest does not answer the next question', async () => {
    const { made, device } = await plugged(() => '3.300;4.400\n');
    device().tamper = once(({ frame }) => {
      frame.set([5, 0, 0, 0, 1], 4);
    });
    // Five bytes and END are a reply of five bytes; what stands behind them in the transfer is padding.
    expect(await words(made.ask('VOLT?'))).toBe('3.300');
    for (const n of ['1', '2', '3']) expect(await made.ask(`NEXT? ${n}`)).toBe(n);
  });
});

test('R-10: a reply after its deadline, and one that never comes', async () => {
  const { made, states, device } = await plugged();
  expect(await words(made.ask('VOLT?', { deadlineMs: 300 }))).toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  device().reply('LATE\n');
  await goesOn(made, states);
  expect(await words(made.ask('CURR?', { deadlineMs: 300 }))).toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  await goesOn(made, states);
  expect(device().messages.filter((said) => said === 'VOLT?\n')).toHaveLength(1);
});

test('R-10: a block whose header lies', async () => {
  const payload = 'A'.repeat(500);
  let block = '';
  const { made, states } = await plugged(() => block);
  block = `#41000${payload}\n`;
  expect(await words(made.ask('CURV?'))).toMatchObject({ code: 'INSTRUMENT_REPLY' });
  await goesOn(made, states);
  block = `#9999999999${payload}\n`;
  expect(await words(made.ask('CURV?'))).toMatchObject({ code: 'REPLY_TOO_LARGE' });
  await goesOn(made, states);
  // Where the link marks END, that is the end.
  block = `#3100${payload}\n${payload}\n`;
  expect(await made.ask('CURV?')).toBe(block.trimEnd());
  await goesOn(made, states);
});

test('binary garbage is an answer of bytes; one without a terminator ends with END', async () => {
  const { made } = await plugged(() => '\xff\x00\x9b\x1b]\x80\xfe+\x07');
  expect(await made.ask('VOLT?')).toBe('\xff\x00\x9b\x1b]\x80\xfe+\x07');
});

test('R-10: 64 MB of digits without an end', { timeout: 120_000 }, async () => {
  const digits = '1'.repeat(70_000_000);
  const { made, states } = await plugged(() => digits);
  const said = await words(made.ask('DATA?', { deadlineMs: 100_000 }));
  expect(said).toMatchObject({ code: 'REPLY_TOO_LARGE', remedy: 'Ask for less data at once.' });
  await goesOn(made, states);
});

test('R-10: unplugged in the middle of a block, plugged in again', async () => {
  const { made, states, device, unplug, plug } = await plugged(() => `#41000${'A'.repeat(1000)}\n`);
  device().tamper = (sending) => {
    sending.frame = sending.frame.slice(0, 512);
    sending.tail = false;
    setImmediate(unplug);
  };
  expect(await words(made.ask('CURV?'))).toEqual(documented('usb-unplugged'));
  await made.reached('unreachable');
  await expect.poll(() => made.session.status.trouble?.message).toBe(documented('usb-none')?.reads);
  plug();
  await made.reached('ready');
  await goesOn(made, states);
});

test('a device that is not plugged in', async () => {
  const none = () =>
    new UsbtmcTransport(address, {
      connect: (to) => openWebUsb(to, { load: async () => new FakeBus(), platform: 'linux', devices: '' }),
    });
  expect(await unreachable(none)).toEqual(page('usb-none'));
});
