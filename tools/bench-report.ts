import type { BenchResult } from '../bench/result.ts';
import { type Machine, machineText } from './machine.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A figure as it is printed everywhere: three digits that count. */
export const figureText = (value: number): string => {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(Number(value.toPrecision(3))).toLocaleString('en-US');
  if (value !== 0 && size < 0.001) return value.toExponential(2);
  return String(Number(value.toPrecision(3)));
};

/**
 * The figures of one bench as a page of the documentation. `how`: the command that measured them. The charts of the result lie
 * beside it, as `<bench>-<chart>.svg`.
 */
export function performancePage(
  at: string,
  machine: Machine,
  { name, rows, charts = [], notes = [] }: BenchResult,
  how: string,
  bench: string,
): string {
  const proofs = rows.some(({ proof }) => proof !== undefined);
  return [
    `# Measured: ${name}`,
    '',
    `Written by \`${how}\` on ${at.slice(0, 10)}: ${machineText(machine)}.`,
    'Every ratio is between two things measured in the same run.',
    ...notes.flatMap((note) => ['', note]),
    '',
    `| what | measured | goal | |${proofs ? ' seen to have happened |' : ''}`,
    `|---|---|---|---|${proofs ? '---|' : ''}`,
    ...rows.map(
      ({ what, value, unit, goal, ok, proof = '' }) =>
        `| ${cell(what)} | ${`${figureText(value)} ${unit}`.trim()} | ${cell(goal)} | ${goal === '' ? '' : ok ? 'met' : '**missed**'} |${proofs ? ` ${cell(proof)} |` : ''}`,
    ),
    ...charts.flatMap((chart) => ['', `![${chart.title}](${bench}-${chart.name}.svg)`]),
    '',
  ].join('\n');
}
