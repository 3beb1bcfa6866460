import { createSocket } from 'node:dgram';
import { answerCall, type RpcProgram } from './vxi11-rpc.ts';
import { type RpcServer, serveRpc } from './vxi11-rpc-server.ts';
import { XdrError, type XdrReader, xdr } from './vxi11-xdr.ts';

/** source: RFC 1833, 3 (port mapper, version 2) */
const portmapper = { number: 100_000, version: 2, port: 111, tcp: 6 } as const;

/** A program on a TCP port. */
export interface Mapping {
  readonly program: number;
  readonly version: number;
  readonly port: number;
}

/**
 * Says on port 111 of a host, over TCP and UDP, where programs are. Resolves with null when this user may not have that
 * port, or another one (as a system's rpcbind) has it. `port`: for tests.
 */
export async function servePortmap(
  host: string,
  mappings: readonly Mapping[],
  port: number = portmapper.port,
): Promise<RpcServer | null> {
  const programs = [portmapProgram(mappings)];
  let tcp: RpcServer;
  try {
    tcp = await serveRpc(host, port, () => programs);
  } catch (error) {
    if (isTaken(error)) return null;
    throw error;
  }
  const udp = createSocket('udp4', (message, from) => {
    // A datagram that is no call is nobody's: it is not answered.
    answerCall(message, programs).then(
      (reply) => {
        if (reply !== null) udp.send(reply, from.port, from.address, () => {});
      },
      (error: unknown) => {
        if (!(error instanceof XdrError)) throw error;
      },
    );
  });
  const bound = await new Promise<unknown>((resolve) => {
    udp.once('error', resolve);
    udp.bind(tcp.port, host, () => {
      udp.off('error', resolve);
      resolve(null);
    });
  });
  if (bound !== null) {
    udp.close();
    await tcp.close();
    if (isTaken(bound)) return null;
    throw bound;
  }
  udp.on('error', () => {});
  let closed: Promise<unknown> | null = null;
  return {
    port: tcp.port,
    async close() {
      closed ??= Promise.all([new Promise<void>((resolve) => udp.close(resolve)), tcp.close()]);
      await closed;
    },
  };
}

const isTaken = (error: unknown): boolean =>
  ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');

function portmapProgram(mappings: readonly Mapping[]): RpcProgram {
  const refuse = (args: XdrReader): Buffer => {
    readMapping(args);
    return xdr(0);
  };
  return {
    number: portmapper.number,
    version: portmapper.version,
    procedures: new Map([
      // SET and UNSET: nobody else can register here.
      [1, refuse],
      [2, refuse],
      // GETPORT: 0 for what is not registered.
      [
        3,
        (args) => {
          const { program, version, protocol } = readMapping(args);
          const found = mappings.find((each) => each.program === program && each.version === version);
          return xdr(found === undefined || protocol !== portmapper.tcp ? 0 : found.port);
        },
      ],
      // DUMP: each entry is announced by a 1, the end by a 0.
      [
        4,
        () =>
          xdr(
            ...mappings.flatMap(({ program, version, port }) => [1, program, version, portmapper.tcp, port]),
            0,
          ),
      ],
    ]),
  };
}

function readMapping(args: XdrReader): { program: number; version: number; protocol: number } {
  const [program, version, protocol] = [args.unsigned(), args.unsigned(), args.unsigned()];
  args.unsigned();
  return { program, version, protocol };
}
