import type { StateKind } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';

/** How sure the driver is of its commands. */
export const verifiedWords: Readonly<Record<Instrument['verified'], string>> = {
  manual: 'Commands from its manual',
  transcript: 'Commands seen on a real one',
  unverified: 'Commands not verified',
};

/** The link in the words of a person. Busy for the length of one exchange is not news. */
export function linkWord({ link, control }: Pick<Instrument, 'link' | 'control'>): {
  readonly kind: StateKind;
  readonly word: string;
} {
  if (control === 'local') return { kind: 'off', word: 'Released' };
  switch (link) {
    case 'connecting':
      return { kind: 'connecting', word: 'Connecting' };
    case 'ready':
    case 'busy':
      return { kind: 'live', word: 'Ready' };
    case 'dirty':
    case 'recovering':
      return { kind: 'stale', word: 'Resynchronising' };
    case 'unreachable':
      return { kind: 'unknown', word: 'Unreachable' };
    case 'closed':
      return { kind: 'unknown', word: 'Closed' };
  }
}
