import { Fault } from '#shared/faults.ts';

/** The most characters of a name: composing may make one of them many. */
const maxLength = 64;
/** Controls, fillers that have a width and no ink, and the blank of Braille. */
const invisible = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** What the records call those who are no account: a person of that name could not be told from them. */
const reserved = /^(console|nobody signed in|local:.*|.*\(locked\))$/;

/**
 * A name as it is shown: composed characters, single spaces. Throws INPUT_INVALID when it has invisible characters, is too
 * long, or is what the records call somebody else.
 */
export function displayName(name: string): string {
  const shown = name.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  if (shown === '' || invisible.test(shown))
    throw new Fault('INPUT_INVALID', 'The name contains characters that cannot be seen.');
  if (shown.length > maxLength)
    throw new Fault('INPUT_INVALID', `The name has more than ${maxLength} characters.`);
  if (reserved.test(nameKey(shown)))
    throw new Fault(
      'INPUT_INVALID',
      'That name has a meaning of its own in the history. Choose another one.',
    );
  return shown;
}

/** The form that names are compared by: "Ada", "ADA" and "ａｄａ" are one person. Total: takes any text. */
export const nameKey = (name: string): string =>
  name.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
