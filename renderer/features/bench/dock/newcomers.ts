import type { Stores } from '#renderer/stores/open-stores.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { LayoutPanel } from '#shared/contract/layouts.ts';
import { openPanel } from './edit.ts';
import { findInstrument, isIdentified, rememberInstrument, settlePanel } from './match.ts';
import { type DockNode, groupsOf, isGroup, mapGroups, panelKey, panelsOf } from './tree.ts';
import { t } from '#shared/language/t.ts';

/**
 * The instruments that have said who they are since the list before; none of the first list. `known`: ids of those that had. Who was
 * connected and is asked again is no newcomer; who was removed is, when it comes again.
 */
export function newcomers(
  known: ReadonlySet<string> | null,
  desk: readonly Instrument[],
): { readonly known: ReadonlySet<string>; readonly fresh: readonly Instrument[] } {
  const named = desk.filter(isIdentified);
  return {
    known: new Set(
      desk.filter((each) => isIdentified(each) || known?.has(each.id) === true).map(({ id }) => id),
    ),
    fresh: known === null ? [] : named.filter(({ id }) => !known.has(id)),
  };
}

/** Where a new panel goes: beside the others of its kind, else beside other instruments, else where there is room first. */
export function homeOf(tree: DockNode, panel: LayoutPanel): number {
  const groups = groupsOf(tree);
  const having = (fits: (tab: LayoutPanel) => boolean): number | undefined =>
    groups.findLast(({ tabs }) => tabs.some(fits))?.id;
  return (
    having(({ shows, of }) => shows === panel.shows && of.kind === panel.of.kind) ??
    having(({ shows }) => shows === panel.shows) ??
    groups[0]?.id ??
    1
  );
}

/** Panels whose instrument has said who it is since remember it. The same tree where there are none, and none is there twice. */
export function settle(tree: DockNode, desk: readonly Instrument[]): DockNode {
  const known = new Set(panelsOf(tree).map(panelKey));
  let settled = false;
  const next = mapGroups(tree, (group) => ({
    ...group,
    tabs: group.tabs.map((panel) => {
      const now = settlePanel(panel, desk);
      if (now === null || known.has(panelKey(now))) return panel;
      known.add(panelKey(now));
      settled = true;
      return now;
    }),
  }));
  return settled ? next : tree;
}

/** Whether the panel that has the focus is in this group: a tab that comes before it would take it out of somebody's hands. */
const isHeld = (group: number): boolean =>
  typeof document !== 'undefined' &&
  (document.activeElement?.closest(`[data-dock-panel="${group}"]`) ?? null) !== null;

/** What is arranged on screen, and how it is arranged anew; null: no free layout is shown. */
export interface OnScreen {
  readonly tree: () => DockNode | null;
  readonly put: (tree: DockNode, said: string | null) => void;
}

/** The moment an instrument says who it is, its panel opens in the layout that is shown, unless it has one. Answers with what ends it. */
export function openNewcomers({ instruments }: Stores, screen: OnScreen): () => void {
  const first = instruments.getState().value;
  let known = first === null ? null : newcomers(null, first).known;
  return instruments.subscribe(({ value }) => {
    if (value === null) return;
    const found = newcomers(known, value);
    known = found.known;
    const before = screen.tree();
    if (before === null) return;
    let tree = settle(before, value);
    const opened: string[] = [];
    for (const instrument of found.fresh) {
      if (panelsOf(tree).some(({ of }) => findInstrument(of, value)?.id === instrument.id)) continue;
      const panel: LayoutPanel = { shows: 'instrument', of: rememberInstrument(instrument) };
      const home = homeOf(tree, panel);
      const empty = isGroup(tree) && tree.tabs.length === 0;
      tree = openPanel(tree, panel, home, empty || !isHeld(home));
      opened.push(instrument.name);
    }
    if (tree === before) return;
    const names = opened.join(', ');
    screen.put(
      tree,
      opened.length === 0
        ? null
        : opened.length === 1
          ? t`${names}: its panel was opened.`
          : t`${names}: their panels were opened.`,
    );
  });
}
