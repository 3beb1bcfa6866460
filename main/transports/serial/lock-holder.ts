import { readFile, stat } from 'node:fs/promises';

/** source: Linux, proc_locks(5): `1: FLOCK  ADVISORY  WRITE 708 08:02:1311 0 EOF`, device in hexadecimal. */
const entry = /^\d+: FLOCK +ADVISORY +WRITE +(\d+) +([0-9a-f]+):([0-9a-f]+):(\d+) /gm;

/**
 * The process that has locked this port; null when there is none, or the system (not Linux) does not tell. serialport
 * sets the line before it tries the lock: asking first leaves alone what another one is using.
 */
export async function lockHolder(path: string, locks = '/proc/locks'): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const [file, text] = await Promise.all([
    stat(path, { bigint: true }).catch(() => null),
    readFile(locks, 'latin1').catch(() => ''),
  ]);
  if (file === null) return null;
  for (const [, pid = '', major = '', minor = '', inode = ''] of text.matchAll(entry))
    if (
      BigInt(inode) === file.ino &&
      BigInt(`0x${major}`) === majorOf(file.dev) &&
      BigInt(`0x${minor}`) === minorOf(file.dev)
    )
      return Number(pid);
  return null;
}

/** source: Linux, makedev(3), as the C library packs it. */
const majorOf = (device: bigint): bigint => ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn);
const minorOf = (device: bigint): bigint => (device & 0xffn) | ((device >> 12n) & ~0xffn);
