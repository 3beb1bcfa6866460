import type { BenchResult } from '../bench/result.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly platform: string;
  readonly node: string;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The figures of one run as a page of the documentation. */
export function performancePage(at: string, machine: Machine, results: readonly BenchResult[]): string {
  const tables = results.map(({ name, rows }) =>
    [
      `## ${name}`,
      '',
      '| what | measured | goal | |',
      '|---|---|---|---|',
      ...rows.map(
        ({ what, value, unit, goal, ok }) =>
          `| ${cell(what)} | ${value.toPrecision(3)} ${unit} | ${cell(goal)} | ${goal === '' ? '' : ok ? 'met' : '**missed**'} |`,
      ),
      '',
    ].join('\n'),
  );
  return [
    '# Measured',
    '',
    `Written by \`npm run bench -- --docs\` on ${at.slice(0, 10)}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node.slice(1)}.`,
    'Every ratio is between two things measured in the same run; repeat it with `npm run bench [name]`.',
    '',
    ...tables,
  ].join('\n');
}
