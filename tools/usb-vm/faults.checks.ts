import { Fault } from '#shared/faults.ts';
import { equal, refused } from './checks.ts';
import type { Gadget } from './gadget.ts';
import { checkLink, type Link, within } from './link.ts';
import { pattern } from './talk.checks.ts';

/** What a device can do wrong in an answer, and what the console says of it. */
const badAnswers: readonly (readonly [string, ...string[]])[] = [
  ['WRONGTAG', 'INSTRUMENT_REPLY'],
  ['WRONGINVERSE', 'INSTRUMENT_REPLY'],
  ['WRONGID', 'INSTRUMENT_REPLY'],
  ['SHORTHEADER', 'INSTRUMENT_REPLY'],
  ['OVERSIZE', 'INSTRUMENT_REPLY'],
  ['HUGE', 'REPLY_TOO_LARGE'],
  ['BABBLE', 'INSTRUMENT_REPLY'],
  ['NOEOM', 'INSTRUMENT_TIMEOUT'],
  ['HALTIN', 'INSTRUMENT_REPLY', 'INSTRUMENT_CLOSED'],
];

/** What is odd and allowed, or forgiven. */
const oddities = ['PADDED', 'EMPTY', 'NOTAIL'];

/** A device that does not give up as it should, and still has to be brought back, by a new link at worst. */
const stubborn = [
  'ABORTREFUSED',
  'ABORTLATER 3',
  'ABORTLATER 100',
  'ABORTFOREVER',
  'CLEARREFUSED',
  'CLEARFOREVER',
];

/** Every fault that the gadget can play, and that what follows is in step again. */
export async function checkFaults(gadget: Gadget): Promise<void> {
  const one = (title: string, work: Parameters<typeof checkLink>[2]) => checkLink(gadget, title, work);

  /** The next question gets its own answer; on a new link where the old one is of no use. */
  const inStep = async (link: Link): Promise<void> => {
    await gadget.order('heal');
    const healed = await link.heal();
    await healed.tell('VOLT 4.5');
    equal(await healed.ask('VOLT?'), '4.500');
  };

  for (const [fault, ...codes] of badAnswers)
    await one(`${fault}: ${codes.join(' or ')}, then in step`, async (link) => {
      await gadget.order(`fault ${fault}`);
      await refused(link.ask('TEXT? 700', within(2000)), ...codes);
      await inStep(link);
    });

  for (const oddity of oddities)
    await one(`${oddity}: the answer is taken`, async (link) => {
      for (const length of [10, 499, 1011]) {
        await gadget.order(`fault ${oddity}`);
        equal((await link.ask(`TEXT? ${length}`)).length, length);
      }
      await inStep(link);
    });

  for (const fault of stubborn)
    await one(`${fault}: given up, and back`, async (link) => {
      await gadget.order(`fault ${fault}`);
      await refused(link.ask('SLOW? 60000', within(300)), 'INSTRUMENT_TIMEOUT');
      await link.heal();
      await gadget.order('heal');
    });

  await one('HALTOUT: the message after it, or the one after a new start, is carried out', async (link) => {
    await gadget.order('fault HALTOUT');
    await link.tell('VOLT 1');
    const message = Buffer.concat([Buffer.from('DATA #6100000'), pattern(100_000), Buffer.from('\n')]);
    await link.tell(message).catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
    });
    await inStep(link);
  });

  await one('a device that tells no capabilities still talks', async (link, signal) => {
    await link.transport.close();
    await gadget.order('fault STALLCAPS');
    await link.transport.open(signal);
    await inStep(link);
  });

  await one('a status byte that is late, and one that never comes', async (link, signal) => {
    await gadget.order('fault STATUSBUSY 2');
    equal(await link.transport.statusByte(signal), 0);
    await gadget.order('fault NOSTATUS');
    await refused(link.transport.statusByte(signal), 'INSTRUMENT_TIMEOUT');
    equal(await link.transport.statusByte(signal), 0);
    await inStep(link);
  });
}
