import type { Signers } from '#main/backups/check/open-backup.ts';
import { fingerprintOf, verifySignature } from '#main/history/signing/keys.ts';

/** On a PC that knows no signer: a signature can be checked, and whose it is only the identity sheet says. */
export const strangers: Signers = { verifySignature, isKnown: () => false, fingerprint: fingerprintOf };
