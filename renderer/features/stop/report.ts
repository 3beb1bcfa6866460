import type { StopLine, StopReport } from '#shared/contract/safety.ts';
import { t } from '#shared/language/t.ts';

/** What must be on the wire within, ms: the promise of the emergency stop. */
export const wireLimitMs = 20;

/** A stop report as it is read: what may still be live first. */
export interface ReportView {
  readonly mayBeLive: readonly StopLine[];
  /** The table: every instrument, the unknown ones in their place so that nothing jumps. */
  readonly lines: readonly StopLine[];
  readonly outputs: { readonly off: number; readonly all: number };
  /** Instruments with outputs whose read-back is still awaited. */
  readonly awaited: number;
}

export function viewReport(report: StopReport): ReportView {
  const withOutputs = report.lines.filter(({ result }) => result !== 'none');
  const count = (lines: readonly StopLine[]): number => lines.reduce((sum, { outputs }) => sum + outputs, 0);
  return {
    mayBeLive: report.lines.filter(({ result }) => result === 'unknown'),
    lines: report.lines,
    outputs: { off: count(withOutputs.filter(({ result }) => result === 'off')), all: count(withOutputs) },
    awaited: withOutputs.filter(({ result }) => result === 'pending').length,
  };
}

/** One sentence for a screen reader, and for the strip under the top bar. */
export function sayReport(report: StopReport): string {
  const { mayBeLive, outputs, awaited } = viewReport(report);
  if (report.lines.length === 0) return t`No instrument was connected.`;
  if (awaited > 0) return t`${outputs.off} of ${outputs.all} outputs read back off; the others are awaited.`;
  const live = mayBeLive.map(({ name }) => name).join(', ');
  if (live !== '')
    return t`${outputs.off} of ${outputs.all} outputs read back off. May still be live: ${live}.`;
  if (outputs.all === 0) return t`There was nothing to turn off.`;
  return outputs.all === 1
    ? t`The output was read back off.`
    : t`All ${outputs.all} outputs were read back off.`;
}

/**
 * Whether the report is on screen: as the person chose, else by itself; but one that a restart brought back opens only
 * while something in it is not confirmed off.
 */
export function reportIsOpen(
  report: StopReport,
  chosen: { readonly at: number; readonly open: boolean } | null,
): boolean {
  if (chosen !== null && chosen.at === report.at) return chosen.open;
  const { outputs } = viewReport(report);
  return report.origin !== 'restored' || outputs.off < outputs.all;
}

const origins = { button: t`button`, keys: 'Esc Esc', restored: t`held since before the restart` } as const;

/** Who stopped, and how. */
export const sayOrigin = (report: StopReport): string => `${report.by}, ${origins[report.origin]}`;
