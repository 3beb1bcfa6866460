/** Every worker of the console: its name, and its file below main/. The one list. */
export const threadFiles = {
  writer: 'writer.worker.ts',
  reader: 'reader.worker.ts',
  bcrypt: 'accounts/bcrypt.worker.ts',
  bench: 'simulator/bench.worker.ts',
  restore: 'restore/restore.worker.ts',
  export: 'exports/export.worker.ts',
  backup: 'backups/backup.worker.ts',
  statistics: 'statistics/statistics.worker.ts',
  paths: 'critical-paths/paths.worker.ts',
  profile: 'dashboard/profiles/profile.worker.ts',
} as const;
/** Workers that only tests start; they are not packed. */
export const trialFiles = {
  echo: 'threads/echo.worker.ts',
  trialWriter: 'database/trial-writer.worker.ts',
  trialReader: 'database/trial-reader.worker.ts',
} as const;
export type ThreadName = keyof typeof threadFiles | keyof typeof trialFiles;
const files: Readonly<Record<ThreadName, string>> = { ...threadFiles, ...trialFiles };

/**
 * Where the file of a worker is, for a module of this folder at `from`: beside it in the sources, or in `workers/` of
 * the folder that the bundles are packed to.
 */
export function threadUrl(name: ThreadName, from: string): URL {
  if (from.endsWith('.ts')) return new URL(`../${files[name]}`, from);
  // A bundle is the entry itself, a chunk below `chunks/`, or a worker below `workers/`.
  const folder = new URL(/\/(chunks|workers)\/[^/]*$/.test(from) ? '../' : './', from);
  return new URL(`workers/${name}.worker.js`, folder);
}
