/** A decimal prefix a person may type, and its power of ten. source: SI Brochure, 9th edition, table 7. */
export const prefixPowers: Readonly<Record<string, number>> = {
  p: -12,
  n: -9,
  u: -6,
  // Micro sign and Greek mu look alike and both are on keyboards.
  '\u00b5': -6,
  '\u03bc': -6,
  m: -3,
  k: 3,
  K: 3,
  M: 6,
  G: 9,
  T: 12,
};

/** The prefix that is written for a power of ten; the engineering ones only. */
export const prefixFor: Readonly<Record<number, string>> = {
  [-12]: 'p',
  [-9]: 'n',
  [-6]: '\u00b5',
  [-3]: 'm',
  0: '',
  3: 'k',
  6: 'M',
  9: 'G',
  12: 'T',
};
