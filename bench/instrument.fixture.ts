import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Journal, Operator } from '#main/session/ports.ts';
import type { Session } from '#main/session/session.ts';
import { createSession } from '#main/session/create.ts';
import { TcpTransport } from '#main/transports/tcp.ts';
import type { Transport } from '#main/transports/transport.ts';
import type { Link } from '#shared/contract/history.ts';

export const operator: Operator = { name: 'bench', confirmed: false };

/** A scripted instrument in its own process. */
export interface Instrument {
  readonly port: number;
  /** Called with the times (epoch ms) at which an off command arrived there. */
  onOff(listener: (at: number) => void): void;
  stop(): void;
}

export async function startInstrument(): Promise<Instrument> {
  const child = fork(new URL('./peers/scripted-instrument.ts', import.meta.url), { stdio: 'inherit' });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    port,
    onOff: (listener) =>
      void child.on('message', (message) => {
        if (
          typeof message === 'object' &&
          message !== null &&
          'at' in message &&
          typeof message.at === 'number'
        )
          listener(message.at);
      }),
    stop: () => child.disconnect(),
  };
}

export function linkTo(address: string): Link {
  return {
    instrument: `i${address}`,
    name: 'Bench',
    address,
    vendor: 'LabLink',
    model: 'BENCH',
    serial: '1',
    firmware: '1.0',
    driver: 'bench',
  };
}

/** A session on a raw socket that serves. */
export const startSession = (port: number, journal: Journal): Promise<Session> =>
  sessionOver(() => new TcpTransport({ host: '127.0.0.1', port }), `tcp://127.0.0.1:${port}`, journal);

/** A session that serves. */
export async function sessionOver(
  connect: () => Transport,
  address: string,
  journal: Journal,
): Promise<Session> {
  const link = linkTo(address);
  const session = createSession({
    instrument: link.instrument,
    connect,
    journal,
    guard: { check: () => undefined, unknownSent: () => undefined },
    link: () => link,
    greet: async (greeted) => {
      await greeted.exchange('*IDN?', { lane: 'person', operator, effects: [{ kind: 'none' }], reply: true });
    },
  });
  const up = new Promise<void>((resolve) => {
    const stop = session.onStatus(() => {
      if (session.status.state !== 'ready') return;
      stop();
      resolve();
    });
  });
  session.open();
  await up;
  return session;
}

/** What batches are handed to: one message for each batch of at most 50 ms, as the database's writer gets them. */
export function batchedJournal(): { readonly journal: Journal; readonly noted: () => number; close(): void } {
  const { port1, port2 } = new MessageChannel();
  port2.addEventListener('message', () => undefined);
  port2.start();
  let batch: unknown[] = [];
  let noted = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = (): void => {
    timer = null;
    port1.postMessage(batch);
    batch = [];
  };
  let ids = 0;
  return {
    noted: () => noted,
    journal: {
      intend: () => Promise.resolve(ids++),
      settle: () => Promise.resolve(),
      note: (link, request, outcome, at) => {
        noted++;
        batch.push({
          link,
          text: request.text,
          lane: request.lane,
          operator: request.operator.name,
          outcome,
          at,
        });
        timer ??= setTimeout(flush, 50);
      },
      reading: () => undefined,
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
      port1.close();
    },
  };
}
