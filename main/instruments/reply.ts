import {
  type BlockType,
  pictureBytes,
  pieceBytes,
  previewBytes,
  type Reply,
  type WholeReply,
} from '#shared/contract/program.ts';
import { blockAt } from '#main/scpi/block.ts';
import { replyText } from './talk.ts';

/** Characters of a text that cross the bridge at most. */
const textCharacters = 65_536;

/** First bytes that tell a picture. source: PNG 3.1, 5.2; JFIF 1.02; GIF89a, 17; BMP; TIFF 6.0, 2. */
const beginnings: readonly (readonly [BlockType, readonly number[]])[] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['tiff', [0x4d, 0x4d, 0x00, 0x2a]],
  ['bmp', [0x42, 0x4d]],
];

/** What a reply is, for a person: text, a block with its payload, or neither. */
export function replyOf(bytes: Uint8Array): Reply {
  const block = blockIn(bytes);
  if (block !== null) {
    const type = typeOf(block.payload);
    const whole = type !== 'bytes' && block.payload.length <= pictureBytes;
    const data = Uint8Array.from(whole ? block.payload : block.payload.subarray(0, previewBytes));
    return { kind: 'block', type, length: block.payload.length, data, rest: restOf(block) };
  }
  if (isText(bytes)) {
    const text = replyText(bytes.subarray(0, 4 * textCharacters)).slice(0, textCharacters);
    return { kind: 'text', text, length: bytes.length };
  }
  return { kind: 'bytes', length: bytes.length, data: Uint8Array.from(bytes.subarray(0, previewBytes)) };
}

/** A whole reply in items. The pieces are copies: a view would carry all that it is a view of across the bridge. */
export function* wholeOf(bytes: Uint8Array | null, wireMs: number): Generator<WholeReply, void> {
  const block = bytes === null ? null : blockIn(bytes);
  const data = block?.payload ?? bytes ?? new Uint8Array();
  yield {
    item: 'begin',
    kind: bytes === null ? null : block !== null ? 'block' : isText(bytes) ? 'text' : 'bytes',
    type: block === null ? 'bytes' : typeOf(data),
    length: data.length,
    rest: block === null ? '' : restOf(block),
    wireMs,
  };
  for (let at = 0; at < data.length; at += pieceBytes)
    yield { item: 'piece', data: new Uint8Array(data.subarray(at, at + pieceBytes)) };
}

const typeOf = (payload: Uint8Array): BlockType =>
  beginnings.find(([, first]) => first.every((byte, at) => payload[at] === byte))?.[0] ?? 'bytes';

interface Block {
  readonly payload: Uint8Array;
  readonly rest: Uint8Array;
}

const restOf = ({ rest }: Block): string => replyText(rest.subarray(0, previewBytes)).trim();

/** A block at the beginning of a reply, and what follows it. */
function blockIn(bytes: Uint8Array): Block | null {
  const block = blockAt(bytes);
  return block && { payload: block.payload, rest: bytes.subarray(block.end) };
}

/** Text has no control characters but white space; it is UTF-8 or it is none. */
function isText(bytes: Uint8Array): boolean {
  for (const byte of bytes)
    if ((byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, 4 * textCharacters), { stream: true });
    return true;
  } catch {
    return false;
  }
}
