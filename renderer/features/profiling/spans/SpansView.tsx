import { type ReactNode, type Ref, useMemo, useState, useSyncExternalStore } from 'react';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { windowWords } from '#renderer/features/profiling/tabs.ts';
import type { Followed } from '#renderer/stores/use-follow.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { type Sort, Table } from '#renderer/ui/Table.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Overview, SpanKey, SpanRow, Window } from '#shared/contract/profiling.ts';
import { FilterField } from './FilterField.tsx';
import { filterSpans, firstWay, nextSort, spanId } from './order.ts';
import { spanColumns } from './span-columns.tsx';
import { useSteady } from './use-steady.ts';
import { t } from '#shared/language/t.ts';

const noSpans: readonly SpanRow[] = [];

/** Where the time goes: every span of the window in a table that sorts and filters. */
export function SpansView(props: {
  readonly overview: Followed<Overview>;
  readonly window: Window;
  readonly selected: SpanKey | null;
  readonly onSelect: (key: SpanKey) => void;
  readonly onOpen: (key: SpanKey) => void;
  readonly filterRef: Ref<HTMLInputElement>;
  readonly panelRef: Ref<HTMLElement>;
}): ReactNode {
  const { overview, window, selected } = props;
  const { value, fault, old } = overview;
  const [sort, setSort] = useState<Sort>(firstWay('share'));
  const [filter, setFilter] = useState('');
  const few = useNarrow();
  const all = value?.spans ?? noSpans;
  const rows = useSteady(
    useMemo(() => filterSpans(all, filter), [all, filter]),
    sort,
    `${window} ${filter}`,
  );
  const columns = useMemo(() => spanColumns(sort.column, few), [sort.column, few]);
  const empty =
    fault !== null ? (
      <FaultNote fault={fault} again />
    ) : value === null ? (
      <p role="status">{t`Asking the console where its time goes…`}</p>
    ) : all.length === 0 ? (
      <p>{t`Nothing was measured in ${windowWords[window]}. Choose a longer time.`}</p>
    ) : (
      <p className="pf-nomatch">
        {t`No span has “${filter.trim()}” in its kind, name, instrument or verdict.`}
        <Button size="small" onPress={() => setFilter('')}>
          {t`Clear the filter`}
        </Button>
      </p>
    );
  return (
    <Panel
      title={t`Where time goes`}
      icon="trend"
      className="pf-time"
      flush
      panelRef={props.panelRef}
      note={
        <span role="status">
          {value === null
            ? ''
            : filter.trim() === ''
              ? all.length === 1
                ? t`1 span in ${windowWords[window]}`
                : t`${all.length} spans in ${windowWords[window]}`
              : all.length === 1
                ? t`${rows.length} of 1 span`
                : t`${rows.length} of ${all.length} spans`}
        </span>
      }
      actions={
        <FilterField
          value={filter}
          onChange={setFilter}
          label={t`Filter spans`}
          placeholder={t`exchange temp, slower, history…`}
          inputRef={props.filterRef}
        />
      }
    >
      <div className={classes('pf-rows', old && 'pf-old')} aria-busy={old}>
        <Table
          label={t`Where time goes`}
          columns={columns}
          rows={rows}
          rowKey={({ key }) => spanId(key)}
          selected={selected === null ? null : spanId(selected)}
          onSelect={({ key }) => props.onSelect(key)}
          onOpen={({ key }) => props.onOpen(key)}
          tone={({ verdict }) => (verdict === 'slower' ? 'bad' : null)}
          sort={sort}
          onSort={(column) => setSort(nextSort(sort, column))}
          empty={empty}
        />
      </div>
      <p className="pf-rows-foot">
        {t`Share is time in a span, of the time that passed. Spans lie in one another: shares do not add up to 100 %.`}
      </p>
    </Panel>
  );
}

const narrow = '(max-width: 1300px)';

function onWidth(listener: () => void): () => void {
  const query = globalThis.matchMedia(narrow);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** A window under 1300 px has no room for every column. */
const useNarrow = (): boolean => useSyncExternalStore(onWidth, () => globalThis.matchMedia(narrow).matches);
