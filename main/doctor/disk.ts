import { statfs } from 'node:fs/promises';
import { type Check, type Finding, ok, problem, warning } from './check.ts';
import { existing } from './folder.ts';

const giga = 2 ** 30;
/** Below this there is a warning: bytes, or a part of the disk. */
const lowBytes = giga;
const lowPart = 0.05;
/** Below this a start could fail. */
const noBytes = 16 * 2 ** 20;

/** Magic numbers of file systems. source: Linux, include/uapi/linux/magic.h; fs/smb/client, fs/xfs, fs/fuse. */
const fileSystems: Readonly<Record<number, string>> = {
  61_267: 'ext4',
  2_435_016_766: 'btrfs',
  1_481_003_842: 'xfs',
  16_914_836: 'tmpfs',
  2_035_054_128: 'overlay',
  1_702_057_286: 'FUSE',
  26_985: 'NFS',
  4_283_649_346: 'SMB',
  4_266_872_130: 'SMB',
};
const network: readonly string[] = ['NFS', 'SMB'];

/** A judgement on free space, in bytes. Pure. */
export function judgeDisk(free: number, size: number, system: string | null): Finding {
  const part = size > 0 ? free / size : 1;
  const on = system === null ? '' : ` on ${system}`;
  const found = `${(free / giga).toFixed(1)} GiB free (${Math.floor(part * 100)} %)${on}.`;
  const remedy = 'Free space on the disk: commands that change something are refused while it is full.';
  if (free < noBytes) return problem(found, remedy);
  if (free < lowBytes || part < lowPart) return warning(found, remedy);
  if (system !== null && network.includes(system))
    return warning(
      `${found} The history is a database, and locks of network file systems are not reliable.`,
      'Set LABLINK_HOME to a folder on a disk of this PC.',
    );
  if (system === 'tmpfs')
    return warning(
      `${found} What is written there is gone after a restart of the PC.`,
      'Set LABLINK_HOME to a folder on a disk.',
    );
  return ok(found);
}

/** Free space and kind of file system where the data folder is, or will be. */
export const diskCheck = (folder: string): Check => ({
  subject: 'Disk',
  look: async () => {
    const { bavail, blocks, bsize, type } = await statfs(await existing(folder));
    // The kernel's number may come signed.
    return judgeDisk(bavail * bsize, blocks * bsize, fileSystems[type >>> 0] ?? null);
  },
});
