import { t } from '#shared/language/t.ts';

/** `1 place`, `3 places`. */
export const placesWords = (count: number): string => (count === 1 ? t`1 place` : t`${count} places`);
