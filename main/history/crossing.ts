import type { Outcome, Request } from '#main/session/ports.ts';
import type { Lane, Link } from '#shared/contract/history.ts';
import { linkFields } from './record-row.ts';

/** Bytes of a reply that are kept; of a longer one its length and its digest remain. */
export const replyKept = 64 * 1024;

/**
 * A request on its way to the writer thread. Bytes travel as Latin-1 text, one character a byte: a typed array would take
 * the whole pool it lies in along, and costs a multiple of it to make again.
 */
export interface CrossingRequest {
  readonly at: number;
  /** See `linkKey`. */
  readonly link: string;
  readonly operator: string;
  readonly lane: Lane;
  readonly request: string;
}

/** An outcome on its way to the writer thread; a long reply is cut. */
export interface CrossingOutcome {
  readonly status: Outcome['status'];
  readonly reply: string | null;
  readonly replyLength: number | null;
  /** SHA-256 of the whole reply, when it was cut. */
  readonly replySha256: Uint8Array | null;
  readonly fault: string | null;
  readonly queueMs: number;
  readonly wireMs: number | null;
}

const linkKeys = new WeakMap<Link, string>();

/** All fields of a link as JSON: what makes two links the same. A link that was seen is not written again. */
export function linkKey(link: Link): string {
  let key = linkKeys.get(link);
  if (key === undefined) {
    key = JSON.stringify(linkFields(link));
    linkKeys.set(link, key);
  }
  return key;
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

export const crossRequest = (
  at: number,
  link: Link,
  { operator, lane, bytes }: Pick<Request, 'operator' | 'lane' | 'bytes'>,
): CrossingRequest => ({ at, link: linkKey(link), operator: operator.name, lane, request: latin1(bytes) });

const crossed = (outcome: Outcome, replySha256: Uint8Array | null): CrossingOutcome => {
  const { status, reply, fault, queueMs, wireMs } = outcome;
  return {
    status,
    reply: reply === null ? null : latin1(reply.length > replyKept ? reply.subarray(0, replyKept) : reply),
    replyLength: reply?.length ?? null,
    replySha256,
    fault,
    queueMs,
    wireMs,
  };
};

/** The digest of a long reply is made on another thread; then it is a promise. */
export function crossOutcome(outcome: Outcome): CrossingOutcome | Promise<CrossingOutcome> {
  const { reply } = outcome;
  if (reply === null || reply.length <= replyKept) return crossed(outcome, null);
  return crypto.subtle
    .digest('SHA-256', reply as Uint8Array<ArrayBuffer>)
    .then((digest) => crossed(outcome, new Uint8Array(digest)));
}
