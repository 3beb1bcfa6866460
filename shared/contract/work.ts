import { z } from '#shared/schema.ts';

/** How far a long piece of work is: every stream of one begins with these and ends with its result. */
export const Progress = z.object({
  /** What is being done now, for a person: `Compress, encrypt, write`. */
  stage: z.string(),
  /** In units of `unit`; `of` is null where it is not known. */
  done: z.number(),
  of: z.number().nullable(),
  unit: z.enum(['bytes', 'rows', 'files', 'pages', 'seconds', 'rounds']),
  /** Units a second, of the last seconds; null at the beginning. */
  rate: z.number().nullable(),
  /** Seconds that are left; null while nobody can say. */
  leftS: z.number().nullable(),
});
export type Progress = z.infer<typeof Progress>;

/** Items of a stream of long work: progress, and at last the result. Ending the stream early cancels the work. */
export const working = <R extends z.ZodType>(result: R) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('progress'), progress: Progress }),
    z.object({ kind: z.literal('result'), result }),
  ]);
