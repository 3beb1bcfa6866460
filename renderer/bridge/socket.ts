import { sockets } from '#shared/rpc/loopback.ts';
import { type Socket, socketWire } from '#shared/rpc/socket-wire.ts';
import { type Dial, type Dialled, dialDeadlineMs } from './dial.ts';
import { findSeat, forgetSecret, isUnknown } from './seat.ts';

/** Opens the socket and says the secret. `unreachable` also when the cookie was refused: a page cannot tell the two apart. */
function open(secret: string): Promise<Dialled> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${location.host}${sockets.path}`);
    const timer = setTimeout(() => socket.close(), dialDeadlineMs);
    socket.addEventListener('open', () => socket.send(secret));
    socket.addEventListener(
      'message',
      ({ data }) => {
        clearTimeout(timer);
        if (data === sockets.welcome)
          resolve({ kind: 'open', wire: socketWire(socket as unknown as Socket) });
        else socket.close();
      },
      { once: true },
    );
    socket.addEventListener('close', ({ code }) => {
      clearTimeout(timer);
      resolve({ kind: code === sockets.refused ? 'refused' : 'unreachable' });
    });
  });
}

/** Loopback: the WebSocket of the server that the page came from. */
export const dialSocket: Dial = async () => {
  const seat = await findSeat();
  if (seat.kind === 'unreachable') return seat;
  if (seat.kind === 'none') return { kind: 'refused' };
  const dialled = await open(seat.secret);
  if (dialled.kind === 'open') return dialled;
  if (dialled.kind === 'unreachable' && !(await isUnknown())) return dialled;
  forgetSecret();
  return { kind: 'refused' };
};
