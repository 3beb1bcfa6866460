import { Fault } from '#shared/faults.ts';

/** A name as it is shown: composed characters, single spaces. Throws INPUT_INVALID when it has invisible characters. */
export function displayName(name: string): string {
  const shown = name.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  if (shown === '' || /\p{C}/u.test(shown))
    throw new Fault('INPUT_INVALID', 'The name contains characters that cannot be seen.');
  return shown;
}

/** The form that names are compared by: "Ada", "ADA" and "ａｄａ" are one person. Total: takes any text. */
export const nameKey = (name: string): string =>
  name.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
