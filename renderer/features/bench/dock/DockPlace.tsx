import type { ReactNode } from 'react';
import { EmptyBench } from '#renderer/features/bench/EmptyBench.tsx';
import { useStores } from '#renderer/stores/context.ts';
import type { Stores } from '#renderer/stores/open-stores.ts';
import { useInstruments, useInstrumentsKnown } from '#renderer/stores/hooks.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { TabStrip } from '#renderer/ui/TabStrip.tsx';
import type { PlacedGroup } from './arrange.ts';
import { benchViewOf, rearrange } from './bench-view.ts';
import { runCommand } from './commands.ts';
import { grab } from './drag.ts';
import { choosePanel, closePanel } from './edit.ts';
import { GroupEnd } from './GroupEnd.tsx';
import { findInstrument } from './match.ts';
import { panelTitle, tabOf } from './names.ts';
import { PanelBody } from './PanelBody.tsx';
import { panelId, placed, stripHeight, tabId } from './places.ts';
import { command } from './reveal.ts';
import { type DockGroup, type DockNode, panelKey, seenIn } from './tree.ts';
import { t } from '#shared/language/t.ts';

interface PlaceProps {
  readonly place: PlacedGroup;
  readonly tree: DockNode;
}

/** Closes a panel, and goes on where the command does, if it is the one that is seen. */
function closing(stores: Stores, tree: DockNode, group: DockGroup, key: string): void {
  const seen = seenIn(group);
  const done = seen !== undefined && panelKey(seen) === key ? runCommand(tree, group.id, 'close') : null;
  rearrange(stores, done?.tree ?? closePanel(tree, key), done?.focus ?? null);
}

/** The tabs of a group. */
export function DockTabs(
  props: PlaceProps & {
    /** Which group of how many, from 1. */
    readonly of: { readonly at: number; readonly count: number };
  },
): ReactNode {
  const { place, tree, of } = props;
  const { group } = place;
  const stores = useStores();
  const desk = useInstruments();
  const seen = seenIn(group);
  const enter = (): void => benchViewOf(stores).setState({ active: group.id });
  return (
    <div className="dock-placed" style={placed({ ...place, height: stripHeight })} onFocusCapture={enter}>
      <TabStrip
        label={t`Panels, group ${of.at} of ${of.count}`}
        tabs={group.tabs.map((panel) => tabOf(panel, findInstrument(panel.of, desk)))}
        chosen={seen === undefined ? null : panelKey(seen)}
        onChoose={(id) => rearrange(stores, choosePanel(tree, id))}
        onClose={(id) => closing(stores, tree, group, id)}
        onGrab={(event, id) => {
          const panel = group.tabs.find((each) => panelKey(each) === id);
          if (panel !== undefined) grab(event, panel, panelTitle(panel, findInstrument(panel.of, desk)));
        }}
        tabId={tabId}
        panelId={panelId}
        end={
          <GroupEnd
            tree={tree}
            group={group.id}
            seen={seen === undefined ? null : panelTitle(seen, findInstrument(seen.of, desk))}
            onCommand={(what) => {
              enter();
              command(stores, what);
            }}
          />
        }
      />
    </div>
  );
}

/** The panel of a group that is seen. It is known by what it shows, so that it goes from group to group as it is. */
export function DockPane({ place, tree }: PlaceProps): ReactNode {
  const { group } = place;
  const stores = useStores();
  const desk = useInstruments();
  const known = useInstrumentsKnown();
  const seen = seenIn(group);
  const key = seen === undefined ? null : panelKey(seen);
  const instrument = seen === undefined ? null : findInstrument(seen.of, desk);
  // Whose panel is worked in is the instrument that is worked with, in the rail and for what is typed into find or do.
  const enter = (): void => {
    benchViewOf(stores).setState({ active: group.id });
    if (instrument !== null) stores.selection.setState({ instrument: instrument.id });
  };
  return (
    <div
      className="dock-placed dock-panel"
      style={placed({ ...place, y: place.y + stripHeight, height: place.height - stripHeight })}
      data-dock-panel={group.id}
      {...(key === null ? {} : { id: panelId(key), role: 'tabpanel', 'aria-labelledby': tabId(key) })}
      onFocusCapture={enter}
    >
      {seen === undefined || key === null ? (
        <Empty known={known} desk={desk.length} />
      ) : (
        <PanelBody
          panel={seen}
          instrument={instrument}
          known={known}
          onClose={() => closing(stores, tree, group, key)}
        />
      )}
    </div>
  );
}

/** A layout with nothing in it. */
function Empty({ known, desk }: { readonly known: boolean; readonly desk: number }): ReactNode {
  if (known && desk === 0) return <EmptyBench />;
  return (
    <Panel title={t`Empty layout`} icon="layout" actions={<StateWord kind="off">{t`Empty`}</StateWord>}>
      <div className="dock-missing">
        <h3>{t`Choose an instrument in the rail`}</h3>
        <p className="ui-mute">
          {t`Its panel opens here. Trends and what tells most at a glance are behind the plus above. Panels are arranged by dragging their tabs, or from the menu beside the plus.`}
        </p>
      </div>
    </Panel>
  );
}
