import type { Instrument } from '#shared/contract/instruments.ts';
import type { LayoutPanel } from '#shared/contract/layouts.ts';
import { hasTrend } from '#renderer/features/bench/has-trend.ts';
import { rememberInstrument } from './match.ts';
import { type DockNode, tidy } from './tree.ts';

/**
 * What a new layout begins with, as Focus has it: the chosen instrument large, with all the height there is for its output keys; beside it
 * the others in tabs, and its trend. An empty desk begins empty.
 */
export function initialTree(desk: readonly Instrument[], selected: string | null): DockNode {
  const chosen = desk.find(({ id }) => id === selected) ?? desk[0];
  if (chosen === undefined) return { id: 1, tabs: [], chosen: 0 };
  const panel = (of: Instrument, shows: LayoutPanel['shows'] = 'instrument'): LayoutPanel => ({
    shows,
    of: rememberInstrument(of),
  });
  const others = desk.filter((each) => each !== chosen).map((each) => panel(each));
  const trend = hasTrend(chosen) ? [panel(chosen, 'trend')] : [];
  return tidy({
    way: 'row',
    parts: [
      { share: 0.6, node: { id: 1, tabs: [panel(chosen)], chosen: 0 } },
      {
        share: 0.4,
        node: {
          way: 'column',
          parts: [
            { share: 0.6, node: { id: 2, tabs: others, chosen: 0 } },
            { share: 0.4, node: { id: 3, tabs: trend, chosen: 0 } },
          ],
        },
      },
    ],
  });
}
