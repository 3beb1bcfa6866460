import { connect, type Socket } from 'node:net';
import { record } from './vxi11-records.ts';
import { callMessage } from './vxi11-rpc.ts';
import { xdrOpaque } from './vxi11-xdr.ts';

/** source: VXI-11, B.6.14 and appendix C (device_intr_srq) */
const serviceRequest = 30;

/** Where a client wants to be told of service requests. */
export interface InterruptTarget {
  readonly host: string;
  readonly port: number;
  readonly program: number;
  readonly version: number;
}

/** The connection on which the roles are changed: the instrument calls the client. Nobody waits for the client's replies. */
export class InterruptChannel {
  readonly #socket: Socket;
  readonly #target: InterruptTarget;
  #xid = 0;

  private constructor(socket: Socket, target: InterruptTarget) {
    this.#socket = socket;
    this.#target = target;
    socket.resume();
  }

  /** Connects. Resolves with null when nobody is there within `ms`. */
  static open(target: InterruptTarget, ms: number): Promise<InterruptChannel | null> {
    return new Promise((resolve) => {
      const socket = connect({ host: target.host, port: target.port, noDelay: true });
      socket.on('error', () => socket.destroy());
      const timer = setTimeout(() => socket.destroy(), ms);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve(null);
      });
      socket.once('connect', () => {
        clearTimeout(timer);
        resolve(new InterruptChannel(socket, target));
      });
    });
  }

  /** Asks for service. A client that does not read is not told again. */
  request(handle: Buffer): void {
    if (this.#socket.destroyed || this.#socket.writableNeedDrain) return;
    this.#xid = (this.#xid + 1) >>> 0;
    const { program, version } = this.#target;
    const call = callMessage(this.#xid, program, version, serviceRequest, xdrOpaque(handle));
    this.#socket.write(record(call));
  }

  close(): void {
    this.#socket.destroy();
  }
}
