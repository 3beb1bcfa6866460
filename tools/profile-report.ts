import type { Machine, PathRow } from '#shared/contract/baselines.ts';
import type { Compared, RatioShown } from '#main/statistics/compare.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Three digits that count, in ms or µs. */
export function timeText(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  return ms < 0.1 ? `${Number((ms * 1000).toPrecision(3))} µs` : `${Number(ms.toPrecision(3))} ms`;
}
const rateText = (perSecond: number): string =>
  Number(perSecond.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 1 });

export const machineText = ({ cpu, cores, memory, platform, node, version }: Machine): string =>
  `${cpu}, ${cores} cores, ${Math.round(memory / 2 ** 30)} GB, ${platform}, Node ${node}, LabLink Console ${version}`;

const words = {
  slower: 'slower',
  faster: 'faster',
  same: 'no difference shown',
  none: 'too little measured',
};
const ratioText = ({ ratio, low, high, verdict }: RatioShown): string =>
  verdict === 'none' ? '–' : `${ratio.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;

/** The report of a run as a page: what was measured, how it is known to have happened, and what has become of it. */
export function reportPage(report: {
  readonly at: number;
  readonly machine: Machine;
  readonly load: string;
  readonly rows: readonly PathRow[];
  readonly profiles: readonly string[];
  readonly against: {
    readonly file: string;
    readonly compared: Compared;
    readonly doubts: readonly string[];
  } | null;
}): string {
  const { at, machine, load, rows, profiles, against } = report;
  const lines = [
    '# The critical paths',
    '',
    `Written by \`npm run profile\` on ${new Date(at).toISOString().slice(0, 10)}: ${machineText(machine)}; ${load}.`,
    '',
    '| path | median | 95 % below | 99 % below | a second | operations |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      ({ name, p50, p95, p99, perSecond, count }) =>
        `| ${cell(name)} | ${timeText(p50)} | ${timeText(p95)} | ${timeText(p99)} | ${rateText(perSecond)} | ${count.toLocaleString('en')} |`,
    ),
    '',
    '## What each does, and how it is known to have happened',
    '',
    ...rows.flatMap(({ id, name, what, proof }) => [`**${name}** (\`${id}\`). ${what} ${proof}`, '']),
  ];
  if (against !== null) {
    const { compared, doubts, file } = against;
    lines.push(
      `## Against ${file}`,
      '',
      '| path | median then | now | ratio | 95 % below then | now | ratio | |',
      '|---|---|---|---|---|---|---|---|',
      ...compared.rows.map(
        (row) =>
          `| ${cell(row.name)} | ${timeText(row.oldMedian)} | ${timeText(row.newMedian)} | ${ratioText(row.median)} | ${timeText(row.oldP95)} | ${timeText(row.newP95)} | ${ratioText(row.p95)} | ${words[row.verdict]} |`,
      ),
      '',
      compared.test,
      '',
      ...doubts.flatMap((doubt) => [`Doubtful: ${doubt}`, '']),
      ...compared.onlyOld.map((name) => `Measured only then: ${name}.`),
      ...compared.onlyNew.map((name) => `Measured only now: ${name}.`),
    );
  }
  if (profiles.length > 0)
    lines.push(
      '## CPU profiles',
      '',
      'Recorded in a start of their own, after the figures: sampling takes time. They open in Chrome DevTools, speedscope and the console.',
      '',
      ...profiles.map((file) => `- \`${file}\``),
      '',
    );
  return `${lines.join('\n').trimEnd()}\n`;
}
