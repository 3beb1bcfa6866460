import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { runningThreads } from '#main/threads/start.ts';

/** Between two samples, µs. */
const intervalUs = 500;

/**
 * Samples the main thread and every worker while something runs. Writes `<name>.<thread>.cpuprofile` for each, as Chrome DevTools and
 * speedscope open it, and answers with the names of the files. Threads that begin or end
 * meanwhile leave none.
 */
export async function recordProfiles(
  folder: string,
  name: string,
  work: () => Promise<void>,
): Promise<string[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: intervalUs });
  await session.post('Profiler.start');
  const workers = await Promise.all(
    runningThreads().map(async (each) => ({ ...each, handle: await each.worker.startCpuProfile() })),
  );
  const files: string[] = [];
  const keep = async (thread: string, profile: string): Promise<void> => {
    const file = `${name}.${thread}.cpuprofile`;
    await writeFile(join(folder, file), profile);
    files.push(file);
  };
  try {
    await work();
  } finally {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    await keep('main', JSON.stringify(profile));
    const seen = new Map<string, number>();
    for (const { name: thread, handle } of workers) {
      const profile = await handle.stop().catch(() => null);
      const number = (seen.get(thread) ?? 0) + 1;
      seen.set(thread, number);
      if (profile !== null) await keep(number === 1 ? thread : `${thread}-${number}`, profile);
    }
  }
  return files;
}
