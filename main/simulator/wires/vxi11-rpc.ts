import { XdrError, XdrReader, xdr } from './vxi11-xdr.ts';

/** One procedure: reads its arguments (an XdrError means garbage), and resolves with its results. */
export type Procedure = (args: XdrReader) => Buffer | Promise<Buffer>;

/** A program that a server offers, in one version. */
export interface RpcProgram {
  readonly number: number;
  readonly version: number;
  readonly procedures: ReadonlyMap<number, Procedure>;
}

/** source: RFC 5531, 9 (message types, reply and accept states) */
const rpc = { version: 2, call: 0, reply: 1, accepted: 0, denied: 1, mismatch: 0 } as const;
const accept = { success: 0, noProgram: 1, programMismatch: 2, noProcedure: 3, garbage: 4 } as const;
/** Longest credential or verifier. source: RFC 5531, 8.2 */
const longestAuth = 400;

/**
 * Answers one call. Resolves with the reply, or with null for what is no call. Rejects with an XdrError when not even the
 * head of the call can be read.
 */
export async function answerCall(message: Buffer, programs: readonly RpcProgram[]): Promise<Buffer | null> {
  const call = new XdrReader(message);
  const xid = call.unsigned();
  if (call.unsigned() !== rpc.call) return null;
  if (call.unsigned() !== rpc.version)
    return xdr(xid, rpc.reply, rpc.denied, rpc.mismatch, rpc.version, rpc.version);
  const [program, version, procedure] = [call.unsigned(), call.unsigned(), call.unsigned()];
  // Who asks does not matter here: flavour and body of credential and verifier.
  for (let each = 0; each < 2; each++) {
    call.unsigned();
    call.opaque(longestAuth);
  }
  const accepted = (state: number, ...more: number[]): Buffer =>
    xdr(xid, rpc.reply, rpc.accepted, 0, 0, state, ...more);
  const offered = programs.filter(({ number }) => number === program);
  const [first] = offered;
  if (first === undefined) return accepted(accept.noProgram);
  const chosen = offered.find((each) => each.version === version);
  if (chosen === undefined) return accepted(accept.programMismatch, first.version, first.version);
  // Procedure 0 does nothing, in every program. source: RFC 5531, 12.1
  if (procedure === 0) return accepted(accept.success);
  const run = chosen.procedures.get(procedure);
  if (run === undefined) return accepted(accept.noProcedure);
  try {
    const results = await run(call);
    return Buffer.concat([accepted(accept.success), results]);
  } catch (error) {
    if (error instanceof XdrError) return accepted(accept.garbage);
    throw error;
  }
}

/** A call as a client makes it. source: RFC 5531, 9 */
export const callMessage = (
  xid: number,
  program: number,
  version: number,
  procedure: number,
  args: Buffer,
): Buffer => Buffer.concat([xdr(xid, rpc.call, rpc.version, program, version, procedure, 0, 0, 0, 0), args]);
