import type { Socket } from 'node:net';
import { Channel, type ChannelOwner } from './hislip-channel.ts';
import type { Manners, Target } from './hislip-client.ts';
import { Locks } from './hislip-locks.ts';
import { fatalCodes, type Header, type Message, messageTypes } from './hislip-message.ts';
import { RemoteLocal } from './hislip-remote.ts';
import { openSession } from './hislip-session.ts';
import { openLoopbackPort } from './loopback-port.ts';
import type { Attached, Wire } from './wire.ts';

/** How a simulated HiSLIP server behaves. */
export interface HislipOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** Which mode it offers first; the default is synchronized. */
  readonly prefersOverlap?: boolean;
  /** Whether a client may have overlapped mode; the default is yes. */
  readonly offersOverlap?: boolean;
  /** The highest version of the protocol that it speaks, as on the wire: 0x0200 is 2.0, the default. */
  readonly version?: number;
  /** At most so many clients of all its instruments; the default is 10. */
  readonly maxClients?: number;
  /** The longest payload that it takes. Bytes; the default is 1 MiB. */
  readonly maxMessageBytes?: number;
  /** How long a client may take to open both channels. ms; the default is 5000. */
  readonly pairMs?: number;
  /** How long a client may take for the second half of a device clear. ms; the default is 60,000. */
  readonly clearMs?: number;
}

/** A HiSLIP server: its instruments are `hislip0`, `hislip1` and so on. */
export interface HislipWire extends Wire {
  readonly port: number;
  /** How many clients have both channels open. */
  readonly clients: number;
}

/** A client whose second channel is missing. */
interface Half {
  readonly sync: Channel;
  readonly target: Target;
  readonly timer: NodeJS.Timeout;
}

/** The longest sub-address that is read. Bytes. source: VPP-4.3, 3.1.1 (a resource string has at most 256) */
const longestSubAddress = 256;
/** Who made it: two letters. source: IVI-6.1, 6.1; VPP-9 lists the registered ones */
const vendor = 0x4c4c;

/** Opens a HiSLIP port of 127.0.0.1. Rejects with Node's own error when it cannot be had. */
export async function openHislip(options: HislipOptions = {}): Promise<HislipWire> {
  const server = new Server(options);
  const port = await openLoopbackPort(options.port ?? 0, (socket) => server.accept(socket));
  return {
    port: port.port,
    get clients() {
      return server.clients;
    },
    attach(attached) {
      const name = server.add(attached);
      port.follow(attached.faults);
      return {
        url: `hislip://127.0.0.1:${port.port}/${name}`,
        visa: `TCPIP::127.0.0.1::${name},${port.port}::INSTR`,
      };
    },
    close: () => port.close(),
  };
}

class Server {
  readonly #targets = new Map<string, Target>();
  readonly #manners: Manners;
  readonly #version: number;
  readonly #maxClients: number;
  readonly #pairMs: number;
  #lastId = 0;
  readonly #halves = new Map<number, Half>();
  /** The instrument of each client whose channels are both there, by its number. */
  readonly #sessions = new Map<number, Target>();

  constructor(options: HislipOptions) {
    const prefersOverlap = options.prefersOverlap ?? false;
    this.#manners = {
      prefersOverlap,
      offersOverlap: options.offersOverlap ?? true,
      maxMessageBytes: options.maxMessageBytes ?? 0x100000,
      clearMs: options.clearMs ?? 60_000,
    };
    this.#version = options.version ?? 0x0200;
    this.#maxClients = options.maxClients ?? 10;
    this.#pairMs = options.pairMs ?? 5000;
  }

  get clients(): number {
    return this.#sessions.size;
  }

  /** Puts an instrument on it; returns the sub-address that it gets. */
  add(attached: Attached): string {
    const name = `hislip${this.#targets.size}`;
    this.#targets.set(name, { ...attached, locks: new Locks(), lines: new RemoteLocal() });
    return name;
  }

  /** A connection whose first message says which channel of whom it is. */
  accept(socket: Socket): void {
    const timer = setTimeout(() => channel.fatal(fatalCodes.initialization, 'Nothing came'), this.#pairMs);
    const done = (): void => clearTimeout(timer);
    const channel: Channel = new Channel(socket, {
      cap: () => longestSubAddress,
      message: (message) => {
        done();
        if (message.type === messageTypes.initialize) this.#initialize(channel, message);
        else if (message.type === messageTypes.asyncInitialize) this.#join(channel, message.parameter);
        else channel.fatal(fatalCodes.initialization, 'Initialize comes first');
      },
      tooLarge: () => channel.fatal(fatalCodes.initialization, 'Initialize comes first'),
      ended: done,
    });
  }

  /** source: IVI-6.1, 6.1 */
  #initialize(channel: Channel, { parameter, payload }: Message): void {
    const name = payload.toString('latin1').replace(/\0+$/, '').toLowerCase();
    const target = name === '' ? [...this.#targets.values()][0] : this.#targets.get(name);
    if (target === undefined) {
      channel.fatal(fatalCodes.initialization, `There is no ${name}`);
      return;
    }
    if (target.faults.refusing) {
      channel.destroy();
      return;
    }
    if (this.#isTaken(target)) {
      channel.fatal(fatalCodes.tooManyClients, 'Maximum number of clients exceeded');
      return;
    }
    const id = this.#newId();
    channel.owner = this.#half(channel, () => this.#forget(id));
    const timer = setTimeout(
      () => channel.fatal(fatalCodes.initialization, 'The asynchronous channel did not come'),
      this.#pairMs,
    );
    this.#halves.set(id, { sync: channel, target, timer });
    const version = Math.min(parameter >>> 16, this.#version);
    const overlap = this.#manners.prefersOverlap ? 1 : 0;
    channel.send(messageTypes.initializeResponse, overlap, ((version << 16) | id) >>> 0);
  }

  #join(channel: Channel, id: number): void {
    const half = this.#halves.get(id);
    if (half === undefined) {
      channel.fatal(fatalCodes.initialization, 'There is no such session');
      return;
    }
    this.#forget(id);
    this.#sessions.set(id, half.target);
    // The instrument may restart while others on this port do not.
    const stopListening = half.target.faults.onChange(() => {
      if (half.target.faults.refusing) session.close();
    });
    channel.send(messageTypes.asyncInitializeResponse, 0, vendor);
    const session = openSession({ sync: half.sync, async: channel }, half.target, this.#manners, () => {
      stopListening();
      this.#sessions.delete(id);
    });
  }

  /** Who talks before both channels are there is sent away. source: IVI-6.1, Table 14 */
  #half(channel: Channel, ended: () => void): ChannelOwner {
    const refuse = (header: Header): void => {
      if (header.type === messageTypes.initialize || header.type === messageTypes.asyncInitialize)
        channel.fatal(fatalCodes.initialization, 'Initialized already');
      else channel.fatal(fatalCodes.oneChannelOnly, 'The asynchronous channel is missing');
    };
    return { cap: () => longestSubAddress, message: refuse, tooLarge: refuse, ended };
  }

  #forget(id: number): void {
    clearTimeout(this.#halves.get(id)?.timer);
    this.#halves.delete(id);
  }

  #isTaken(target: Target): boolean {
    const taken = [...this.#sessions.values(), ...[...this.#halves.values()].map((half) => half.target)];
    return (
      taken.length >= this.#maxClients ||
      ((target.oneClient || target.faults.oneClient) && taken.includes(target))
    );
  }

  #newId(): number {
    do this.#lastId = (this.#lastId + 1) & 0xffff;
    while (this.#halves.has(this.#lastId) || this.#sessions.has(this.#lastId));
    return this.#lastId;
  }
}
