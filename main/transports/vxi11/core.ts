import type { RpcProgram } from './rpc-call.ts';
import type { XdrReader, XdrValue } from './xdr.ts';

/** source: VXI-11 rev. 1.0, appendix C (RPCL definitions): programs, procedures, structures. */
export const corePrograms = {
  core: { program: 0x0607af, version: 1 },
  abort: { program: 0x0607b0, version: 1 },
  interrupt: { program: 0x0607b1, version: 1 },
} as const satisfies Record<string, RpcProgram>;

/** Procedures of the core channel. */
export const procedures = {
  createLink: 10,
  write: 11,
  read: 12,
  statusByte: 13,
  trigger: 14,
  clear: 15,
  remote: 16,
  local: 17,
  enableSrq: 20,
  destroyLink: 23,
  createInterruptChannel: 25,
  destroyInterruptChannel: 26,
} as const;

/** The one procedure of the abort channel, and that of the interrupt channel. */
export const deviceAbort = 1;
export const deviceInterrupt = 30;

/** The last byte of what is written has END. WAITLOCK (0x01) is never set: some instruments refuse it. */
const endFlag = 0x08;

/** Reasons why a read ended: a terminating character, END. Neither: there is more. */
const reasonEnds = 0x02 | 0x04;

export const createLinkArgs = (clientId: number, device: string): readonly XdrValue[] => [
  clientId,
  0,
  0,
  Buffer.from(device, 'latin1'),
];

export interface CreatedLink {
  readonly error: number;
  readonly lid: number;
  /** 0 where there is no abort channel. */
  readonly abortPort: number;
  /** Bytes that one write may carry. */
  readonly maxWrite: number;
}

export const readCreatedLink = (results: XdrReader): CreatedLink => ({
  error: results.i32(),
  lid: results.u32(),
  abortPort: results.u32(),
  maxWrite: results.u32(),
});

export const writeArgs = (
  lid: number,
  ioTimeout: number,
  last: boolean,
  data: Uint8Array,
): readonly XdrValue[] => [lid, ioTimeout, 0, last ? endFlag : 0, data];

export const readWritten = (results: XdrReader): { readonly error: number; readonly size: number } => ({
  error: results.i32(),
  size: results.u32(),
});

export const readArgs = (lid: number, size: number, ioTimeout: number): readonly XdrValue[] => [
  lid,
  size,
  ioTimeout,
  0,
  0,
  0,
];

export interface Piece {
  readonly error: number;
  readonly end: boolean;
  readonly bytes: Buffer;
}

/** What a read brought. An instrument that reports an error may leave the rest out. */
export function readPiece(results: XdrReader): Piece {
  const error = results.i32();
  if (error !== 0 && results.left < 8) return { error, end: false, bytes: Buffer.alloc(0) };
  const reason = results.u32();
  return { error, end: (reason & reasonEnds) !== 0, bytes: results.opaque() };
}

/** Of status byte, trigger, clear, remote and local. The order of the times differs from that of a write. */
export const genericArgs = (lid: number, ioTimeout: number): readonly XdrValue[] => [lid, 0, 0, ioTimeout];

export const enableSrqArgs = (lid: number, enable: boolean, handle: Uint8Array): readonly XdrValue[] => [
  lid,
  enable ? 1 : 0,
  handle,
];

/** `host`: an IPv4 address as a number. The family is TCP (0). */
export const interruptChannelArgs = (host: number, port: number): readonly XdrValue[] => [
  host,
  port,
  corePrograms.interrupt.program,
  corePrograms.interrupt.version,
  0,
];

/** The results of whatever has an error alone. */
export const readError = (results: XdrReader): number => results.i32();

export const readStatusByte = (
  results: XdrReader,
): { readonly error: number; readonly statusByte: number | null } => {
  const error = results.i32();
  return { error, statusByte: error === 0 ? results.u32() & 0xff : null };
};
