import type { ReactNode } from 'react';
import { hasTrend } from '#renderer/features/bench/has-trend.ts';
import { kindLooks } from '#renderer/features/bench/kinds.ts';
import { useStores } from '#renderer/stores/context.ts';
import { useInstruments } from '#renderer/stores/hooks.ts';
import { IconMenu, MenuItem } from '#renderer/ui/Menu.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { LayoutPanel, PanelShows } from '#shared/contract/layouts.ts';
import { dockCommands, type DockCommand } from './commands.ts';
import { findInstrument } from './match.ts';
import { addToLayout } from './reveal.ts';
import { type DockNode, panelsOf } from './tree.ts';
import { t } from '#shared/language/t.ts';

/** At the end of a group's tabs: what else can be shown there, and what can be done to the panel that is seen. */
export function GroupEnd(props: {
  readonly tree: DockNode;
  readonly group: number;
  /** The panel that is seen, in words; null in an empty group. */
  readonly seen: string | null;
  readonly onCommand: (command: DockCommand) => void;
}): ReactNode {
  const { tree, group, seen, onCommand } = props;
  const stores = useStores();
  const missing = useMissing(tree);
  return (
    <>
      {missing.length > 0 && (
        <IconMenu label={t`Add a panel here`} icon="plus">
          {missing.map(({ instrument, shows, text }) => (
            <MenuItem
              key={`${instrument.id} ${shows}`}
              icon={
                shows === 'trend' ? 'trend' : shows === 'glance' ? 'eye' : kindLooks[instrument.kind].icon
              }
              text={text}
              onAction={() => addToLayout(stores, instrument.id, shows, group)}
            />
          ))}
        </IconMenu>
      )}
      {seen !== null && (
        <IconMenu label={t`Arrange ${seen}`} icon="more">
          {dockCommands.map(({ id, title, icon, keys }) => (
            <MenuItem
              key={id}
              icon={icon}
              text={title}
              {...(keys === null ? {} : { shortcut: keys })}
              onAction={() => onCommand(id)}
            />
          ))}
        </IconMenu>
      )}
    </>
  );
}

interface Addable {
  readonly instrument: Instrument;
  readonly shows: PanelShows;
  readonly text: string;
}

/** What of the desk the layout does not show: whole instruments first. */
function useMissing(tree: DockNode): readonly Addable[] {
  const desk = useInstruments();
  const panels = panelsOf(tree);
  const lacks = (instrument: Instrument, shows: LayoutPanel['shows']): boolean =>
    !panels.some((panel) => panel.shows === shows && findInstrument(panel.of, desk) === instrument);
  return [
    ...desk
      .filter((each) => lacks(each, 'instrument'))
      .map((each): Addable => ({ instrument: each, shows: 'instrument', text: each.name })),
    ...desk
      .filter((each) => hasTrend(each) && lacks(each, 'trend'))
      .map((each): Addable => ({ instrument: each, shows: 'trend', text: t`${each.name}: trend` })),
    ...desk
      .filter((each) => lacks(each, 'glance'))
      .map((each): Addable => ({ instrument: each, shows: 'glance', text: t`${each.name}: at a glance` })),
  ];
}
