import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { type PlacedGroup, dropAt, dropRect } from './arrange.ts';
import { rearrange } from './bench-view.ts';
import { type Drag, dragging } from './drag.ts';
import { movePanel, type Target } from './edit.ts';
import { placed, tabId } from './places.ts';
import { type DockGroup, type DockNode, panelKey } from './tree.ts';

interface DropLayerProps {
  readonly area: RefObject<HTMLElement | null>;
  readonly groups: readonly PlacedGroup[];
  readonly tree: DockNode;
  /** px of the tabs of a group. */
  readonly head: number;
}

/** While a panel is dragged: where it would go, and what it is. Takes it when it is let go. */
export function DropLayer(props: DropLayerProps): ReactNode {
  const stores = useStores();
  const drag = useStore(dragging, (state) => state.drag);
  const now = useRef(props);
  useEffect(() => {
    now.current = props;
  });
  useEffect(() => {
    const take = (dropped: Drag): void => {
      const target = targetOf(now.current, dropped);
      if (target === null) return;
      const { tree } = now.current;
      const next = movePanel(tree, dropped.panel, target);
      if (next !== tree) rearrange(stores, next, panelKey(dropped.panel));
    };
    dragging.setState({ take });
    return () => dragging.setState({ take: null, drag: null });
  }, [stores]);
  if (drag === null) return null;
  // Drawn where the tree was drawn last: the pointer moves over what is on screen.
  const target = targetOf(props, drag);
  const over = props.groups.find(({ group }) => group.id === target?.group);
  return (
    <>
      {target !== null && over !== undefined && (
        <div className="dock-placed dock-drop" style={placed(dropRect(over, target.side))} />
      )}
      <div className="dock-ghost" style={placed({ x: drag.x, y: drag.y, width: 0, height: 0 })}>
        {drag.title}
      </div>
    </>
  );
}

/** Where a panel would go; over the tabs of a group, between which. */
function targetOf({ area, groups, head }: DropLayerProps, { x, y }: Drag): Target | null {
  const host = area.current;
  if (host === null) return null;
  const { left, top } = host.getBoundingClientRect();
  const at = { x: x - left + host.scrollLeft, y: y - top + host.scrollTop };
  const target = dropAt(groups, at.x, at.y, head);
  if (target?.side !== 'centre') return target;
  const over = groups.find(({ group }) => group.id === target.group);
  if (over === undefined || at.y >= over.y + head) return target;
  return { ...target, index: gapAt(over.group, x) };
}

/** The gap between tabs that is nearest to x. */
function gapAt({ tabs }: DockGroup, x: number): number {
  const before = tabs.filter((panel) => {
    const box = document.getElementById(tabId(panelKey(panel)))?.getBoundingClientRect();
    return box !== undefined && x > box.left + box.width / 2;
  });
  return before.length;
}
