import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { recordSpan } from '#main/profiling/span.ts';
import { createSecretFile } from '#main/vault/key-file.ts';
import { Fault } from '#shared/faults.ts';
import { grouped, randomCharacters, tidyCharacters } from './paper.ts';
import { sameMac } from './recovery-secret.ts';

/** How long the code in the file is good for. */
export const challengeMs = 15 * 60_000;
/** Its name in the data folder. */
export const challengeFile = 'recovery-challenge.txt';
/** Characters of the code: 16 of 5 bits are 80 bits. */
const length = 16;

/** A code that was right, and is nobody else's from now on. */
interface TakenChallenge {
  /** It was not used after all: it is good again, unless there is a newer one. */
  giveBack(): void;
  /** It was used: its file goes. */
  spend(): void;
}

/** Proof that somebody can read the data folder: a one-time code in a file there. Of the code itself, a digest is kept, in memory. */
export interface Challenge {
  /** Writes a new code; the one before is worthless from here on. FOLDER_UNWRITABLE when it cannot be written. */
  renew(): Promise<void>;
  /** Takes the code out if this is it, so that it is taken once. Compares in constant time. */
  take(typed: string): TakenChallenge | null;
  /** Removes the file of a code that has expired. */
  tidy(): void;
  /** Resolves when the file is gone. */
  close(): Promise<void>;
}

const digest = (code: string): Uint8Array => createHash('sha256').update(code, 'ascii').digest();

const text = (code: string): string =>
  [
    'LabLink Console: somebody at this PC says that nobody can sign in any more.',
    '',
    `Code: ${code}`,
    '',
    'Type it there, together with the recovery secret of this console. It works once, within 15 minutes.',
    'Whoever asks you for it wants to become an administrator. If you expected nothing, leave it: it expires by itself.',
    '',
  ].join('\n');

/** Opens the challenge of a data folder. What an earlier console left there is removed. */
export function openChallenge(folder: string, now: () => number): Challenge {
  const file = join(folder, challengeFile);
  let current: { readonly digest: Uint8Array; readonly until: number } | null = null;
  let renewals = 0;
  // One at a time: two windows may ask at once, and what is removed must not be what was just written.
  let last: Promise<void> = Promise.resolve();
  const after = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  };
  const remove = (): Promise<void> =>
    after(async () => {
      if (current !== null) return;
      // What stays behind is worthless: the code is not good any more.
      await rm(file, { force: true }).catch(() => recordSpan('accounts:challengeRemoval', 0, true));
    });
  void remove();

  return {
    renew() {
      renewals++;
      current = null;
      return after(async () => {
        current = null;
        const code = grouped(randomCharacters(length));
        try {
          await rm(file, { force: true });
          await createSecretFile(file, Buffer.from(text(code), 'ascii'));
        } catch (cause) {
          throw new Fault('FOLDER_UNWRITABLE', 'The code could not be written to the data folder.', {
            cause,
          });
        }
        current = { digest: digest(tidyCharacters(code, length)!), until: now() + challengeMs };
      });
    },
    take(typed) {
      const code = tidyCharacters(typed, length);
      const found = current;
      if (code === null || found === null || found.until <= now() || !sameMac(found.digest, digest(code)))
        return null;
      current = null;
      const taken = renewals;
      return {
        giveBack() {
          if (renewals === taken) current ??= found;
        },
        spend: () => void remove(),
      };
    },
    tidy() {
      if (current === null || current.until > now()) return;
      current = null;
      void remove();
    },
    close() {
      current = null;
      return remove();
    },
  };
}
