import { createSocket } from 'node:dgram';
import { randomInt } from 'node:crypto';
import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import { encodeCall, readReply, type RpcProgram } from './rpc-call.ts';
import { RpcChannel } from './rpc-channel.ts';
import { untilAborted } from './signal.ts';
import type { XdrReader, XdrValue } from './xdr.ts';

/** source: RFC 1833, section 3 (program 100000, version 2, port 111, procedure 3 is GETPORT). */
const portmapper: RpcProgram = { program: 100_000, version: 2 };
export const portmapperPort = 111;
const getPortProcedure = 3;
const overTcp = 6;

/** A whole reply to GETPORT, bytes. Some instruments never mark its fragment as the last. */
const replyBytes = 28;
const replyCap = 1024;

/** How long TCP may take, how often UDP is tried, and how long each time, ms. */
const tcpMs = 1_500;
const udpTries = 3;
const udpMs = 500;

/**
 * The TCP port of a program, from the portmapper of the host: over TCP, else over UDP. Rejects with
 * INSTRUMENT_UNREACHABLE when there is no portmapper, or it does not know the program.
 */
export async function getPort(
  host: string,
  wanted: RpcProgram,
  signal: AbortSignal,
  at: number = portmapperPort,
): Promise<number> {
  const args = [wanted.program, wanted.version, overTcp, 0];
  let port: number;
  try {
    port = await askTcp(host, at, args, signal);
  } catch (overTcpFault) {
    if (signal.aborted) throw abortFault(signal);
    try {
      port = await askUdp(host, at, args, signal);
    } catch {
      // Why TCP failed says more than that a datagram got lost.
      throw unreachable(host, at, signal.aborted ? abortFault(signal) : overTcpFault);
    }
  }
  if (port === 0)
    throw new Fault('INSTRUMENT_UNREACHABLE', `${host} offers no VXI-11.`, {
      remedy: 'Switch LXI or VXI-11 on in the instrument, or use its socket: tcp:// and port 5025.',
      details: { host },
    });
  if (port > 65_535)
    throw new Fault('INSTRUMENT_UNREACHABLE', `${host} names port ${port} for VXI-11, which is none.`, {
      remedy: 'Restart the instrument, or write the port into the address.',
      details: { host, port },
    });
  return port;
}

async function askTcp(
  host: string,
  at: number,
  args: readonly XdrValue[],
  signal: AbortSignal,
): Promise<number> {
  const limits = { cap: replyCap, wholeAt: replyBytes };
  const ended = (): void => undefined;
  const place = { host, port: at, connectMs: tcpMs, program: portmapper, limits, ended };
  const channel = await RpcChannel.open(place, signal);
  const why = new Fault('INSTRUMENT_CLOSED', 'The portmapper has been asked.');
  try {
    const asked = channel.call(getPortProcedure, args, tcpMs, (results) => results.u32());
    return await untilAborted(asked, signal, () => channel.destroy(why));
  } finally {
    channel.destroy(why);
  }
}

function askUdp(host: string, at: number, args: readonly XdrValue[], signal: AbortSignal): Promise<number> {
  const xid = randomInt(2 ** 32);
  const question = encodeCall(xid, portmapper, getPortProcedure, args);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' });
  const send = (): void => {
    socket.send(question);
  };
  let tries = 0;
  const timer = setInterval(() => {
    if (++tries < udpTries) send();
    else reject(new Fault('INSTRUMENT_UNREACHABLE', `${host} does not answer on UDP port ${at}.`));
  }, udpMs);
  socket.on('error', reject);
  socket.on('message', (bytes) => {
    const results = resultsOf(bytes, xid);
    if (results instanceof Fault) reject(results);
    else if (results !== null) resolve(results.u32());
  });
  // Connected, so that only this host is heard.
  socket.connect(at, host, send);
  return untilAborted(promise, signal, () => reject(abortFault(signal))).finally(() => {
    clearInterval(timer);
    socket.close();
  });
}

/** Null for a datagram that is no answer to this question. */
function resultsOf(bytes: Buffer, xid: number): XdrReader | Fault | null {
  try {
    const reply = readReply(bytes);
    if (reply.xid !== xid) return null;
    return reply.results instanceof Fault || reply.results.left >= 4 ? reply.results : null;
  } catch {
    return null;
  }
}

function unreachable(host: string, at: number, why: unknown): Fault {
  const said = why instanceof Fault ? why : null;
  if (said?.code === 'INSTRUMENT_UNREACHABLE' || said?.code === 'CANCELLED') return said;
  return new Fault('INSTRUMENT_UNREACHABLE', `The portmapper of ${host} (port ${at}) does not answer.`, {
    remedy:
      'Check that this is a VXI-11 instrument, or write its port into the address: vxi11://host:port/inst0.',
    details: { host, port: at },
    cause: why,
  });
}
