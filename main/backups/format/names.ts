import { randomBytes } from 'node:crypto';

const ending = '.age';
const manifestEnding = '.manifest.json';
/** What a file is called until it is whole and checked. */
export const partialEnding = '.partial';

const pad = (value: number): string => String(value).padStart(2, '0');

/** A host as it stands in a file name: every system takes it. */
const hostPart = (host: string): string =>
  host
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40) || 'host';

/**
 * Name of a new backup: host, date and time (UTC), and six random characters, so that two of the same second, or of two PCs with one
 * name, never collide.
 */
export function backupName(host: string, at: number, random: Uint8Array = randomBytes(6)): string {
  const when = new Date(at);
  const day = `${when.getUTCFullYear()}${pad(when.getUTCMonth() + 1)}${pad(when.getUTCDate())}`;
  const time = `${pad(when.getUTCHours())}${pad(when.getUTCMinutes())}${pad(when.getUTCSeconds())}`;
  // Letters and digits that nobody mixes up, and that file systems without capitals tell apart.
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const six = Array.from(random.subarray(0, 6), (byte) => letters[byte % letters.length]).join('');
  return `lablink-${hostPart(host)}-${day}-${time}-${six}${ending}`;
}

/** The manifest beside a backup, for its name or its path. */
export const manifestName = (backup: string): string =>
  `${backup.endsWith(ending) ? backup.slice(0, -ending.length) : backup}${manifestEnding}`;

/** An identity under a passphrase that lies beside a backup; the second and later ones have a number. */
export const identityName = (backup: string, index: number): string =>
  `${backup.endsWith(ending) ? backup.slice(0, -ending.length) : backup}.identity${index === 0 ? '' : `-${index + 1}`}.age`;

/** Is this the file name of a backup that has been made whole? */
export const isBackupName = (name: string): boolean =>
  /^lablink-[A-Za-z0-9-]+-\d{8}-\d{6}-[a-z0-9]{6}\.age$/.test(name);
