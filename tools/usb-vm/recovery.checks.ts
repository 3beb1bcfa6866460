import { once } from 'node:events';
import { Fault } from '#shared/faults.ts';
import { equal, refused } from './checks.ts';
import type { Gadget } from './gadget.ts';
import { checkLink, identity, openLink, within } from './link.ts';
import { pattern } from './talk.checks.ts';

/** Giving up: abort, clear, emergency, service. */
export async function checkRecovery(gadget: Gadget): Promise<void> {
  const one = (title: string, work: Parameters<typeof checkLink>[2]) => checkLink(gadget, title, work);

  await one('a slow answer is given up, and the next question gets its own answer', async (link) => {
    await link.tell('SLOW? 1500');
    await refused(link.hear(within(300)), 'INSTRUMENT_TIMEOUT');
    const healed = await link.heal();
    await healed.tell('VOLT 7');
    equal(await healed.ask('VOLT?'), '7.000');
  });

  await one('ten times in a row, no answer comes to the wrong question', async (link) => {
    for (let at = 0; at < 10; at++) {
      await link.tell('SLOW? 100');
      // Before, while and after it comes.
      const heard = await link.hear(within(60 + 10 * at)).then(
        (answer) => answer.toString(),
        (error: unknown) => error,
      );
      if (!(heard instanceof Fault)) equal(heard, 'SLOW 100\n');
      equal(await link.transport.clear(within(10_000)), true, 'clear');
      equal(await link.ask('*IDN?'), identity);
    }
  });

  await one('what never answers', async (link) => {
    await refused(link.ask('SILENT?', within(300)), 'INSTRUMENT_TIMEOUT');
    await link.heal();
    equal(((await gadget.seen()).counts['abort in'] ?? 0) > 0, true, 'the device was told');
  });

  await one('clear in the middle of a block', async (link) => {
    await gadget.order('fault STOPSENDING');
    await link.tell('BLOCK? 1000000');
    await refused(link.hear(within(1500)), 'INSTRUMENT_TIMEOUT');
    equal((await gadget.seen()).counts['stopped'], 1, 'stopped in the middle');
    equal(await link.transport.clear(within(10_000)), true, 'clear');
    equal(await link.ask('*IDN?'), identity);
    await link.tell('VOLT 8');
    equal(await link.ask('VOLT?'), '8.000');
  });

  await one('a reader that gives up while a block flows', async (link) => {
    await link.tell('BLOCK? 1000000');
    const giveUp = new AbortController();
    await link.transport.read(within(5000));
    giveUp.abort(new Fault('CANCELLED', 'It was cancelled.'));
    await refused(link.hear(giveUp.signal), 'CANCELLED');
    await link.heal();
  });

  for (const order of ['fault STOPREADING', 'deafen'])
    await one(`a message that the device stops taking (${order})`, async (link) => {
      await gadget.order(order);
      const message = Buffer.concat([Buffer.from('DATA #6300000'), pattern(300_000), Buffer.from('\n')]);
      await refused(link.tell(message, within(1000)), 'INSTRUMENT_TIMEOUT');
      await link.heal();
    });

  await one(
    'a link that is given up while it waits: the next link gets its own answers',
    async (link, signal) => {
      for (const give of ['before reading', 'while reading'] as const) {
        await link.transport.open(signal).catch(() => undefined);
        await link.tell('SLOW? 500');
        if (give === 'while reading') await refused(link.hear(within(100)), 'INSTRUMENT_TIMEOUT');
        await link.transport.abort();
        const next = await openLink(signal);
        equal(await next.ask('*IDN?'), identity, give);
        await next.transport.close();
      }
    },
  );

  await one('an emergency message passes a read that waits', async (link) => {
    await link.tell('SLOW? 600');
    const reading = refused(link.hear(within(400)), 'INSTRUMENT_TIMEOUT');
    link.emergency('VOLT 0.5');
    await reading;
    const healed = await link.heal();
    equal(await healed.ask('VOLT?'), '0.500');
  });

  await one('service is asked for, with its status byte, also between status bytes', async (link, signal) => {
    const { transport } = link;
    const asked: (number | null)[] = [];
    const events = new EventTarget();
    if (transport.onServiceRequest === undefined)
      throw new Error('the transport cannot tell of service requests');
    transport.onServiceRequest((statusByte) => {
      asked.push(statusByte);
      events.dispatchEvent(new Event('asked'));
    });
    const told = once(events, 'asked', { signal });
    await link.tell('SRQ');
    await told;
    equal(asked, [0x40], 'the status byte of the request');
    equal(await transport.statusByte(signal), 0x40, 'asked for afterwards');
    equal(await transport.statusByte(signal), 0, 'asked for again');
    for (let at = 0; at < 10; at++) {
      const both = once(events, 'asked', { signal });
      await gadget.order('service');
      equal(((await transport.statusByte(signal)) ?? 0) & 0x40, 0x40, `status byte ${at}`);
      if (asked.length < at + 2) await both;
    }
    equal(asked.length, 11, 'requests told');
    equal(await link.ask('*IDN?'), identity);
  });
}
