import BetterSqlite3 from 'better-sqlite3';
import { arch, cpus, platform, release, totalmem } from 'node:os';

/** What was measured on: a figure without this says nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly platform: string;
  readonly kernel: string;
  readonly node: string;
  readonly sqlite: string;
}

export function describeMachine(): Machine {
  const memory = new BetterSqlite3(':memory:');
  const sqlite = memory.prepare('SELECT sqlite_version()').pluck().get() as string;
  memory.close();
  return {
    cpu: cpus()[0]?.model.trim() ?? '',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
    // Its version alone: what a distributor adds names a machine, not a kernel.
    kernel: /^[\d.]+/.exec(release())?.[0] ?? release(),
    node: process.version,
    sqlite,
  };
}

/** One sentence: `AMD EPYC, 2 cores, 24 GB, linux x64, kernel 6.1, Node 24.21.0, SQLite 3.50.4`. */
export const machineText = ({ cpu, cores, memoryGb, platform: on, kernel, node, sqlite }: Machine): string =>
  `${cpu}, ${cores} cores, ${memoryGb} GB, ${on}, kernel ${kernel}, Node ${node.replace(/^v/, '')}, SQLite ${sqlite}`;
