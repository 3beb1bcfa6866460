import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Stores } from '#renderer/stores/open-stores.ts';
import type { Layout } from '#shared/contract/layouts.ts';
import { openNewcomers } from './newcomers.ts';
import { canBeSaved, fromSaved, sameLayout, toSaved } from './saved.ts';
import { takeLayoutOfAddress } from './second-window.ts';
import { type DockNode, groupOf, groupsOf, panelKey, seenIn } from './tree.ts';
import { t } from '#shared/language/t.ts';

/** How the bench of this window is arranged. It outlives the screen, not the window, and is nobody else's. */
export interface BenchView {
  /** Id of the layout that is shown; null: Focus, which follows what is chosen in the rail. */
  readonly shown: string | null;
  /** By id: a layout as it is in this window; what is not here is as it is kept. */
  readonly drafts: Readonly<Record<string, DockNode>>;
  /** Id of the group that was worked in last; null before any was. */
  readonly active: number | null;
  /** Key of the panel that gets the focus when it is drawn. */
  readonly focus: string | null;
  /** What happened, for a screen reader. */
  readonly said: string;
}

interface Kept {
  readonly who: string;
  readonly view: StoreApi<BenchView>;
  readonly end: () => void;
}
const kept = new WeakMap<Stores, Kept>();
const storageKey = 'lablink-layout';

/** What this window showed before it was loaded again. */
function remembered(who: string): string | null {
  if (typeof sessionStorage === 'undefined') return null;
  const [whose, id] = (sessionStorage.getItem(storageKey) ?? '').split(' ');
  return whose === who && id !== undefined && id !== '' ? id : null;
}

/** The view of whoever is signed in at this window; somebody else begins with Focus. */
export function benchViewOf(stores: Stores): StoreApi<BenchView> {
  const who = stores.account.getState().state?.user?.id ?? '';
  const known = kept.get(stores);
  if (known?.who === who) return known.view;
  known?.end();
  const view = createStore<BenchView>()(() => ({
    shown: takeLayoutOfAddress() ?? remembered(who),
    drafts: {},
    active: null,
    focus: null,
    said: '',
  }));
  const ends = [
    view.subscribe(({ shown }, before) => {
      if (shown !== before.shown && typeof sessionStorage !== 'undefined')
        sessionStorage.setItem(storageKey, `${who} ${shown ?? ''}`);
    }),
    // What was saved in another window is what this one shows too, unless it was rearranged here.
    stores.layouts.subscribe(({ value }, before) => {
      if (value !== null)
        view.setState(({ drafts }) => ({ drafts: stillChanged(drafts, before.value ?? []) }));
    }),
    openNewcomers(stores, {
      tree: () => shownIn(view.getState(), stores.layouts.getState().value)?.tree ?? null,
      put: (tree, said) => {
        rearrange(stores, tree);
        if (said !== null) view.setState({ said });
      },
    }),
  ];
  kept.set(stores, { who, view, end: () => ends.forEach((end) => end()) });
  return view;
}

/** Drafts that differ from what was kept so far. */
function stillChanged(
  drafts: BenchView['drafts'],
  before: readonly Layout[],
): Readonly<Record<string, DockNode>> {
  return Object.fromEntries(
    Object.entries(drafts).filter(([id, draft]) => {
      const tree = before.find((each) => each.id === id)?.tree ?? null;
      return tree === null || !sameLayout(toSaved(draft), tree);
    }),
  );
}

/** A free layout on screen. */
export interface Shown {
  readonly layout: Layout;
  /** As it is arranged in this window; null where what is kept cannot be read. */
  readonly tree: DockNode | null;
  /** It is arranged otherwise than it is kept. */
  readonly changed: boolean;
}

/** The free layout that a view shows; null: Focus. A layout that is gone is not shown. */
export function shownIn(
  { shown, drafts }: Pick<BenchView, 'shown' | 'drafts'>,
  layouts: readonly Layout[] | null,
): Shown | null {
  const layout = layouts?.find(({ id }) => id === shown);
  if (layout === undefined) return null;
  const draft = drafts[layout.id];
  return {
    layout,
    tree: draft ?? (layout.tree === null ? null : fromSaved(layout.tree)),
    changed: draft !== undefined && (layout.tree === null || !sameLayout(toSaved(draft), layout.tree)),
  };
}

/** The layout that is on screen now; null: Focus. */
export const shownNow = (stores: Stores): Shown | null =>
  shownIn(benchViewOf(stores).getState(), stores.layouts.getState().value);

/** The group that an act without a place is about: the one that was worked in last, else the first. */
export function activeGroup(tree: DockNode, active: number | null): number {
  const groups = groupsOf(tree);
  return groups.find(({ id }) => id === active)?.id ?? groups[0]?.id ?? 1;
}

/** Rearranges what is shown. `focus`: the panel that gets the focus then. What could not be kept is not done, and that is said. */
export function rearrange(stores: Stores, tree: DockNode, focus: string | null = null): void {
  const view = benchViewOf(stores);
  const shown = shownNow(stores);
  if (shown === null) return;
  if (!canBeSaved(tree)) {
    view.setState({ said: t`There is no more room in this layout.` });
    return;
  }
  view.setState(({ drafts, active }) => ({
    drafts: { ...drafts, [shown.layout.id]: tree },
    focus,
    active: focus === null ? active : (groupOf(tree, focus)?.id ?? active),
  }));
}

/** Shows a layout (null: Focus), and gives its first panel the focus. */
export function showLayout(stores: Stores, id: string | null): void {
  const view = benchViewOf(stores);
  view.setState({ shown: id, active: null, said: '' });
  const tree = shownNow(stores)?.tree ?? null;
  const first = tree === null ? undefined : groupsOf(tree)[0];
  const seen = first === undefined ? undefined : seenIn(first);
  view.setState({ focus: seen === undefined ? null : panelKey(seen) });
}

/** As it is kept, again. */
export function undoChanges(stores: Stores, id: string): void {
  benchViewOf(stores).setState(({ drafts }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(([each]) => each !== id)),
  }));
}
