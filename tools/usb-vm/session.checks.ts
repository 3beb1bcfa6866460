import { createSession } from '#main/session/create.ts';
import type { Session, SessionOptions } from '#main/session/session.ts';
import { transportFor } from '#main/transports/open.ts';
import { equal, refused } from './checks.ts';
import { address, type Gadget } from './gadget.ts';
import { checkGadget, identity } from './link.ts';

const operator = { name: 'Ada', confirmed: false };
const question = { lane: 'person', operator, effects: [{ kind: 'none' }], reply: true } as const;
const setting = { lane: 'person', operator, effects: [{ kind: 'harmless' }], reply: false } as const;

/** A session as the console makes it, over a journal and a guard that let everything pass. */
function makeSession(onService: SessionOptions['onService'] = () => undefined): Session {
  return createSession({
    instrument: 'usb',
    connect: transportFor(address),
    journal: {
      intend: () => Promise.resolve(0),
      settle: () => Promise.resolve(),
      note: () => undefined,
      reading: () => undefined,
    },
    guard: { check: () => undefined, unknownSent: () => undefined },
    link: () => ({
      instrument: 'usb',
      name: 'Gadget',
      address,
      vendor: 'LabLink',
      model: 'GADGET',
      serial: 'LABLINK1',
      firmware: '1.0',
      driver: 'test',
    }),
    greet: async (greeted) => {
      await greeted.exchange('*IDN?', question);
    },
    onService,
    // An emulated machine is slow.
    timing: { connect: 10_000, reply: 8_000, backoffFirst: 100, backoffMax: 500 },
  });
}

const reached = (session: Session, state: Session['status']['state']): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (session.status.state !== state) return;
      stop();
      resolve();
    };
    const stop = session.onStatus(look);
    look();
  });

/** A whole session over USB. */
export async function checkSession(gadget: Gadget): Promise<void> {
  const one = (title: string, work: (ask: Asker, session: Session) => Promise<void>): Promise<void> =>
    checkGadget(gadget, `session: ${title}`, async (signal) => {
      const session = makeSession();
      signal.addEventListener('abort', () => void session.close());
      session.open();
      try {
        await reached(session, 'ready');
        await work(
          async (text, more) =>
            Buffer.from((await session.exchange(text, { ...question, ...more })) ?? []).toString('latin1'),
          session,
        );
      } finally {
        await session.close();
      }
    });

  await one('sets, reads back, and takes a block of 1 MB', async (ask, session) => {
    await session.exchange('VOLT 1.25', setting);
    equal(await ask('VOLT?'), '1.250');
    equal((await ask('BLOCK? 1000000')).length, 1_000_009);
  });

  await one('a missing answer, then its own answer to each question', async (ask) => {
    for (const slow of [400, 700]) {
      await refused(ask(`SLOW? ${slow}`, { deadlineMs: 200 }), 'INSTRUMENT_TIMEOUT');
      equal(await ask('*IDN?'), identity);
    }
  });

  await one('a transfer that claims to be the last one and is not', async (ask) => {
    await gadget.order('fault EOMLIE');
    await refused(ask('BLOCK? 1000'), 'INSTRUMENT_REPLY');
    equal(await ask('*IDN?'), identity);
  });

  for (const fault of ['WRONGTAG', 'OVERSIZE', 'HALTIN', 'BABBLE', 'CLEARREFUSED'])
    await one(`${fault}, then its own answer to each question`, async (ask, session) => {
      await gadget.order(`fault ${fault}`);
      const answer = await ask('TEXT? 700', { deadlineMs: 2000 }).catch(() => null);
      equal(answer === null || answer.length === 700, true, 'no answer, or the right one');
      await gadget.order('heal');
      await reached(session, 'ready');
      equal(await ask('*IDN?'), identity);
      equal((await ask('TEXT? 100')).length, 100);
    });

  await one('unplugged and plugged in again', async (ask, session) => {
    const answer = refused(ask('SLOW? 60000'), 'INSTRUMENT_CLOSED');
    await gadget.unplug();
    await Promise.all([answer, reached(session, 'unreachable')]);
    await gadget.plug();
    session.retry();
    await reached(session, 'ready');
    equal(await ask('*IDN?'), identity);
  });

  await one('emergency past a question that waits', async (ask, session) => {
    const waiting = refused(ask('SLOW? 1500'), 'SAFETY_PREEMPTED', 'INSTRUMENT_TIMEOUT', 'CANCELLED');
    // The question has to be on the wire.
    while (!(await gadget.seen()).log.includes('SLOW? 1500')) await reached(session, 'busy');
    await session.emergency(['VOLT 0.125'], operator, 5000);
    await waiting;
    equal(await ask('VOLT?'), '0.125');
  });

  await checkGadget(gadget, 'session: service is asked for', async (signal) => {
    const asked = Promise.withResolvers<number | null>();
    const session = makeSession(asked.resolve);
    signal.addEventListener('abort', () => void session.close());
    session.open();
    await reached(session, 'ready');
    await session.exchange('SRQ', setting);
    equal(await asked.promise, 0x40);
    await session.close();
  });
}

type Asker = (text: string, more?: Partial<Parameters<Session['exchange']>[1]>) => Promise<string>;
