import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type LabLinkContract, contract } from '#shared/contract/index.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { sockets } from '#shared/rpc/loopback.ts';
import { socketWire } from '#shared/rpc/socket-wire.ts';
import { Authenticator } from './authenticator.ts';

/** A place at a running console, got for a one-time address: what opens its windows. */
interface Seat {
  readonly url: URL;
  readonly cookie: string;
  readonly secret: string;
}

/** Takes a seat of its own, as a browser that has not been there. */
export async function takeSeat(address: string): Promise<Seat> {
  const url = new URL(address);
  const token = new URLSearchParams(url.hash.slice(1)).get('token');
  const granted = await fetch(`${url.origin}/seat`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url.origin },
    body: JSON.stringify({ token }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!granted.ok) throw new Error(`the console refused the token (${granted.status})`);
  const cookie = granted.headers.getSetCookie()[0]!.split(';')[0]!;
  const { secret } = (await granted.json()) as { secret: string };
  return { url, cookie, secret };
}

/** One more window at a seat. */
export async function openWindow({
  url,
  cookie,
  secret,
}: Seat): Promise<{ client: Client<LabLinkContract>; readonly close: () => void }> {
  const socket = new WebSocket(`ws://${url.host}${sockets.path}`, {
    headers: { Cookie: cookie, Origin: url.origin },
  });
  await once(socket, 'open', { signal: AbortSignal.timeout(10_000) });
  const welcome = once(socket, 'message', { signal: AbortSignal.timeout(10_000) });
  socket.send(secret);
  await welcome;
  return { client: createClient(contract, socketWire(socket as never)), close: () => socket.terminate() };
}

/** A client of a running console without a page: the same door, the same wire. For benches and for what no page does. */
export const connectClient = async (address: string): ReturnType<typeof openWindow> =>
  openWindow(await takeSeat(address));

/** A name and a password for tests; nothing else uses them. */
export const tester = { name: 'bench-test', password: 'seven grey kettles hum' } as const;

/** Goes through the first run and is signed in as the administrator. */
export async function firstRun(
  client: Client<LabLinkContract>,
): Promise<{ authenticator: Authenticator; recoveryCodes: string[]; recoverySecret: string }> {
  const { secret } = await client.accounts.firstRunBegin(tester);
  const authenticator = new Authenticator(secret);
  const kept = await client.accounts.firstRunConfirm({ code: authenticator.freshCode() });
  await client.accounts.firstRunFinish({});
  return { authenticator, ...kept };
}

/** Signs a program in, and finds an instrument by its name. */
export async function signInProgram(
  client: Client<LabLinkContract>,
  recoveryCode: string,
  instrument: string,
): Promise<string> {
  await client.accounts.signInPassword(tester);
  await client.accounts.signInRecovery({ code: recoveryCode });
  for await (const list of client.instruments.list({})) {
    const found = list.find(({ name }) => name === instrument);
    if (found !== undefined) return found.id;
  }
  throw new Error(`there is no ${instrument}`);
}
