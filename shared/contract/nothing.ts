import { z } from '#shared/schema.ts';

/** The input or output of a call that takes or answers nothing. */
export const Nothing = z.strictObject({});
