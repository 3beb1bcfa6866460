import { blockAt } from '#shared/history/block.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** Pictures that are recognised, and by which first bytes. */
const signatures = {
  PNG: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  JPEG: [0xff, 0xd8, 0xff],
  GIF: [0x47, 0x49, 0x46, 0x38],
  BMP: [0x42, 0x4d],
  TIFF: [0x49, 0x49, 0x2a, 0x00],
} as const;
export type Picture = keyof typeof signatures;

/** What the bytes of a request or a reply are. */
export interface Payload {
  readonly kind: 'nothing' | 'text' | 'block' | 'binary';
  /** In words, with its size. */
  readonly words: string;
  /** The text; empty unless it is text alone. */
  readonly text: string;
  /** A picture by its first bytes; null for all else. */
  readonly picture: Picture | null;
}

const sized = (count: number): string => (count === 1 ? t`1 byte` : t`${formatFixed(count, 0)} bytes`);

const isText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => (byte >= 0x20 && byte !== 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);

/** UTF-8 where it is that, else Latin-1: instruments send either. A character that a cut went through is left out. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

const pictureAt = (bytes: Uint8Array, start: number): Picture | null =>
  (Object.keys(signatures) as Picture[]).find((name) =>
    signatures[name].every((byte, at) => bytes[start + at] === byte),
  ) ?? null;

/** What these bytes are. `total`: how many there were, where not all of them were kept. */
export function payloadOf(bytes: Uint8Array, total: number): Payload {
  if (total === 0) return { kind: 'nothing', words: t`empty`, text: '', picture: null };
  const cut = total > bytes.length ? t`, the first ${sized(bytes.length)} kept` : '';
  const block = blockAt(bytes);
  if (block !== null) {
    const length = block.length ?? total - block.start;
    const short = block.length !== null && block.start + block.length > total;
    const picture = pictureAt(bytes, block.start);
    const says = short
      ? t`IEEE 488.2 block that announces ${sized(length)}, ${sized(total - block.start)} came`
      : t`IEEE 488.2 block, ${sized(length)}`;
    return {
      kind: 'block',
      words: `${says}${picture === null ? '' : t`, ${picture} picture`}${cut}`,
      text: '',
      picture,
    };
  }
  if (isText(bytes))
    return { kind: 'text', words: `${sized(total)}${cut}`, text: textOf(bytes), picture: null };
  return { kind: 'binary', words: t`binary, ${sized(total)}${cut}`, text: '', picture: null };
}
