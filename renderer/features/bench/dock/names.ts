import { kindLooks } from '#renderer/features/bench/kinds.ts';
import type { StripTab } from '#renderer/ui/TabStrip.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { LayoutPanel, PanelShows } from '#shared/contract/layouts.ts';
import { panelKey } from './tree.ts';
import { t } from '#shared/language/t.ts';

const shown = {
  instrument: (name: string) => name,
  trend: (name: string) => t`Trend of ${name}`,
  glance: (name: string) => t`${name} at a glance`,
} as const satisfies Record<PanelShows, (name: string) => string>;

/** What a panel is called, by the name that its instrument has now, or had. */
export const panelTitle = ({ shows, of }: LayoutPanel, instrument: Instrument | null): string =>
  shown[shows](instrument?.name ?? of.name);

/** Its tab: the drawing says what it shows, the text of what. */
export function tabOf(panel: LayoutPanel, instrument: Instrument | null): StripTab {
  const { shows, of } = panel;
  const icon =
    shows === 'trend' ? 'trend' : shows === 'glance' ? 'eye' : kindLooks[instrument?.kind ?? of.kind].icon;
  return {
    id: panelKey(panel),
    text: instrument?.name ?? of.name,
    label: panelTitle(panel, instrument),
    icon,
  };
}
