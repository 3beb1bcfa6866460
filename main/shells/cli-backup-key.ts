import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { BackupKey } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import type { KeyFrom } from './cli-backup-options.ts';
import type { Context } from './cli-command.ts';
import { answered } from './cli-sign-in.ts';
import { Terminal } from './cli-terminal.ts';

/** The identity in a text: alone, in a file as `age-keygen` writes it, or on the sheet that the console has printed. */
function identityIn(content: string): string {
  const [found] = /AGE-SECRET-KEY-1[0-9A-Z]{1,400}/i.exec(content) ?? [];
  if (found !== undefined) return found;
  throw new Fault('BACKUP_KEY_WRONG', 'There is no identity in what was given.', {
    remedy: 'It is the line that begins with AGE-SECRET-KEY-1, on the identity sheet.',
  });
}

/** What opens a backup; null when nothing was given. It is read from a file, standard input or the terminal, never from an argument. */
export async function readKey(from: KeyFrom, { signal, interrupt }: Context): Promise<BackupKey | null> {
  if (from.kind === 'none') return null;
  if (from.kind === 'file') {
    if (from.file === '-') return { identity: identityIn(await text(process.stdin)) };
    const content = await readFile(from.file, 'utf8').catch((cause: unknown) => {
      throw new Fault('BACKUP_KEY_WRONG', 'The file of the identity cannot be read.', { cause });
    });
    return { identity: identityIn(content) };
  }
  await using terminal = new Terminal(interrupt);
  return { passphrase: answered(await terminal.ask('Passphrase: ', signal, { hidden: true })) };
}
