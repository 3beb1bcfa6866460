import { arch, cpus, platform, totalmem } from 'node:os';
import type { Machine } from '#shared/contract/baselines.ts';

/** What is measured on now. */
export const thisMachine = (version: string): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? '',
  cores: cpus().length,
  memory: totalmem(),
  platform: `${platform()} ${arch()}`,
  node: process.version,
  version,
});
