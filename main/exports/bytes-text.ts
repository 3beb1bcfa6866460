/** Bytes as they are exported. `base64` is there wherever the text, in UTF-8, is not what the bytes are. */
export interface BytesText {
  readonly text: string | null;
  readonly base64: string | null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Control characters other than tab, line feed and carriage return make binary of it. */
const isText = (bytes: Uint8Array): boolean => {
  for (const byte of bytes)
    if ((byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f) return false;
  return true;
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** UTF-8 text as it is; Latin-1, which instruments send as well, as its text and its bytes; anything else as bytes alone. */
export function bytesText(bytes: Uint8Array): BytesText {
  if (!isText(bytes)) return { text: null, base64: base64(bytes) };
  try {
    return { text: utf8.decode(bytes), base64: null };
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), base64: base64(bytes) };
  }
}

/** A program message without the terminator that it was sent with; its bytes, where they are given, have it. */
export function messageText(bytes: Uint8Array): BytesText {
  const { text, base64: whole } = bytesText(bytes);
  return { text: text?.replace(/[\r\n]+$/, '') ?? null, base64: whole };
}
