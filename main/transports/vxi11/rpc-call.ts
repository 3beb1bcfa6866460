import type { Fault } from '#shared/faults.ts';
import { malformed } from './errors.ts';
import { lastFragment } from './rpc-record.ts';
import { writeXdr, XdrReader, xdrSize, type XdrValue } from './xdr.ts';

/** A program of remote procedures. */
export interface RpcProgram {
  readonly program: number;
  readonly version: number;
}

const call = 0;
const reply = 1;
const accepted = 0;

/** source: RFC 5531, section 9 (accept_stat). */
const refusals: Readonly<Record<number, string>> = {
  1: 'it does not serve this program',
  2: 'it serves another version of this program',
  3: 'it does not know this procedure',
  4: 'it could not read the arguments',
  5: 'it has failed inside',
};

/** Bytes of a call without its arguments. source: RFC 5531, section 9 (rpc_msg, call_body; AUTH_NONE twice). */
const callHeader = 40;

/** A call as a datagram carries it. */
export function encodeCall(
  xid: number,
  { program, version }: RpcProgram,
  procedure: number,
  args: readonly XdrValue[],
): Buffer {
  return encodeCallRecord(xid, { program, version }, procedure, args).subarray(4);
}

/** A call as one record of one fragment, its mark in front. */
export function encodeCallRecord(
  xid: number,
  { program, version }: RpcProgram,
  procedure: number,
  args: readonly XdrValue[],
): Buffer {
  const length = callHeader + xdrSize(args);
  const record = Buffer.allocUnsafe(4 + length);
  record.writeUInt32BE(lastFragment + length, 0);
  const body = writeXdr(record, 4, [xid, call, 2, program, version, procedure, 0, 0, 0, 0]);
  writeXdr(record, body, args);
  return record;
}

/** A reply: which call it answers, and its results or why there are none. */
export interface RpcReply {
  readonly xid: number;
  readonly results: XdrReader | Fault;
}

/** Reads a reply. Throws INSTRUMENT_REPLY when it is none. source: RFC 5531, section 9 (reply_body). */
export function readReply(record: Buffer): RpcReply {
  const reader = new XdrReader(record);
  const xid = reader.u32();
  if (reader.u32() !== reply) throw malformed('what it sends is no reply to a call');
  if (reader.u32() !== accepted) return { xid, results: malformed('it refuses calls without a login') };
  reader.u32();
  reader.opaque();
  const status = reader.u32();
  if (status === 0) return { xid, results: reader };
  return { xid, results: malformed(refusals[status] ?? `it refuses the call for reason ${status}`) };
}

/** A call that came to us. */
export interface RpcCall extends RpcProgram {
  readonly xid: number;
  readonly procedure: number;
  readonly args: XdrReader;
}

/** Reads a call. Throws INSTRUMENT_REPLY when it is none. */
export function readCall(record: Buffer): RpcCall {
  const reader = new XdrReader(record);
  const xid = reader.u32();
  if (reader.u32() !== call || reader.u32() !== 2) throw malformed('what it sends is no call');
  const [program, version, procedure] = [reader.u32(), reader.u32(), reader.u32()];
  for (let i = 0; i < 2; i++) {
    reader.u32();
    reader.opaque();
  }
  return { xid, program, version, procedure, args: reader };
}

/** A reply without results as one record. `status`: accept_stat, 0 for done. */
export function encodeReplyRecord(xid: number, status: number): Buffer {
  const record = Buffer.allocUnsafe(28);
  writeXdr(record, 0, [lastFragment + 24, xid, reply, accepted, 0, 0, status]);
  return record;
}
