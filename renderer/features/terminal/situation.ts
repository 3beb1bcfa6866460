import { formatDuration } from '#shared/quantity/duration.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import { t } from '#shared/language/t.ts';

/** What stands between a person and an instrument, and what to do about it. */
export interface Situation {
  readonly kind: 'no-permission' | 'connecting' | 'unreachable' | 'local' | 'resync' | 'latched';
  readonly tone: 'info' | 'warn';
  readonly title: string;
  readonly words: string;
  /** True: the input takes nothing. Otherwise the console itself refuses what may not be sent. */
  readonly closed: boolean;
}

/** The most important one; null when nothing stands in the way. */
export function situationOf(
  instrument: Instrument,
  known: {
    readonly safety: SafetyState | null;
    readonly permissions: ReadonlySet<Permission>;
    readonly now: number;
  },
): Situation | null {
  const { link, control, trouble, name, answeredAt } = instrument;
  if (!known.permissions.has('instruments:control'))
    return {
      kind: 'no-permission',
      tone: 'info',
      title: t`You may look, not send`,
      words: t`Operators and administrators may send commands. An administrator gives the role.`,
      closed: true,
    };
  if (control === 'local')
    return {
      kind: 'local',
      tone: 'info',
      title: t`${name} is given back to its front panel`,
      words: t`Nothing is sent to it until it is taken back. Switching its outputs off and the emergency stop work.`,
      closed: true,
    };
  if (link === 'connecting' && answeredAt === null)
    return {
      kind: 'connecting',
      tone: 'info',
      title: t`Asking ${instrument.address} who it is`,
      words: t`Commands can be sent once it has answered. Type meanwhile.`,
      closed: true,
    };
  if (link === 'unreachable' || link === 'closed' || link === 'connecting') {
    const retryAt = trouble?.retryAt ?? null;
    const retry = retryAt === null ? '' : t` Retry ${sayIn(retryAt - known.now)}.`;
    return {
      kind: 'unreachable',
      tone: 'warn',
      title: trouble?.message ?? t`${name} does not answer. Nothing can be sent.`,
      words: `${trouble?.remedy ?? t`Check the cable, the power and the address.`}${retry}`,
      closed: true,
    };
  }
  if (known.safety?.latched)
    return {
      kind: 'latched',
      tone: 'warn',
      title: t`The emergency stop is set`,
      words: t`Queries and switching off go through. What may switch an output on is not sent until the stop is reset.`,
      closed: false,
    };
  if (link === 'dirty' || link === 'recovering')
    return {
      kind: 'resync',
      tone: 'warn',
      title: t`An answer is missing: the link resynchronises`,
      words: t`What is sent now waits until question and answer are in step again.`,
      closed: false,
    };
  return null;
}

const sayIn = (ms: number): string => (ms < 1000 ? t`now` : t`in ${formatDuration(ms)}`);
