import { type ReactNode, type Ref, useState } from 'react';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { TraceSearch } from '#shared/contract/traces.ts';
import { slowerOf } from './view.ts';
import { t } from '#shared/language/t.ts';

const whose = [
  { value: 'person', label: t`People` },
  { value: 'console', label: t`Console` },
  { value: 'all', label: t`All` },
] as const;

const results = [
  { value: 'all', label: t`All` },
  { value: 'failed', label: t`Failed` },
] as const;

/** What narrows the traces. */
export function TraceFilter(props: {
  readonly search: TraceSearch;
  readonly onChange: (search: TraceSearch) => void;
  readonly searchRef: Ref<HTMLInputElement>;
}): ReactNode {
  const { search, onChange } = props;
  const [slower, setSlower] = useState(
    search.slowerThanMs === null ? '' : `${Number(search.slowerThanMs.toPrecision(9))} ms`,
  );
  return (
    <search className="traces-filter">
      <TextField
        label={t`Search in names and attributes`}
        type="search"
        value={search.text}
        onChange={(text) => onChange({ ...search, text })}
        maxLength={200}
        placeholder={t`Command, instrument, call`}
        before={<Icon name="search" size={14} />}
        after={<Kbd keys="/" />}
        inputRef={props.searchRef}
      />
      <TextField
        label={t`Slower than`}
        value={slower}
        onChange={(text) => {
          setSlower(text);
          const ms = slowerOf(text);
          if (ms !== undefined) onChange({ ...search, slowerThanMs: ms });
        }}
        maxLength={16}
        placeholder={t`Slower than 50 ms`}
        error={slowerOf(slower) === undefined ? t`A time: 50 ms, 1.5 s.` : null}
      />
      <Segmented
        small
        label={t`Who began it`}
        options={whose}
        value={search.origin ?? 'all'}
        onChange={(origin) => onChange({ ...search, origin: origin === 'all' ? null : origin })}
      />
      <Segmented
        small
        label={t`Result`}
        options={results}
        value={search.failedOnly ? 'failed' : 'all'}
        onChange={(result) => onChange({ ...search, failedOnly: result === 'failed' })}
      />
    </search>
  );
}
