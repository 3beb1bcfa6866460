import { createServer, type Socket } from 'node:net';
import { record, RecordError, RecordReader } from './vxi11-records.ts';
import { answerCall, type RpcProgram } from './vxi11-rpc.ts';
import { XdrError } from './vxi11-xdr.ts';

/** Longest call that is read, in bytes: more than any procedure here takes. */
const longestCall = 16_384;
/** A client is not read any further while this many bytes of its calls wait. */
const mostWaiting = 65_536;

/** One client's connection, as its programs see it. */
export interface RpcConnection {
  /** IPv4 address of the client. */
  readonly remoteAddress: string;
  destroy(): void;
  /** Called once when it has ended. */
  onClosed(listener: () => void): void;
}

/** A server of RPC programs on TCP. */
export interface RpcServer {
  readonly port: number;
  /** Ends every connection, then the socket. */
  close(): Promise<void>;
}

/**
 * Serves programs, made anew for each connection. Calls of one connection are answered in their order, one after the
 * other. Rejects with Node's own error when the port cannot be had.
 */
export async function serveRpc(
  host: string,
  port: number,
  programs: (connection: RpcConnection) => readonly RpcProgram[],
): Promise<RpcServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection(socket, programs);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serveConnection(
  socket: Socket,
  programs: (connection: RpcConnection) => readonly RpcProgram[],
): void {
  const reader = new RecordReader(longestCall);
  const offered = programs({
    remoteAddress: socket.remoteAddress ?? '',
    destroy: () => socket.destroy(),
    onClosed: (listener) => socket.once('close', listener),
  });
  let answering = false;
  const answer = async (): Promise<void> => {
    if (answering) return;
    answering = true;
    try {
      // A client that does not take its replies is not answered any further.
      while (!socket.destroyed && !socket.writableNeedDrain) {
        const call = reader.take();
        if (call === null) break;
        const reply = await answerCall(call, offered);
        if (reply !== null && !socket.destroyed) socket.write(record(reply));
      }
      if (reader.waiting < mostWaiting) socket.resume();
    } catch (error) {
      // What follows cannot be told from what came.
      socket.destroy();
      if (!(error instanceof XdrError || error instanceof RecordError)) throw error;
    } finally {
      answering = false;
    }
  };
  socket.on('data', (bytes) => {
    reader.add(bytes);
    if (reader.waiting >= mostWaiting) socket.pause();
    void answer();
  });
  socket.on('drain', () => void answer());
  socket.on('error', () => socket.destroy());
}
