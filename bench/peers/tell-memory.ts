import { appendFileSync } from 'node:fs';

/**
 * Loaded before the console in a soak (`--import`): writes a line of what the process holds, every two seconds, to the file that
 * `LABLINK_SOAK_FILE` names. It is the same console otherwise.
 */
const file = process.env['LABLINK_SOAK_FILE'];
if (file !== undefined)
  setInterval(() => {
    const { rss, heapUsed, external } = process.memoryUsage();
    const open = new Map<string, number>();
    for (const name of process.getActiveResourcesInfo()) open.set(name, (open.get(name) ?? 0) + 1);
    const line = { at: Date.now(), rss, heapUsed, external, open: Object.fromEntries(open) };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  }, 2000).unref();
