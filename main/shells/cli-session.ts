import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { openCore } from '#main/core.ts';
import { dataFolder } from '#main/folder/data-folder.ts';
import { type LabLinkContract, contract } from '#shared/contract/index.ts';
import { Fault } from '#shared/faults.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { type Port, portWire } from '#shared/rpc/port-wire.ts';
import { dialConsole } from './loopback-control-client.ts';
import { serveCore } from './serve-core.ts';

/** How long another command, or a console that is starting or ending, is waited for. */
const patienceMs = 15_000;
const retryMs = 200;

/** A way to the console: a client of the running one, or of a core in this process. */
export interface Session {
  readonly client: Client<LabLinkContract>;
  /** A console runs on this data folder, and this goes through it. */
  readonly running: boolean;
  close(): Promise<void>;
}

/** Version of this program. */
export function version(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

async function throughConsole(folder: string): Promise<Session | null> {
  const wire = await dialConsole(folder);
  if (wire === null) return null;
  return {
    client: createClient(contract, wire),
    running: true,
    close: async () => wire.close('the command has ended'),
  };
}

/** A core of one's own, which holds the folder until it is closed. Throws FOLDER_IN_USE, FOLDER_UNWRITABLE. */
async function alone(folder: string): Promise<Session> {
  const core = await openCore({
    folder,
    keyring: null,
    version: version(),
    connectAll: false,
    // Only a console with a window is asked to end.
    onQuit: () => undefined,
  });
  const seat = `cli:${randomBytes(6).toString('hex')}`;
  core.admitLocal(seat, userInfo().username);
  const { port1, port2 } = new MessageChannel();
  const window = portWire(port2 as unknown as Port);
  const served = portWire(port1 as unknown as Port);
  served.onClose(() => core.endSeat(seat));
  serveCore(core, served, seat);
  return {
    client: createClient(contract, window),
    running: false,
    async close() {
      window.close('the command has ended');
      served.close('the command has ended');
      await core.close({ outputs: 'keep', who: 'console' });
    },
  };
}

/**
 * The console that runs on the data folder, or else a core of one's own. While another command holds the folder, or a console is
 * just starting or ending, it tries again for 15 s; then FOLDER_IN_USE.
 */
export async function openSession(signal: AbortSignal): Promise<Session> {
  const folder = dataFolder();
  const until = Date.now() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    try {
      return (await throughConsole(folder)) ?? (await alone(folder));
    } catch (error) {
      const final = error instanceof Fault && error.code !== 'FOLDER_IN_USE';
      if (final || Date.now() >= until) throw error;
      await wait(retryMs, undefined, { signal });
    }
  }
}

/** Opens a session for `work` and closes it whatever happens. */
export async function withSession<T>(
  signal: AbortSignal,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(signal);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The first item of a stream. Throws CANCELLED when it ends without one. */
export async function first<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item;
  throw new Fault('CANCELLED', 'It was given up.');
}
