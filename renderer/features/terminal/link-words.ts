import type { StateKind } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { t } from '#shared/language/t.ts';

/** How sure the driver is of its commands. */
export const verifiedWords: Readonly<Record<Instrument['verified'], string>> = {
  manual: t`Commands from its manual`,
  transcript: t`Commands seen on a real one`,
  unverified: t`Commands not verified`,
};

/** The link in the words of a person. Busy for the length of one exchange is not news. */
export function linkWord({ link, control }: Pick<Instrument, 'link' | 'control'>): {
  readonly kind: StateKind;
  readonly word: string;
} {
  if (control === 'local') return { kind: 'off', word: t`Released` };
  switch (link) {
    case 'connecting':
      return { kind: 'connecting', word: t`Connecting` };
    case 'ready':
    case 'busy':
      return { kind: 'live', word: t`Ready` };
    case 'dirty':
    case 'recovering':
      return { kind: 'stale', word: t`Resynchronising` };
    case 'unreachable':
      return { kind: 'unknown', word: t`Unreachable` };
    case 'closed':
      return { kind: 'unknown', word: t`Closed` };
  }
}
