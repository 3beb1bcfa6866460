import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { classes } from './vars.ts';
import './StateWord.css';
import { t } from '#shared/language/t.ts';

type Tone = 'good' | 'pend' | 'warn' | 'bad' | 'rest';

// The state vocabulary: colour, word and shape belong together and are never used apart.
const vocabulary = {
  live: ['good', 'live', t`Live`],
  on: ['good', 'on', t`On`],
  ok: ['good', 'check', t`Verified`],
  off: ['rest', 'off', t`Off`],
  pending: ['pend', 'pending', t`Pending`],
  connecting: ['pend', 'pending', t`Connecting`],
  busy: ['rest', 'clock', t`Busy`],
  stale: ['warn', 'stale', t`Stale`],
  unknown: ['warn', 'unknown', t`Unknown`],
  warning: ['warn', 'warning', t`Warning`],
  fault: ['bad', 'fault', t`Fault`],
  refused: ['bad', 'fault', t`Refused`],
  timeout: ['bad', 'fault', t`Timeout`],
  slower: ['bad', 'slower', t`Slower`],
  faster: ['good', 'faster', t`Faster`],
  same: ['rest', 'same', t`No difference shown`],
} as const satisfies Record<string, readonly [Tone, IconName, string]>;

export type StateKind = keyof typeof vocabulary;

export interface StateWordProps {
  readonly kind: StateKind;
  /** Instead of the word of the vocabulary: "2 of 2 on", "Stale 12 s". */
  readonly children?: ReactNode;
}

/** A state, said by colour and word and shape. */
export function StateWord({ kind, children }: StateWordProps): ReactNode {
  const [tone, icon, word] = vocabulary[kind];
  return (
    <span className={classes('ui-state', tone)}>
      <Icon name={icon} size={13} weight={1.7} />
      <span>{children ?? word}</span>
    </span>
  );
}

export interface BadgeProps {
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'ink' | Exclude<Tone, 'rest'>;
  readonly icon?: IconName;
}

/** A short fact in a frame. */
export function Badge({ children, tone = 'plain', icon }: BadgeProps): ReactNode {
  return (
    <span className={classes('ui-badge', tone)}>
      {icon !== undefined && <Icon name={icon} size={12} weight={1.6} />}
      {children}
    </span>
  );
}

const modeWords = { CV: t`Constant voltage`, CC: t`Constant current` } as const;

/** How a supply regulates, in ink: neither of the two is a fault. */
export function ModeBadge({
  mode,
  words = false,
}: {
  readonly mode: 'CV' | 'CC';
  readonly words?: boolean;
}): ReactNode {
  return (
    <>
      <Badge tone="ink" icon={mode === 'CV' ? 'cv' : 'cc'}>
        {mode}
      </Badge>
      <span className={words ? 'ui-dim ui-cut' : 'ui-sr'}>{modeWords[mode]}</span>
    </>
  );
}

/** Channel colours go round after four; the number does not. */
export const channelClass = (channel: number): string => `ui-c${((channel - 1) % 4) + 1}`;

/** The number of a channel on its colour. */
export function ChannelTag({ channel }: { readonly channel: number }): ReactNode {
  return (
    <span className={classes('ui-tag', channelClass(channel))}>
      <span className="ui-sr">{t`Channel`} </span>
      {channel}
    </span>
  );
}
