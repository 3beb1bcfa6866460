import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { encryptAgeBytes, generateIdentity } from '#main/backups/format/age.ts';
import { createBackup } from '#main/backups/make/create.ts';
import { fillHistory, type Until } from './fill.ts';
import type { PathSizes } from './path.ts';
import { t } from '#shared/language/t.ts';

/** Lines of the short history. */
export const smallLines = 100;

/** The database that the queries of a path read. */
export const historyFile = (data: string, id: string): string => join(data, id, 'lablink.db');
/** The data folder that is backed up, and the one whose backups are listed with the place where these lie. */
export const backedUpFolder = (data: string): string => join(data, 'backed-up');
export const listedFolder = (data: string): string => join(data, 'listed');
export const listedStick = (data: string): string => join(data, 'listed-stick');

/** How far it is: what is being made, and which part of it is there, 0 to 1. */
export type TellPart = (what: string, part: number) => void;

async function fill(file: string, until: Until, what: string, tell: TellPart, signal: AbortSignal) {
  mkdirSync(join(file, '..'), { recursive: true });
  for (const { lines, part } of fillHistory(file, until)) {
    tell(t`${what}, ${lines.toLocaleString('en')} lines`, part);
    // Lets whoever gives it up be heard.
    await turn();
    signal.throwIfAborted();
  }
}

/** Real backups of a small data folder, made one after the other as the console makes them: each read back and checked. */
async function makeBackups(data: string, count: number, tell: TellPart, signal: AbortSignal): Promise<void> {
  const folder = listedFolder(data);
  const stick = listedStick(data);
  mkdirSync(stick);
  const database = join(folder, 'lablink.db');
  await fill(database, { lines: smallLines }, t`A history whose backups are listed`, () => undefined, signal);
  const { recipient } = await generateIdentity();
  const { privateKey } = generateKeyPairSync('ed25519');
  const from = Date.now() - (count + 1) * 3_600_000;
  for (let made = 0; made < count; made++) {
    tell(t`Backups to list, ${made} of ${count}`, made / count);
    await createBackup({
      folder,
      database,
      files: [],
      exportVaultKey: (recipients) => encryptAgeBytes(new Uint8Array(32), recipients),
      recipients: [recipient],
      signer: {
        publicKey: 'critical paths',
        sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
      },
      destinations: [{ id: 'stick', path: stick }],
      why: 'schedule',
      version: '0',
      host: 'critical-paths',
      signal,
      // Two of one second would have one name.
      now: () => from + made * 3_600_000,
    });
  }
}

/**
 * Makes what the paths work on, in an empty folder: histories of both lengths, a database to back up, backups to list. Rejects with
 * the signal's reason when it is given up; the caller removes the folder.
 */
export async function prepareData(
  data: string,
  sizes: PathSizes,
  tell: TellPart,
  signal: AbortSignal,
): Promise<void> {
  const small = historyFile(data, 'history.query.small');
  await fill(small, { lines: smallLines }, t`A short history`, tell, signal);
  const large = historyFile(data, 'history.query.large');
  await fill(large, { lines: sizes.historyLines }, t`A long history`, tell, signal);
  const backedUp = join(backedUpFolder(data), 'lablink.db');
  await fill(backedUp, { bytes: sizes.backupBytes }, t`A history to back up`, tell, signal);
  await makeBackups(data, sizes.backups, tell, signal);
}
