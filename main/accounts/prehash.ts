import { createHmac } from 'node:crypto';
import { normalPassword } from '#shared/passwords.ts';

/** Not a secret: it makes the digest one that no other program computes. See docs/decisions/0003-password-hashing.md. */
const domain = 'lablink-console/password/v1';

/**
 * What bcrypt is given instead of the password: base64 of HMAC-SHA-384 over its NFKC form, always 64 characters. bcrypt
 * looks at 72 bytes and stops at a NUL; this has neither, and every byte of the password counts.
 */
export const prehash = (password: string): string =>
  createHmac('sha384', domain).update(normalPassword(password), 'utf8').digest('base64');
