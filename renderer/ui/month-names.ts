import { t } from '#shared/language/t.ts';

/** Months as they are written beside a day: `24 Nov`. */
export const shortMonths = [
  t`Jan`,
  t`Feb`,
  t`Mar`,
  t`Apr`,
  t`May`,
  t`Jun`,
  t`Jul`,
  t`Aug`,
  t`Sep`,
  t`Oct`,
  t`Nov`,
  t`Dec`,
] as const;
