/** The six digits in what was typed or pasted (`123 456`, `123-456`), and nothing else. */
export const codeDigits = (text: string): string => text.replace(/\D/gu, '').slice(0, 6);
