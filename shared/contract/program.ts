import { z } from '#shared/schema.ts';

/** What the first bytes of a block say it is. */
export const blockTypes = ['png', 'jpeg', 'gif', 'bmp', 'tiff', 'bytes'] as const;
export const BlockType = z.enum(blockTypes);
export type BlockType = z.infer<typeof BlockType>;

/** Bytes of a reply that cross the bridge at most: a picture of a screen whole, of anything else its beginning. */
export const pictureBytes = 8 * 2 ** 20;
export const previewBytes = 4096;

/** The reply to a program message, shown as what it is. `length` counts all its bytes without terminator. */
export const Reply = z.discriminatedUnion('kind', [
  /** Text, cut at 64 Ki characters. */
  z.object({ kind: z.literal('text'), text: z.string(), length: z.number().int() }),
  /**
   * An IEEE 488.2 block: `length` is that of its payload; `data` the payload, whole when it is a picture of at most 8 MiB,
   * else its first 4,096 bytes. `rest`: text that followed the block in the same reply.
   */
  z.object({
    kind: z.literal('block'),
    type: BlockType,
    length: z.number().int(),
    data: z.instanceof(Uint8Array),
    rest: z.string(),
  }),
  /** Neither text nor block; `data` is its first 4,096 bytes. */
  z.object({ kind: z.literal('bytes'), length: z.number().int(), data: z.instanceof(Uint8Array) }),
]);
export type Reply = z.infer<typeof Reply>;

/** Bytes of one piece of a whole reply at most: what else crosses the bridge does not wait long. */
export const pieceBytes = 2 ** 20;

/** A whole reply, in items: first what it is, then its bytes in their order. */
export const WholeReply = z.discriminatedUnion('item', [
  /** `kind` null: there is no reply. `length`: how many bytes follow, of a block those of its payload. `rest` as in `Reply`. */
  z.object({
    item: z.literal('begin'),
    kind: z.enum(['text', 'block', 'bytes']).nullable(),
    type: BlockType,
    length: z.number().int(),
    rest: z.string(),
    wireMs: z.number(),
  }),
  z.object({ item: z.literal('piece'), data: z.instanceof(Uint8Array) }),
]);
export type WholeReply = z.infer<typeof WholeReply>;

/** A program message that the driver of an instrument understands. */
export const Understood = z.object({
  /** As manuals write it: `[SOURce{ch}:]VOLTage[:LEVel]`, with `{ch}` for the channel; queries end in `?`. */
  header: z.string(),
  /** The shortest spelling that can be sent, for channel 1: `SOUR1:VOLT`. */
  short: z.string(),
  query: z.boolean(),
  /** The parameters in words: `<volts>`, `ON|OFF`; empty where there are none. */
  parameters: z.string(),
  /** One plain sentence. */
  help: z.string(),
  /**
   * What it does to the bench: asks, sets a value, chooses a function, switches an output, changes nothing that matters
   * (`harmless`), or several things at once, so that everything is read back afterwards (`unknown`).
   */
  does: z.enum(['ask', 'set', 'choose', 'switch', 'harmless', 'unknown']),
});
export type Understood = z.infer<typeof Understood>;
