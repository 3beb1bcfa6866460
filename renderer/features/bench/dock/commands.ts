import { arrange, neighbour } from './arrange.ts';
import { choosePanel, closePanel, growGroup, movePanel, type Side } from './edit.ts';
import { type DockNode, groupsOf, panelKey, seenIn } from './tree.ts';
import { t } from '#shared/language/t.ts';

/** What can be done to the panel that is worked in, in the order in which a menu has it. */
export const dockCommands = [
  { id: 'split-right', title: t`Split to the right`, icon: 'splitRight', keys: null },
  { id: 'split-below', title: t`Split below`, icon: 'splitBelow', keys: null },
  { id: 'left', title: t`Move left`, icon: 'left', keys: 'Alt Shift ←' },
  { id: 'right', title: t`Move right`, icon: 'right', keys: 'Alt Shift →' },
  { id: 'top', title: t`Move up`, icon: 'up', keys: 'Alt Shift ↑' },
  { id: 'bottom', title: t`Move down`, icon: 'down', keys: 'Alt Shift ↓' },
  { id: 'next-tab', title: t`Next tab`, icon: 'right', keys: 'Alt Page ↓' },
  { id: 'previous-tab', title: t`Previous tab`, icon: 'left', keys: 'Alt Page ↑' },
  { id: 'bigger', title: t`Bigger`, icon: 'plus', keys: 'Alt +' },
  { id: 'smaller', title: t`Smaller`, icon: 'minus', keys: 'Alt −' },
  { id: 'close', title: t`Close the panel`, icon: 'close', keys: 'Alt W' },
] as const;
export type DockCommand = (typeof dockCommands)[number]['id'];

interface KeyFacts {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}
const sides: Readonly<Record<string, Side>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'top',
  ArrowDown: 'bottom',
};

/** Reads a key; null where it is none of a layout. By place on the keyboard where Alt would write another letter. */
export function commandOf({ key, code, altKey, shiftKey, ctrlKey, metaKey }: KeyFacts): DockCommand | null {
  if (!altKey || ctrlKey || metaKey) return null;
  if (shiftKey && sides[key] !== undefined) return sides[key];
  if (key === '+' || code === 'NumpadAdd' || (!shiftKey && code === 'Equal')) return 'bigger';
  if (shiftKey) return null;
  if (key === '-' || code === 'Minus' || code === 'NumpadSubtract') return 'smaller';
  if (key === 'PageDown') return 'next-tab';
  if (key === 'PageUp') return 'previous-tab';
  return code === 'KeyW' ? 'close' : null;
}

/** One step of bigger and smaller, as a part of a split, and what no part goes below. */
const step = 0.05;
export const leastShare = 0.05;

const isSide = (command: DockCommand): command is Side =>
  command === 'left' || command === 'right' || command === 'top' || command === 'bottom';

/** What came of a command: the arrangement, and the panel that is worked in then; null where the command can do nothing. */
export interface Done {
  readonly tree: DockNode;
  readonly focus: string | null;
}

/** Does a command to the panel that is seen in a group. */
export function runCommand(tree: DockNode, active: number, command: DockCommand): Done | null {
  const groups = groupsOf(tree);
  const group = groups.find(({ id }) => id === active);
  const seen = group === undefined ? undefined : seenIn(group);
  if (group === undefined || seen === undefined) return null;
  const key = panelKey(seen);
  const done = (next: DockNode): Done | null => (next === tree ? null : { tree: next, focus: key });
  if (command === 'split-right' || command === 'split-below') {
    const side = command === 'split-right' ? 'right' : 'bottom';
    return done(movePanel(tree, seen, { group: active, side }));
  }
  if (isSide(command)) {
    // Out of its tabs first; a panel that is alone goes to the tabs beside it. So every place is reached by the same four keys.
    if (group.tabs.length > 1) return done(movePanel(tree, seen, { group: active, side: command }));
    const placed = arrange(tree, { x: 0, y: 0, width: 1e6, height: 1e6 }, 0).groups;
    const to = neighbour(placed, active, command);
    return to === undefined ? null : done(movePanel(tree, seen, { group: to.id, side: 'centre' }));
  }
  switch (command) {
    case 'next-tab':
    case 'previous-tab': {
      const count = group.tabs.length;
      const next = group.tabs[(group.chosen + (command === 'next-tab' ? 1 : count - 1)) % count];
      if (next === undefined || next === seen) return null;
      return { tree: choosePanel(tree, panelKey(next)), focus: panelKey(next) };
    }
    case 'bigger':
    case 'smaller': {
      if (groups.length === 1) return null;
      return done(growGroup(tree, active, command === 'bigger' ? step : -step, leastShare));
    }
    case 'close': {
      const next = closePanel(tree, key);
      const after = groupsOf(next).find(({ id }) => id === active) ?? groupsOf(next)[0];
      const focus = after === undefined ? undefined : seenIn(after);
      return { tree: next, focus: focus === undefined ? null : panelKey(focus) };
    }
  }
}
