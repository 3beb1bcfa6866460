import type { Stores } from '#renderer/stores/open-stores.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { LayoutPanel } from '#shared/contract/layouts.ts';
import { activeGroup, benchViewOf, rearrange, shownNow } from './bench-view.ts';
import { type DockCommand, runCommand } from './commands.ts';
import { openPanel } from './edit.ts';
import { findInstrument, rememberInstrument } from './match.ts';
import { homeOf } from './newcomers.ts';
import { type DockNode, panelKey, panelsOf } from './tree.ts';
import { t } from '#shared/language/t.ts';

/** The panel that shows this of an instrument, as it is in the layout or would be. */
function panelFor(
  tree: DockNode,
  desk: readonly Instrument[],
  instrument: Instrument,
  shows: LayoutPanel['shows'],
): LayoutPanel {
  const there = panelsOf(tree).find(
    (panel) => panel.shows === shows && findInstrument(panel.of, desk)?.id === instrument.id,
  );
  return there ?? { shows, of: rememberInstrument(instrument) };
}

/** Chooses an instrument, and in a free layout brings its panel to the front: where it is, or as a new tab beside its kind. */
export function revealInstrument(stores: Stores, id: string): void {
  stores.selection.setState({ instrument: id });
  addToLayout(stores, id, 'instrument', null);
}

/** Shows this of an instrument in the free layout on screen, in that group (null: beside its kind), and gives it the focus. */
export function addToLayout(
  stores: Stores,
  id: string,
  shows: LayoutPanel['shows'],
  group: number | null,
): void {
  const tree = shownNow(stores)?.tree ?? null;
  const desk = stores.instruments.getState().value ?? [];
  const instrument = desk.find((each) => each.id === id);
  if (tree === null || instrument === undefined) return;
  const panel = panelFor(tree, desk, instrument, shows);
  rearrange(stores, openPanel(tree, panel, group ?? homeOf(tree, panel)), panelKey(panel));
}

/** Does a command to the panel that was worked in last. */
export function command(stores: Stores, what: DockCommand): void {
  const view = benchViewOf(stores);
  const tree = shownNow(stores)?.tree ?? null;
  if (tree === null) return;
  const done = runCommand(tree, activeGroup(tree, view.getState().active), what);
  if (done !== null) rearrange(stores, done.tree, done.focus);
  else view.setState({ said: t`Nothing to do that with: this panel has no other beside it.` });
}
