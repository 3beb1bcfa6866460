import type { DockCommand } from '#renderer/features/bench/dock/commands.ts';
import type { IconName } from '#renderer/ui/icons.tsx';
import type { ChoiceName, Point } from '#shared/contract/channels.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import type { Layout } from '#shared/contract/layouts.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import type { FrameDialog } from '#renderer/stores/ui.ts';
import type { Theme } from '#renderer/ui/theme.ts';
import type { RouteId } from '#renderer/app/route.ts';
import { t } from '#shared/language/t.ts';

/** What an act of the palette does. Nothing here switches an output on: that is held at its key. */
export type Deed =
  | {
      readonly kind: 'set';
      readonly id: string;
      readonly channel: number;
      readonly point: Point;
      readonly value: number;
      /** What is held now, for undo; null when that is not known. */
      readonly from: number | null;
    }
  | { readonly kind: 'off'; readonly id: string; readonly channel: number }
  | { readonly kind: 'all-off'; readonly id: string }
  | { readonly kind: 'stop' }
  | {
      readonly kind: 'choose';
      readonly id: string;
      readonly channel: number;
      readonly word: string;
      readonly choice: ChoiceName | null;
    }
  | { readonly kind: 'instrument'; readonly id: string }
  | { readonly kind: 'route'; readonly route: RouteId }
  | { readonly kind: 'dialog'; readonly dialog: Exclude<FrameDialog, null> }
  | { readonly kind: 'theme'; readonly theme: Theme }
  /** A layout of the bench; null: Focus. */
  | { readonly kind: 'layout'; readonly id: string | null }
  | { readonly kind: 'arrange'; readonly command: DockCommand }
  | { readonly kind: 'second-window' }
  | { readonly kind: 'search'; readonly text: string };

export const sections = { set: t`Set`, do: t`Do`, go: t`Go to`, find: t`Find` } as const;
export type Section = keyof typeof sections;

/** One line of the palette. */
export interface Act {
  readonly id: string;
  readonly section: Section;
  readonly icon: IconName;
  readonly title: string;
  /** Of which instrument, or what it is. */
  readonly detail: string;
  /** What would be set, from what to what; null where nothing is. */
  readonly change: {
    readonly what: string;
    readonly from: string;
    readonly to: string;
    readonly checked: string;
  } | null;
  /** Why it cannot be done; it is shown, and does nothing. */
  readonly refusal: string | null;
  /** The key that does the same without the palette. */
  readonly shortcut: string | null;
  readonly deed: Deed;
}

/** What the palette knows of the bench and of who asks. */
export interface PaletteWorld {
  readonly instruments: readonly Instrument[];
  readonly live: Readonly<Record<string, Live>>;
  readonly may: ReadonlySet<Permission>;
  /** The instrument that is worked with; its acts come first. */
  readonly selected: string | null;
  readonly theme: Theme;
  /** The person's layouts, in their order. */
  readonly layouts: readonly Pick<Layout, 'id' | 'name'>[];
  /** Id of the layout on screen; null: Focus. */
  readonly shown: string | null;
}
