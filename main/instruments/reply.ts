import { type BlockType, pictureBytes, previewBytes, type Reply } from '#shared/contract/program.ts';
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
    const type =
      beginnings.find(([, first]) => first.every((byte, at) => block.payload[at] === byte))?.[0] ?? 'bytes';
    const whole = type !== 'bytes' && block.payload.length <= pictureBytes;
    const data = Uint8Array.from(whole ? block.payload : block.payload.subarray(0, previewBytes));
    const rest = replyText(block.rest.subarray(0, previewBytes)).trim();
    return { kind: 'block', type, length: block.payload.length, data, rest };
  }
  if (isText(bytes)) {
    const text = replyText(bytes.subarray(0, 4 * textCharacters)).slice(0, textCharacters);
    return { kind: 'text', text, length: bytes.length };
  }
  return { kind: 'bytes', length: bytes.length, data: Uint8Array.from(bytes.subarray(0, previewBytes)) };
}

/** A block at the beginning of a reply, and what follows it. source: IEEE 488.2-1992, 8.7.9 and 8.7.10. */
function blockIn(bytes: Uint8Array): { readonly payload: Uint8Array; readonly rest: Uint8Array } | null {
  if (bytes[0] !== 0x23) return null;
  const digits = (bytes[1] ?? 0) - 0x30;
  if (digits === 0) return { payload: bytes.subarray(2), rest: new Uint8Array() };
  if (!(digits >= 1 && digits <= 9)) return null;
  const header = Buffer.from(bytes.subarray(2, 2 + digits)).toString('latin1');
  if (!/^\d+$/.test(header) || header.length !== digits) return null;
  const end = 2 + digits + Number(header);
  if (end > bytes.length) return null;
  return { payload: bytes.subarray(2 + digits, end), rest: bytes.subarray(end) };
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
