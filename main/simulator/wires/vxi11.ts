import { servePortmap } from './portmap.ts';
import { core, coreProgram, type Vxi11Device, type Vxi11Shared } from './vxi11-core.ts';
import { errors, type Vxi11Link } from './vxi11-link.ts';
import { DeviceLock } from './vxi11-lock.ts';
import type { RpcProgram } from './vxi11-rpc.ts';
import { type RpcServer, serveRpc } from './vxi11-rpc-server.ts';
import { xdr } from './vxi11-xdr.ts';
import type { Wire } from './wire.ts';

/** source: VXI-11, B.6.1 (programs) */
const abortChannel = { number: 0x06_07_b0, version: 1, deviceAbort: 1 } as const;

/** How the server is set up. */
export interface Vxi11Options {
  /** A loopback address, IPv4; 127.0.0.1 is the default. */
  readonly host?: string;
  /** Whether port 111 is tried. Without it, clients must know the port of the core channel. */
  readonly portmap?: boolean;
  /** Bytes that one device_write may carry, 1,024 to 16,384. */
  readonly maxRecvSize?: number;
}

/** A VXI-11 server: its devices are `inst0`, `inst1` and so on. */
export interface Vxi11Wire extends Wire {
  /** Of the core channel. */
  readonly port: number;
  /** Whether the portmapper of its host says where it is. */
  readonly portmapped: boolean;
}

/**
 * Opens a VXI-11 server: core and abort channel on free ports, and on port 111 a portmapper where this user may have that
 * port and nobody else does. Rejects with Node's own error when a port cannot be had.
 */
export async function openVxi11(options: Vxi11Options = {}): Promise<Vxi11Wire> {
  const { host = '127.0.0.1', portmap = true, maxRecvSize = 1024 } = options;
  const devices = new Map<string, Vxi11Device>();
  const links = new Map<number, Vxi11Link>();
  const shared: Vxi11Shared = { devices, links, abortPort: 0, maxRecvSize, nextLink: 0 };
  const opened: RpcServer[] = [];
  const stopFollowing: (() => void)[] = [];
  const close = async (): Promise<void> => {
    for (const stop of stopFollowing) stop();
    await Promise.all(opened.map((server) => server.close()));
  };
  try {
    const abort = await serveRpc(host, 0, () => [abortProgram(links)]);
    opened.push(abort);
    shared.abortPort = abort.port;
    const channel = await serveRpc(host, 0, (connection) => [coreProgram(shared, connection)]);
    opened.push(channel);
    const mapping = { program: core.number, version: core.version, port: channel.port };
    const mapper = portmap ? await servePortmap(host, [mapping]) : null;
    if (mapper !== null) opened.push(mapper);
    const portmapped = mapper !== null;
    return {
      port: channel.port,
      portmapped,
      attach(attached) {
        const name = `inst${devices.size}`;
        const device: Vxi11Device = { ...attached, lock: new DeviceLock(), links: new Set() };
        devices.set(name, device);
        // One that refuses is gone for its clients, whatever wire they are on.
        const follow = (): void => {
          if (attached.faults.refusing) for (const link of device.links) link.cut();
        };
        stopFollowing.push(attached.faults.onChange(follow));
        return {
          url: `vxi11://${host}${portmapped ? '' : `:${channel.port}`}/${name}`,
          visa: portmapped ? `TCPIP::${host}::${name}::INSTR` : null,
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The abort channel serves all connections: it finds a link wherever it was made. source: VXI-11, B.6.15 */
function abortProgram(links: ReadonlyMap<number, Vxi11Link>): RpcProgram {
  return {
    number: abortChannel.number,
    version: abortChannel.version,
    procedures: new Map([
      [
        abortChannel.deviceAbort,
        (args) => {
          const link = links.get(args.signed());
          if (link === undefined) return xdr(errors.badLink);
          // The call that is aborted is answered after this one.
          setImmediate(() => link.abort());
          return xdr(errors.none);
        },
      ],
    ]),
  };
}
