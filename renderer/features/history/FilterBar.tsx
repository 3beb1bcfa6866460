import type { ReactNode, Ref } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { type Option, Segmented, Select } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { HistoryFilter } from '#shared/contract/history.ts';
import { MoreFilters } from './MoreFilters.tsx';
import { spans, spanOf } from './spans.ts';
import './filter.css';
import { t } from '#shared/language/t.ts';

export interface FilterBarProps {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
  readonly instruments: readonly Option<string>[];
  readonly operators: readonly string[];
  readonly tags: readonly string[];
  /** Epoch ms, a minute old at most. */
  readonly now: number;
  readonly more: boolean;
  readonly onMore: () => void;
  readonly calendar: boolean;
  readonly onCalendar: () => void;
  readonly sessions: boolean;
  readonly onSessions: () => void;
  readonly searchRef: Ref<HTMLInputElement>;
}

/** What narrows the history: the usual parts in one row, the others in a second one. */
export function FilterBar(props: FilterBarProps): ReactNode {
  const { filter, onChange, more } = props;
  const change = (part: Partial<HistoryFilter>): void => onChange({ ...filter, ...part });
  return (
    <search className="history-filter">
      <div className="history-filter-row">
        <TextField
          label={t`Search in requests, replies and names`}
          type="search"
          value={filter.text}
          onChange={(text) => change({ text })}
          maxLength={200}
          placeholder={t`Words in a request or reply`}
          before={<Icon name="search" />}
          after={<Kbd keys="/" />}
          inputRef={props.searchRef}
        />
        <Select
          label={t`Instrument`}
          options={[{ value: '', label: t`Every instrument` }, ...props.instruments]}
          value={filter.instrument ?? ''}
          onChange={(id) => change({ instrument: id === '' ? null : id })}
        />
        <Select
          label={t`When`}
          options={spans}
          value={spanOf(filter, props.now)}
          onChange={(span) => {
            if (span === 'span') return more ? undefined : props.onMore();
            change(spans.find(({ value }) => value === span)?.times(Date.now()) ?? {});
          }}
        />
        <Segmented
          label={t`Result`}
          options={[
            { value: 'all', label: t`All` },
            { value: 'failed', label: t`Failed` },
          ]}
          value={filter.errors ? 'failed' : 'all'}
          onChange={(result) => change({ errors: result === 'failed' })}
        />
        <Button onPress={props.onMore} shortcut="F" icon={more ? 'minus' : 'plus'}>
          {more ? t`Fewer filters` : t`More filters`}
        </Button>
        <span className="ui-grow" />
        <Button
          onPress={props.onCalendar}
          shortcut="D"
          icon="calendar"
          label={props.calendar ? t`Close the calendar` : t`Open the calendar`}
        >
          {t`Calendar`}
        </Button>
        <Button
          onPress={props.onSessions}
          shortcut="S"
          icon="panel"
          label={props.sessions ? t`Close the sessions` : t`Open the sessions`}
        >
          {t`Sessions`}
        </Button>
      </div>
      {more && (
        <MoreFilters
          filter={filter}
          change={change}
          now={props.now}
          operators={props.operators}
          tags={props.tags}
        />
      )}
    </search>
  );
}
