import { type ReactNode, useState } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { useClient, useInstruments, useLayouts, useSelection } from '#renderer/stores/hooks.ts';
import { FaultMessage } from '#renderer/features/bench/FaultMessage.tsx';
import { useAct } from '#renderer/features/bench/use-act.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { IconMenu, MenuItem } from '#renderer/ui/Menu.tsx';
import { type Layout, mostLayouts } from '#shared/contract/layouts.ts';
import { type Shown, showLayout, undoChanges } from './bench-view.ts';
import { initialTree } from './initial.ts';
import { NameDialog, RemoveLayoutDialog } from './LayoutDialogs.tsx';
import { toSaved } from './saved.ts';
import { openSecondWindow } from './second-window.ts';
import { useShown } from './use-shown.ts';
import './layouts.css';
import { t } from '#shared/language/t.ts';

type Asking = 'new' | 'copy' | 'rename' | 'remove' | null;

/** Under the instruments: how they are arranged. Focus is always there; the others are the person's own, by name. */
export function LayoutRail(): ReactNode {
  const stores = useStores();
  const layouts = useLayouts();
  const shown = useShown();
  const [asking, setAsking] = useState<Asking>(null);
  const [blocked, setBlocked] = useState(false);
  const list = layouts ?? [];
  const full = list.length >= mostLayouts;
  const id = shown?.layout.id ?? null;
  return (
    <nav className="layouts" aria-label={t`Layouts`}>
      <header className="layouts-head">
        <h2 className="ui-legend">{t`Layouts`}</h2>
        <span className="ui-row">
          <IconButton
            icon="window"
            size="small"
            look="quiet"
            label={t`Open in a second window`}
            onPress={() => setBlocked(!openSecondWindow(id))}
          />
          <IconButton
            icon="plus"
            size="small"
            look="quiet"
            label={t`New layout…`}
            disabled={layouts === null || full}
            onPress={() => setAsking('new')}
          />
        </span>
      </header>
      <ul className="layouts-list">
        <LayoutItem
          name={t`Focus`}
          number={1}
          current={id === null}
          onShow={() => showLayout(stores, null)}
        />
        {list.map((layout, at) => (
          <LayoutItem
            key={layout.id}
            name={layout.name}
            number={at + 2}
            current={id === layout.id}
            changed={id === layout.id && shown?.changed === true}
            onShow={() => showLayout(stores, layout.id)}
          />
        ))}
      </ul>
      {shown !== null && <LayoutActs shown={shown} list={list} full={full} onAsk={setAsking} />}
      {blocked && (
        <p className="layouts-note" role="alert">
          {t`The browser did not open a window. Allow pop-ups for this page, then press it again.`}
        </p>
      )}
      <Asked asking={asking} shown={shown} onClose={() => setAsking(null)} />
    </nav>
  );
}

function LayoutItem(props: {
  readonly name: string;
  /** Of Alt and a digit. */
  readonly number: number;
  readonly current: boolean;
  readonly changed?: boolean;
  readonly onShow: () => void;
}): ReactNode {
  const { name, number, current, changed } = props;
  return (
    <li>
      <button
        type="button"
        className="layouts-item"
        aria-current={current ? 'true' : undefined}
        aria-keyshortcuts={number > 9 ? undefined : `Alt+${number}`}
        onClick={props.onShow}
      >
        <Icon name={number === 1 ? 'bench' : 'layout'} size={14} />
        <span className="ui-cut ui-grow">{name}</span>
        {changed === true && <span className="layouts-changed">{t`changed`}</span>}
        {number <= 9 && <Kbd keys={`Alt ${number}`} />}
      </button>
    </li>
  );
}

/** What can be done with the layout on screen. */
function LayoutActs(props: {
  readonly shown: Shown;
  readonly list: readonly Layout[];
  readonly full: boolean;
  readonly onAsk: (what: Asking) => void;
}): ReactNode {
  const { shown, list, full, onAsk } = props;
  const { layout, tree, changed } = shown;
  const stores = useStores();
  const client = useClient();
  const { fault, pending, run, forget } = useAct();
  const at = list.findIndex(({ id }) => id === layout.id);
  const save = (): void => {
    if (tree !== null) void run(() => client.layouts.save({ id: layout.id, tree: toSaved(tree) }));
  };
  const put = (to: number): void => {
    const ids = list.map(({ id }) => id).filter((id) => id !== layout.id);
    void run(() => client.layouts.order({ ids: ids.toSpliced(to, 0, layout.id) }));
  };
  return (
    <div className="layouts-acts">
      <div className="ui-row">
        <Button
          size="small"
          look={changed ? 'primary' : 'default'}
          icon="save"
          label={t`Save ${layout.name}`}
          pending={pending}
          disabled={!changed}
          onPress={save}
        >
          {t`Save`}
        </Button>
        <IconButton
          size="small"
          look="quiet"
          icon="undo"
          label={t`${layout.name} as it was saved`}
          disabled={!changed}
          onPress={() => undoChanges(stores, layout.id)}
        />
        <span className="ui-grow" />
        <IconMenu label={t`More of ${layout.name}`} icon="more" placement="top end">
          <MenuItem icon="note" text={t`Rename…`} onAction={() => onAsk('rename')} />
          {tree !== null && !full && (
            <MenuItem icon="copy" text={t`Save as a new one…`} onAction={() => onAsk('copy')} />
          )}
          {at > 0 && <MenuItem icon="up" text={t`Up in the list`} onAction={() => put(at - 1)} />}
          {at < list.length - 1 && (
            <MenuItem icon="down" text={t`Down in the list`} onAction={() => put(at + 1)} />
          )}
          <MenuItem icon="trash" text={t`Delete…`} onAction={() => onAsk('remove')} />
        </IconMenu>
      </div>
      <FaultMessage fault={fault} onForget={forget} />
    </div>
  );
}

function Asked(props: {
  readonly asking: Asking;
  readonly shown: Shown | null;
  readonly onClose: () => void;
}): ReactNode {
  const { asking, shown, onClose } = props;
  const stores = useStores();
  const client = useClient();
  const desk = useInstruments();
  const [selected] = useSelection();
  const tree = shown?.tree ?? null;
  if (asking === 'new' || (asking === 'copy' && tree !== null))
    return (
      <NameDialog
        title={asking === 'new' ? t`New layout` : t`Save as a new layout`}
        begin={asking === 'new' ? '' : `${shown?.layout.name ?? ''} 2`}
        act={t`Keep it`}
        help={
          asking === 'new'
            ? t`It begins as Focus is now. Then arrange it: by dragging tabs, or from the menu beside them.`
            : t`The one that is on screen stays as it was saved.`
        }
        onName={async (name) => {
          const arranged = asking === 'copy' && tree !== null ? tree : initialTree(desk, selected);
          const { id } = await client.layouts.create({ name, tree: toSaved(arranged) });
          if (shown !== null && asking === 'copy') undoChanges(stores, shown.layout.id);
          showLayout(stores, id);
        }}
        onClose={onClose}
      />
    );
  if (shown === null) return null;
  if (asking === 'rename')
    return (
      <NameDialog
        title={t`Rename ${shown.layout.name}`}
        begin={shown.layout.name}
        act={t`Rename`}
        onName={async (name) => {
          await client.layouts.rename({ id: shown.layout.id, name });
        }}
        onClose={onClose}
      />
    );
  if (asking === 'remove') return <RemoveLayoutDialog layout={shown.layout} onClose={onClose} />;
  return null;
}
