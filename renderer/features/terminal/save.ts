import type { Reply } from '#shared/contract/program.ts';

const endings = { png: 'png', jpeg: 'jpg', gif: 'gif', bmp: 'bmp', tiff: 'tif', bytes: 'bin' } as const;

/** A shorter text is copied, not saved. */
const leastText = 600;

/** What can be saved of a reply: all of it, or nothing (what was cut is no file, and what is short needs none). */
export function savable(
  reply: Reply,
): { readonly data: Uint8Array | string; readonly ending: string } | null {
  if (reply.kind === 'text')
    return reply.text.length === reply.length && reply.length > leastText
      ? { data: reply.text, ending: 'txt' }
      : null;
  if (reply.data.byteLength !== reply.length) return null;
  return { data: reply.data, ending: reply.kind === 'block' ? endings[reply.type] : 'bin' };
}

const plain = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/gu, '');

/** `Scope-DISP-DATA-20261125-143207.png`: whose reply, to what, from when. */
export function fileName(instrument: string, request: string, at: number, ending: string): string {
  const when = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${when.getFullYear()}${two(when.getMonth() + 1)}${two(when.getDate())}`;
  const time = `${two(when.getHours())}${two(when.getMinutes())}${two(when.getSeconds())}`;
  return `${[plain(instrument), plain(request).slice(0, 40), day, time].filter(Boolean).join('-')}.${ending}`;
}
