import { type ReactNode, useMemo, useState } from 'react';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import type { ProfileSummary } from '#shared/contract/profiles.ts';
import { changeText, differenceOf } from './difference.ts';
import {
  type FunctionOrder,
  functionOrders,
  type FunctionRow,
  functionsOf,
  sortFunctions,
} from './functions.ts';
import { type FlameLayout, shareText } from './layout.ts';
import { RoomSwatch } from './Legend.tsx';
import { roomLooks } from './rooms.ts';
import type { Found } from './search.ts';
import { weightText } from './weights.ts';
import { t } from '#shared/language/t.ts';

function columnsFor(layout: FlameLayout, kind: ProfileSummary['kind']): Column<FunctionRow>[] {
  const share = (weight: number): string => (layout.base > 0 ? shareText(weight / layout.base) : '–');
  const number = (text: string, part: string): ReactNode => (
    <span className="flame-number">
      <span className="ui-read">{text}</span> <span className="ui-dim">{part}</span>
    </span>
  );
  const against = layout.flame.against !== null;
  return [
    {
      id: 'name',
      title: t`Function`,
      width: 'minmax(160px, 2fr)',
      cell: ({ name }) => <span className="ui-mono">{name}</span>,
    },
    {
      id: 'room',
      title: t`Room`,
      width: '130px',
      cell: ({ room }) => (
        <span className="ui-row">
          <RoomSwatch room={room} />
          {roomLooks[room].word}
        </span>
      ),
    },
    {
      id: 'self',
      title: t`Self`,
      width: '150px',
      right: true,
      sorts: true,
      cell: ({ self }) => number(weightText(self, kind), share(self)),
    },
    {
      id: 'total',
      title: t`Total`,
      width: '150px',
      right: true,
      sorts: true,
      cell: ({ total }) => number(weightText(total, kind), share(total)),
    },
    ...(against
      ? [
          {
            id: 'change',
            title: t`Change`,
            width: '170px',
            sorts: true,
            cell: (row: FunctionRow) => {
              const difference = differenceOf(layout, row);
              return difference === null ? (
                '–'
              ) : (
                <span className={`flame-change ${difference.change}`}>{changeText(difference)}</span>
              );
            },
          },
        ]
      : []),
    {
      id: 'where',
      title: t`Where`,
      width: 'minmax(120px, 1.6fr)',
      cell: ({ where }) => (
        <span className="ui-mono ui-dim" title={where}>
          {where === '' ? '–' : where}
        </span>
      ),
    },
  ];
}

const orderLabels = {
  self: t`Functions, most self first`,
  total: t`Functions, most total first`,
  change: t`Functions, most changed first`,
} as const satisfies Record<FunctionOrder, string>;

/** The functions of a profile, added up over all places they were called from: the graph in a table. */
export function FunctionsTable(props: {
  readonly layout: FlameLayout;
  readonly found: Found | null;
  readonly focus: number;
  readonly onFocus: (frame: number) => void;
  /** Enter: to its widest frame in the graph. */
  readonly onOpen: (frame: number) => void;
}): ReactNode {
  const { layout, found } = props;
  const { kind } = layout.flame.profile;
  const [order, setOrder] = useState<FunctionOrder>('self');
  const by = order === 'change' && layout.flame.against === null ? 'self' : order;
  const columns = useMemo(() => columnsFor(layout, kind), [layout, kind]);
  const rows = useMemo(() => sortFunctions(functionsOf(layout), by, layout), [layout, by]);
  const shown = useMemo(
    () => (found === null ? rows : rows.filter(({ frame }) => found.fits[frame] === 1)),
    [rows, found],
  );
  const { name, where } = layout.flame.frames[props.focus] ?? { name: '', where: '' };
  return (
    <Table<FunctionRow>
      label={orderLabels[by]}
      columns={columns}
      rows={shown}
      rowKey={({ key }) => key}
      rowHeight={26}
      selected={`${name} ${where}`}
      onSelect={({ frame }) => props.onFocus(frame)}
      onOpen={({ frame }) => props.onOpen(frame)}
      sort={{ column: by, down: true }}
      onSort={(column) => setOrder(functionOrders.find((each) => each === column) ?? 'self')}
      empty={found === null ? t`No function took any of the time.` : t`No function fits. Take letters away.`}
    />
  );
}
