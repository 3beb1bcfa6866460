import type { BenchResult } from '../bench/result.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly platform: string;
  readonly node: string;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The figures of one bench as a page of the documentation. `how`: the command that measured them. */
export function performancePage(
  at: string,
  machine: Machine,
  { name, rows }: BenchResult,
  how: string,
): string {
  return [
    `# Measured: ${name}`,
    '',
    `Written by \`${how}\` on ${at.slice(0, 10)}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node.slice(1)}.`,
    'Every ratio is between two things measured in the same run.',
    '',
    '| what | measured | goal | |',
    '|---|---|---|---|',
    ...rows.map(
      ({ what, value, unit, goal, ok }) =>
        `| ${cell(what)} | ${value.toPrecision(3)} ${unit} | ${cell(goal)} | ${goal === '' ? '' : ok ? 'met' : '**missed**'} |`,
    ),
    '',
  ].join('\n');
}
