import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { useInstruments } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Splitter } from '#renderer/ui/Splitter.tsx';
import { useSize } from '#renderer/ui/use-size.ts';
import { vars } from '#renderer/ui/vars.ts';
import { arrange, type Arranged, type Border, leastGroup, leastSize } from './arrange.ts';
import { benchViewOf, rearrange, type Shown } from './bench-view.ts';
import { commandOf, leastShare } from './commands.ts';
import { DockPane, DockTabs } from './DockPlace.tsx';
import { DropLayer } from './DropLayer.tsx';
import { moveBorder } from './edit.ts';
import { initialTree } from './initial.ts';
import { panelId, placed, stripHeight } from './places.ts';
import { command } from './reveal.ts';
import { type DockNode, panelKey, seenIn } from './tree.ts';
import { useBenchView } from './use-shown.ts';
import './dock.css';
import { t } from '#shared/language/t.ts';

/** px between two groups. */
const gap = 8;
const nothing: Arranged = { groups: [], borders: [] };

/** A layout of a person's own: panels docked, split and in tabs, by pointer or by keys. */
export function DockScreen({ shown }: { readonly shown: Shown }): ReactNode {
  const stores = useStores();
  const area = useRef<HTMLDivElement>(null);
  const size = useSize(area);
  const { said } = useBenchView();
  const { tree } = shown;
  useFocus(area, tree);
  // Two windows are told apart by what they show.
  const { name } = shown.layout;
  useEffect(() => {
    stores.ui.setState({ subject: name });
    return () => stores.ui.setState({ subject: null });
  }, [stores, name]);
  const least = tree === null ? size : leastSize(tree, gap);
  const box = {
    x: 0,
    y: 0,
    width: Math.max(size.width, least.width),
    height: Math.max(size.height, least.height),
  };
  const drawn = tree === null || size.width === 0 ? nothing : arrange(tree, box, gap);

  const keys = (event: KeyboardEvent<HTMLElement>): void => {
    // A menu or a dialog stands elsewhere on the page, though not for React.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
    const what = commandOf(event);
    if (what === null) return;
    event.preventDefault();
    event.stopPropagation();
    command(stores, what);
  };
  return (
    <div className="dock" onKeyDownCapture={keys}>
      <div className="dock-area" ref={area}>
        <div className="dock-room" style={vars({ '--w': `${box.width}px`, '--h': `${box.height}px` })}>
          {tree === null ? (
            <Unreadable name={shown.layout.name} />
          ) : (
            // Beside each other, not in one another: a panel that goes to another group is not made anew.
            drawn.groups.flatMap((each, at) => {
              const seen = seenIn(each.group);
              return [
                <DockTabs
                  key={`tabs ${each.group.id}`}
                  place={each}
                  tree={tree}
                  of={{ at: at + 1, count: drawn.groups.length }}
                />,
                <DockPane key={seen === undefined ? 'empty' : panelKey(seen)} place={each} tree={tree} />,
              ];
            })
          )}
          {tree !== null &&
            drawn.borders.map((border) => (
              <BorderLine key={`${border.path.join('/')} ${border.index}`} border={border} tree={tree} />
            ))}
          {tree !== null && <DropLayer area={area} groups={drawn.groups} tree={tree} head={stripHeight} />}
        </div>
      </div>
      <p className="ui-sr" role="status">
        {said}
      </p>
    </div>
  );
}

/** The panel that is to have the focus gets it once it is drawn. */
function useFocus(area: { readonly current: HTMLElement | null }, tree: DockNode | null): void {
  const stores = useStores();
  const { focus } = useBenchView();
  const { width } = useSize(area);
  useEffect(() => {
    if (focus === null || width === 0) return;
    const panel = document.getElementById(panelId(focus));
    const target = panel?.querySelector<HTMLElement>('[data-panel]') ?? null;
    if (panel === null || target === null) return;
    // Where the focus is inside it already, it stays: somebody types there.
    if (!panel.contains(document.activeElement)) target.focus({ preventScroll: true });
    panel.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    benchViewOf(stores).setState({ focus: null });
  }, [focus, tree, width, stores]);
}

function BorderLine({ border, tree }: { readonly border: Border; readonly tree: DockNode }): ReactNode {
  const stores = useStores();
  const { way, path, index, both, value, length } = border;
  // In parts of both beside it; the tree has it in shares of the whole split.
  const least = (way === 'row' ? leastGroup.width : leastGroup.height) / Math.max(length, 1);
  const move = (to: number): void =>
    rearrange(stores, moveBorder(tree, path, index, to * both, least * both));
  return (
    <Splitter
      className="dock-placed"
      style={placed(border)}
      label={way === 'row' ? t`Border between left and right` : t`Border between above and below`}
      way={way}
      value={value}
      onDrag={(px, from) => move(from + px / Math.max(length, 1))}
      onStep={(step, end) => move(end ? Math.max(step, 0) : value + step * leastShare)}
    />
  );
}

/** What is kept of this layout is not what this version writes. */
function Unreadable({ name }: { readonly name: string }): ReactNode {
  const stores = useStores();
  const desk = useInstruments();
  return (
    <Panel title={name} icon="layout" tone="warn">
      <div className="dock-missing">
        <h3>{t`This layout cannot be read`}</h3>
        <p className="ui-mute">
          {t`Another version of the console wrote it, or it is damaged. Begin it anew and save it, or choose another one.`}
        </p>
        <div className="ui-row">
          <Button look="primary" onPress={() => rearrange(stores, initialTree(desk, null))}>
            {t`Begin it anew`}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
