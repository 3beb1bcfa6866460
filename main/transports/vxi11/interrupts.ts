import { randomBytes } from 'node:crypto';
import { Fault } from '#shared/faults.ts';
import { enableSrqArgs, interruptChannelArgs, procedures, readError } from './core.ts';
import { InterruptServer, ipv4, ipv4Number } from './interrupt-server.ts';
import type { RpcChannel } from './rpc-channel.ts';
import { untilAborted } from './signal.ts';

/** An instrument that wants to connect back and cannot (a firewall before this PC) may hang over it, ms. */
const answerMs = 1_000;
/** Bytes of the handle by which a service request is known; 40 are allowed. */
const handleBytes = 8;

/**
 * Has the instrument call us when it asks for service. Null where it refuses, or there is no way back: then it cannot
 * ask, and everything else works. Rejects when it hangs over it: then the connection is of no use any more.
 */
export async function openInterrupts(
  core: RpcChannel,
  lid: number,
  service: () => void,
  signal: AbortSignal,
): Promise<InterruptServer | null> {
  // The interrupt channel knows addresses of IPv4 alone. source: VXI-11 rev. 1.0, B.6.13 (Device_RemoteFunc).
  const local = ipv4(core.socket.localAddress);
  const remote = ipv4(core.socket.remoteAddress);
  if (local === null || remote === null) return null;
  const handle = randomBytes(handleBytes);
  let server: InterruptServer;
  try {
    server = await InterruptServer.listen(local, remote, (given) => {
      if (given.equals(handle)) service();
    });
  } catch {
    // This PC has no port to give.
    return null;
  }
  try {
    const calls = [
      [procedures.createInterruptChannel, interruptChannelArgs(ipv4Number(local), server.port)],
      [procedures.enableSrq, enableSrqArgs(lid, true, handle)],
    ] as const;
    for (const [procedure, args] of calls) {
      const called = core.call(procedure, args, answerMs, readError);
      const error = await untilAborted(called, signal, () => server.close());
      if (error === 0) continue;
      server.close();
      return null;
    }
    return server;
  } catch (error) {
    server.close();
    // Some do not even know the procedure, which is a refusal like any other.
    if (error instanceof Fault && error.code === 'INSTRUMENT_REPLY' && core.alive) return null;
    throw error;
  }
}
