import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { storedVersion } from '#main/database/header.ts';
import { readMigrations } from '#main/database/migrate.ts';
import { Fault } from '#shared/faults.ts';
import { type Check, type Finding, notChecked, ok, problem, warning } from './check.ts';
import { type Probed, probe } from './probe.ts';

/** What a bystander reads of a database; `newest`: time of its newest record, epoch ms. */
export interface Bystander {
  readonly quick: string;
  readonly newest: number | null;
}

const deadlineMs = 20_000;
/** About 10 s a GB (measured): a larger one is not read through. */
const largestBytes = 2 ** 30;

const restore = 'Restore a backup. Leave the damaged file as it is until then.';

/** Version of the database, and whether it is whole. It is read without the lock, so a running console is no problem. */
export const databaseCheck = (folder: string, read: () => Promise<Probed<Bystander>>): Check => ({
  subject: 'Database',
  deadlineMs: deadlineMs + 2000,
  look: async () => {
    const file = join(folder, 'lablink.db');
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error)
      return found.code === 'ENOENT' || found.code === 'ENOTDIR'
        ? ok('There is none yet; the first start makes it.')
        : problem(`It cannot be looked at (${found.code}).`, 'Check who owns the data folder.');
    if (!found.isFile()) return problem('It is not a file.', restore);
    let version: number;
    try {
      version = storedVersion(file);
    } catch (error) {
      return problem(error instanceof Fault ? error.message : String(error), restore);
    }
    const known = readMigrations().length;
    if (version > known)
      return problem(
        `It has version ${version}; this console knows versions up to ${known}.`,
        'Start the version of the console that wrote it, or a newer one.',
      );
    const age =
      version === known ? `Version ${version}` : `Version ${version}, which the next start makes ${known}`;
    if (found.size > largestBytes)
      return notChecked(
        `${age}. It is too large (${(found.size / 2 ** 30).toFixed(1)} GiB) to be read through.`,
      );
    return judgeReading(age, await read());
  },
});

/** A judgement on what a bystander read. Pure. */
export function judgeReading(age: string, { answer, failed }: Probed<Bystander>): Finding {
  if (answer === null) {
    if (/malformed|not a database/i.test(failed)) return problem(`It is damaged: ${failed}.`, restore);
    return warning(
      `${age}. It could not be read through: ${failed}.`,
      'Try again when nothing else uses it.',
    );
  }
  return answer.quick === 'ok'
    ? ok(`${age}, read through without a fault.`)
    : problem(`It is damaged: ${answer.quick.split('\n')[0]}.`, restore);
}

/** Reads it in a process of its own; the same answer however often it is asked for. */
export function bystander(folder: string): () => Promise<Probed<Bystander>> {
  let reading: Promise<Probed<Bystander>> | null = null;
  return () => {
    reading ??= probe<Bystander>('database', [join(folder, 'lablink.db')], deadlineMs);
    return reading;
  };
}

/** The clock against the newest record: one that was set back mixes the order of times in the history. */
export const clockCheck = (read: () => Promise<Probed<Bystander>>, now: () => number = Date.now): Check => ({
  subject: 'Clock',
  deadlineMs: deadlineMs + 2000,
  look: async () => {
    const { answer } = await read();
    const shown = new Date(now()).toLocaleString();
    if (answer === null || answer.newest === null)
      return notChecked(`It says ${shown}; there is no record to compare it with.`);
    const behind = answer.newest - now();
    return behind > 2000
      ? problem(
          `It says ${shown}, and the newest record is ${Math.ceil(behind / 1000)} s later: it was set back.`,
          'Set the clock of this PC to the right time. One-time codes fail with a wrong clock.',
        )
      : ok(`It says ${shown}, later than the newest record.`);
  },
});
