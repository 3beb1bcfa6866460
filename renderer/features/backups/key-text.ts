/** source: age-encryption.org/v1, X25519: the identity is Bech32 with the prefix AGE-SECRET-KEY-, 58 characters after the separator. */
const identity = /AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}/iu;

/** What was typed from paper, without its spaces and in capitals. */
export const plainIdentity = (typed: string): string => typed.replace(/\s+/gu, '').toUpperCase();

/** Has the form of an age identity. Whether it is the right one only a decryption shows. */
export const isIdentity = (typed: string): boolean =>
  new RegExp(`^${identity.source}$`, 'u').test(plainIdentity(typed));

/** The identity in the text of a file (a sheet that was saved, or what age-keygen writes); null when there is none. */
export const identityIn = (text: string): string | null => identity.exec(text)?.[0].toUpperCase() ?? null;

/** Has the form of an age recipient. source: as above; the prefix is age. */
export const isRecipient = (typed: string): boolean => /^age1[02-9ac-hj-np-z]{58}$/u.test(typed.trim());

/** `age1qx7l9w…m3hkd0`: both ends, which is what people compare. */
export const shortKey = (key: string): string =>
  key.length <= 20 ? key : `${key.slice(0, 10)}…${key.slice(-6)}`;

/** In groups of four or five, to be typed from the screen or from paper. */
export const groupIdentity = (text: string): readonly string[] => {
  const head = 'AGE-SECRET-KEY-1';
  const rest = text.startsWith(head) ? text.slice(head.length) : text;
  const groups = rest.match(/.{1,6}/gu) ?? [];
  return text.startsWith(head) ? [head, ...groups] : groups;
};
