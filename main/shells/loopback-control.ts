import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { userInfo } from 'node:os';
import type { Core } from '#main/core.ts';
import { faultShape } from '#shared/faults.ts';
import { sockets } from '#shared/rpc/loopback.ts';
import { forgetControl, readControlFile, socketPlace, writeControlFile } from './control-file.ts';
import { guardedServer, refuseUpgrade, SecretDoor } from './loopback-guard.ts';
import { serveCore } from './serve-core.ts';

export interface ControlOptions {
  /** The data folder, whose lock this process holds. */
  readonly folder: string;
  /** Makes a link for another window; null where the console has a window of its own. */
  readonly link: (() => string) | null;
  /** For tests: another time than 30 s without a byte until a connection ends, ms. */
  readonly stallMs?: number;
}

/** The door of a running console for the command line of whoever owns the data folder. */
export interface Control {
  /** Ends every connection at once, and removes socket and file. */
  close(): Promise<void>;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const answer = (response: ServerResponse, status: number, value: unknown = null): void => {
  const body = value === null ? '' : JSON.stringify(value);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
};

/**
 * Opens the control socket and writes where it is to `control.json`, for the owner of the data folder alone. Each connection that
 * says the secret is a seat of its own until it ends. Rejects when the folder's file system knows no sockets.
 */
export async function openControl(core: Core, { folder, link, stallMs }: ControlOptions): Promise<Control> {
  // The lock is ours: whatever is here was left by a console that was killed. One that cannot be read goes as well.
  forgetControl(folder, await readControlFile(folder).catch(() => null));
  const secret = randomBytes(32).toString('base64url');
  const expected = digest(secret);
  const isRight = (said: string): boolean => timingSafeEqual(digest(said), expected);
  const door = new SecretDoor();
  const osUser = userInfo().username;

  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    const said = /^Bearer (\S{1,256})$/.exec(request.headers.authorization ?? '')?.[1];
    if (said === undefined || !isRight(said)) return answer(response, 401);
    // Nothing is expected in a body, and nothing of one is read.
    if (request.method !== 'POST') return answer(response, 405);
    if (request.url === '/about') return answer(response, 200, { pid: process.pid });
    if (request.url === '/link') return answer(response, 200, { url: link === null ? null : link() });
    answer(response, 404);
  };
  const guarded = guardedServer(respond, stallMs);
  const { server } = guarded;
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (request.url !== sockets.path) return refuseUpgrade(socket, 404);
    const seatFor = (said: string): string | null =>
      isRight(said) ? `cli:${randomBytes(6).toString('hex')}` : null;
    door.upgrade(request, socket, head, seatFor, (wire, seat) => {
      core.admitLocal(seat, osUser);
      wire.onClose(() => core.endSeat(seat));
      serveCore(core, wire, seat);
    });
  });

  const socket = socketPlace(folder);
  const forget = (): void => forgetControl(folder, { socket });
  try {
    server.listen(socket);
    await once(server, 'listening');
    // The folder around it is closed to others already.
    if (process.platform !== 'win32') chmodSync(socket, 0o600);
    await writeControlFile(folder, { socket, secret, pid: process.pid, since: Date.now() });
  } catch (error) {
    if (server.listening) await guarded.close();
    forget();
    throw error;
  }
  return {
    async close() {
      forget();
      door.close();
      await guarded.close();
    },
  };
}

/**
 * Opens the door beside a core, and answers with a core that closes it first. A console whose door cannot be opened works all the
 * same: the command line is told that the folder is in use.
 */
export async function withControl(core: Core, options: ControlOptions): Promise<Core> {
  const control = await openControl(core, options).catch((error: unknown) => {
    console.error('The command line cannot reach this console:', faultShape(error).message);
    return null;
  });
  return {
    ...core,
    async close(end) {
      await control?.close();
      await core.close(end);
    },
  };
}
