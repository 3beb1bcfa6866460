import type { BackupVerdict } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import { drillAlone, restoreAlone, verifyAlone } from './cli-backup-alone.ts';
import { readKey } from './cli-backup-key.ts';
import { type BackupOptions, parseBackup } from './cli-backup-options.ts';
import { copiesTable, printVerdict } from './cli-backup-words.ts';
import type { Command, Context } from './cli-command.ts';
import { exits } from './cli-exit.ts';
import { print, printJson, tell } from './cli-output.ts';
import { first, type Session, withSession } from './cli-session.ts';
import { signInToRestore } from './cli-backup-sign-in.ts';
import { signIn } from './cli-sign-in.ts';
import { followed } from './cli-work.ts';
import { consoleRuns } from './cli-backup-folder.ts';

/** Work with a session that somebody has signed in to. `asPerson`: a token is not enough. */
const signedIn = <T>(
  context: Context,
  work: (session: Session) => Promise<T>,
  asPerson = false,
): Promise<T> =>
  withSession(context.signal, async (session) => {
    if (asPerson) await signInToRestore(session, context);
    else await signIn(session, context.signal, context.interrupt);
    return await work(session);
  });

async function create({ json }: BackupOptions, context: Context): Promise<number> {
  const { copies, failed } = await signedIn(context, ({ client: { backups } }) =>
    followed(backups.create({ destinations: null }, { signal: context.signal })),
  );
  if (json) printJson({ copies, failed });
  else {
    print(copies.map(({ name }) => `${name}\n`).join(''));
    for (const { destination, why } of failed) tell(`lablink: ${destination}: ${why}`);
  }
  return failed.length > 0 || copies.length === 0 ? exits.failed : exits.well;
}

async function list({ json }: BackupOptions, context: Context): Promise<number> {
  return await signedIn(context, async ({ client: { backups } }) => {
    const { signal } = context;
    const limit = 200;
    const { copies } = await backups.list({ destination: null, before: null, limit }, { signal });
    if (json) printJson(copies);
    else if (copies.length === 0) tell('There is no backup yet.');
    else {
      const { destinations } = await first(backups.state({}, { signal }));
      print(copiesTable(copies, new Map(destinations.map(({ id, name }) => [id, name]))));
    }
    return exits.well;
  });
}

/** Prints what was found. Exit code 1 when it does not hold. */
function judged({ json }: BackupOptions, file: string, verdict: BackupVerdict): number {
  if (json) printJson(verdict);
  else printVerdict(file, verdict);
  const holds = verdict.state !== 'failed' && verdict.state !== 'missing' && verdict.signature !== 'wrong';
  return holds ? exits.well : exits.failed;
}

async function verify(options: BackupOptions, file: string, context: Context): Promise<number> {
  const { signer } = options;
  const key = await readKey(options.key, context);
  const verdict = (await consoleRuns())
    ? await signedIn(context, ({ client: { backups } }) =>
        followed(backups.verify({ source: { file }, key, signer }, { signal: context.signal })),
      )
    : await verifyAlone({ file, key, signer, signal: context.signal });
  return judged(options, file, verdict);
}

async function drill(options: BackupOptions, file: string, context: Context): Promise<number> {
  const { signer, override } = options;
  const key = await readKey(options.key, context);
  if (key === null) throw new Fault('BACKUP_NO_KEY', 'Without a key nothing opens a backup.');
  const verdict = (await consoleRuns())
    ? await signedIn(context, ({ client: { backups } }) =>
        followed(backups.drill({ source: { file }, key, signer, override }, { signal: context.signal })),
      )
    : await drillAlone({ file, key, signer, override, signal: context.signal });
  return judged(options, file, verdict);
}

async function restore(options: BackupOptions, file: string, context: Context): Promise<number> {
  const { signer, override, parts, to } = options;
  const key = await readKey(options.key, context);
  if (key === null) throw new Fault('BACKUP_NO_KEY', 'Without a key nothing opens a backup.');
  if (to === null && (await consoleRuns())) {
    const { verdict, safety } = await signedIn(
      context,
      ({ client: { backups } }) =>
        followed(
          backups.restore({ source: { file }, key, signer, override, parts }, { signal: context.signal }),
        ),
      true,
    );
    if (safety !== null) tell(`What is here now is backed up as ${safety}.`);
    tell('It takes effect, all of it or nothing, when the console is started the next time.');
    return judged(options, file, verdict);
  }
  const verdict = await restoreAlone({ file, key, signer, override, parts, to, context });
  return judged(options, file, verdict);
}

async function backup(args: string[], context: Context): Promise<number> {
  const options = parseBackup(args);
  const { what, file } = options;
  if (what === 'create') return await create(options, context);
  if (what === 'list') return await list(options, context);
  if (file === null) throw new Fault('BACKUP_UNKNOWN', 'No backup was named.');
  if (what === 'verify') return await verify(options, file, context);
  return await (what === 'drill' ? drill(options, file, context) : restore(options, file, context));
}

export const backupCommand: Command = {
  usage: 'backup create|list|verify|restore|drill [options] [<file>]',
  about:
    'Makes, lists, checks, restores and rehearses encrypted backups; what takes a file needs nothing but it and the key.',
  details: [
    'create            a backup now, to all destinations; prints its name',
    'list              the copies that the console knows',
    'verify <file>     with a key decrypts and checks all of it; without, compares its bytes with its manifest',
    'drill <file>      restores to a scratch folder, says what would come back, removes it again',
    'restore <file>    whole or in parts, all of it or nothing',
    '--identity FILE   the age identity that opens it; - reads it from standard input',
    '--passphrase      asks for the passphrase of the wrapped identity beside the backup',
    '--signer PRINT    fingerprint of the signer, from the identity sheet',
    '--override        goes on although nobody here knows who made it; on record',
    '--parts LIST      of history,accounts,settings; what is left out stays as it is',
    '--to FOLDER       restores to a new data folder',
    '--json            one object, or for list one array',
  ],
  run: backup,
};
