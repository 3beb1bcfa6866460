import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Loaded before the console in a bench (`--import`): writes a line each second with how late its event loop was and how much of a core
 * it took, to the file that `LABLINK_LATE_FILE` names. It is the same console otherwise.
 */
const file = process.env['LABLINK_LATE_FILE'];
/** The monitor's own interval, ms: what it reads when nothing is late. */
const intervalMs = 1;
if (file !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: intervalMs });
  delay.enable();
  let cpu = process.cpuUsage();
  let began = performance.now();
  setInterval(() => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    const line = {
      at: Date.now(),
      lateMs: Math.max(0, delay.percentile(99) / 1e6 - intervalMs),
      cores: (user + system) / 1000 / (now - began),
    };
    delay.reset();
    cpu = process.cpuUsage();
    began = now;
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  }, 1000).unref();
}
