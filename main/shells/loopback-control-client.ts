import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { Fault } from '#shared/faults.ts';
import { z } from '#shared/schema.ts';
import { sockets } from '#shared/rpc/loopback.ts';
import { type Socket, socketWire } from '#shared/rpc/socket-wire.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { type ControlFile, readControlFile } from './control-file.ts';

/** A console that runs here answers within this. */
const answerMs = 5000;

/** A console that was killed leaves its file and its socket: nobody answers there, or the socket is gone. */
const nobody = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes((error as NodeJS.ErrnoException).code ?? '');

const refused = (): Fault =>
  new Fault('PERMISSION_DENIED', 'The console that is running did not let this command line in.', {
    remedy: 'Start the console again: its control.json is not the one that it wrote.',
  });

async function post(file: ControlFile, path: string): Promise<unknown> {
  const asked = request({
    socketPath: file.socket,
    path,
    method: 'POST',
    headers: { Authorization: `Bearer ${file.secret}`, 'Content-Length': 0 },
    signal: AbortSignal.timeout(answerMs),
  });
  asked.end();
  const [response] = await once(asked, 'response');
  const body = await text(response);
  if (response.statusCode === 401) throw refused();
  if (response.statusCode !== 200) throw new Error(`the console answered with ${response.statusCode}`);
  return JSON.parse(body);
}

/** Runs `ask` against the console of this data folder; null when none runs there. */
async function reach<T>(folder: string, ask: (file: ControlFile) => Promise<T>): Promise<T | null> {
  const file = await readControlFile(folder);
  if (file === null) return null;
  try {
    return await ask(file);
  } catch (error) {
    if (nobody(error)) return null;
    throw error;
  }
}

/** Process id of the console that runs on this data folder; null when none does. Rejects when it does not answer. */
export const askAbout = (folder: string): Promise<number | null> =>
  reach(folder, async (file) => z.object({ pid: z.number() }).parse(await post(file, '/about')).pid);

/** A link for a window of one's own: `url` is null where the console has a window of its own. Null when no console runs. */
export const askLink = (folder: string): Promise<{ url: string | null } | null> =>
  reach(folder, async (file) => z.object({ url: z.url().nullable() }).parse(await post(file, '/link')));

/** A wire to the console that runs on this data folder; null when none does. */
export const dialConsole = (folder: string): Promise<Wire | null> =>
  reach(folder, async ({ socket: place, secret }) => {
    const socket = new WebSocket(`ws+unix:${place}:${sockets.path}`, {
      perMessageDeflate: false,
      handshakeTimeout: answerMs,
    });
    try {
      const signal = AbortSignal.timeout(answerMs);
      await once(socket, 'open', { signal });
      const welcome = once(socket, 'message', { signal });
      const closed = once(socket, 'close', { signal });
      socket.send(secret);
      const first = await Promise.race([welcome, closed]);
      // What loses the race ends with its signal, and nobody waits for it.
      for (const each of [welcome, closed]) each.catch(() => undefined);
      if (first[0]?.toString() !== sockets.welcome) throw refused();
      socket.on('error', () => undefined);
      return socketWire(socket as unknown as Socket);
    } catch (error) {
      socket.terminate();
      throw error;
    }
  });
