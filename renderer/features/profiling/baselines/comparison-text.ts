import type { ComparedRow, Comparison } from '#shared/contract/baselines.ts';

/** A cell of CSV (RFC 4180): quoted where it has to be; what a spreadsheet would take for a formula is made plain. */
function cell(text: string): string {
  const plain = /^[=+@\t\r-]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const header = [
  'name',
  'old median ms',
  'new median ms',
  'median ratio',
  'median low',
  'median high',
  'old p95 ms',
  'new p95 ms',
  'p95 ratio',
  'p95 low',
  'p95 high',
  'verdict',
] as const;

const numbers = ({ oldMedian, newMedian, median, oldP95, newP95, p95 }: ComparedRow): readonly number[] => [
  oldMedian,
  newMedian,
  median.ratio,
  median.low,
  median.high,
  oldP95,
  newP95,
  p95.ratio,
  p95.low,
  p95.high,
];

/** A comparison as CSV, with what was compared, the test and the doubts as lines before the table that begin with #. */
export function comparisonText(comparison: Comparison): string {
  const { old, rows, test, doubts } = comparison;
  const about = [
    `before: ${old.name} (${new Date(old.at).toISOString()})`,
    comparison.new === null
      ? 'now: the console as it is'
      : `now: ${comparison.new.name} (${new Date(comparison.new.at).toISOString()})`,
    `test: ${test}`,
    ...doubts.map((doubt) => `doubt: ${doubt}`),
  ];
  return [
    ...about.map((line) => `# ${line.replaceAll(/\s+/gu, ' ')}`),
    header.join(','),
    ...rows.map((row) => [cell(row.name), ...numbers(row).map(String), row.verdict].join(',')),
    '',
  ].join('\r\n');
}
