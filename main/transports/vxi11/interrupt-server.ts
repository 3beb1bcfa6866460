import { createServer, isIPv4, type Server, type Socket } from 'node:net';
import { corePrograms, deviceInterrupt } from './core.ts';
import { encodeReplyRecord, type RpcCall, readCall } from './rpc-call.ts';
import { RecordReader } from './rpc-record.ts';

/** Bytes of the longest call: its header and a handle of 40. */
const callCap = 256;
const mostConnections = 2;

/** An IPv4 address as it is, also where it is written as IPv6; null for any other. */
export function ipv4(address: string | undefined): string | null {
  const plain = address?.replace(/^::ffff:/i, '') ?? '';
  return isIPv4(plain) ? plain : null;
}

/** An IPv4 address as a number. */
export const ipv4Number = (address: string): number =>
  address.split('.').reduce((number, part) => number * 256 + Number(part), 0);

/** A small server of ours: the instrument calls it when it asks for service. */
export class InterruptServer {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;

  private constructor(server: Server, sockets: Set<Socket>, port: number) {
    this.#server = server;
    this.#sockets = sockets;
    this.port = port;
  }

  /** Listens at our address `local`, for the instrument at `remote` alone. `serve` gets the handle of each request. */
  static async listen(
    local: string,
    remote: string,
    serve: (handle: Buffer) => void,
  ): Promise<InterruptServer> {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => socket.destroy());
      if (ipv4(socket.remoteAddress) !== remote || sockets.size >= mostConnections) {
        socket.destroy();
        return;
      }
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      attend(socket, serve);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: local, port: 0 }, resolve);
    });
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    return new InterruptServer(server, sockets, port);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

function attend(socket: Socket, serve: (handle: Buffer) => void): void {
  const reader = new RecordReader({ cap: callCap }, (record) => {
    const call = readCall(record);
    const status = refusal(call);
    if (status === 0) serve(call.args.opaque());
    if (!socket.destroyed) socket.write(encodeReplyRecord(call.xid, status));
  });
  socket.on('data', (bytes: Buffer) => {
    try {
      reader.push(bytes);
    } catch {
      // Nonsense from the instrument's side: this connection ends, and the link goes on without interrupts.
      socket.destroy();
    }
  });
}

/** accept_stat of a call: 0 where it is the one that is served. source: RFC 5531, section 9. */
function refusal({ program, version, procedure }: RpcCall): number {
  if (program !== corePrograms.interrupt.program) return 1;
  if (version !== corePrograms.interrupt.version) return 2;
  return procedure === deviceInterrupt ? 0 : 3;
}
