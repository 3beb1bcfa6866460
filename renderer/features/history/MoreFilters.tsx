import { type ReactNode, useState } from 'react';
import { Select } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { HistoryFilter, Lane } from '#shared/contract/history.ts';
import { parseSlower, slowerDraft } from './filter-words.ts';
import { momentDraft, parseMoment } from './when.ts';

const laneOptions: readonly { readonly value: Lane | ''; readonly label: string }[] = [
  { value: '', label: 'Every lane' },
  { value: 'person', label: 'Person' },
  { value: 'poll', label: 'Poll' },
  { value: 'emergency', label: 'Emergency' },
];
const kindOptions = [
  { value: '', label: 'Everything' },
  { value: 'exchange', label: 'Exchanges' },
  { value: 'audit', label: 'Actions' },
] as const;
const momentHelp = 'Write it as 14:05, or as 2026-11-24 14:05.';

/** The second row of the filter bar. */
export function MoreFilters(props: {
  readonly filter: HistoryFilter;
  readonly change: (part: Partial<HistoryFilter>) => void;
  readonly operators: readonly string[];
  /** In use, the most used first. */
  readonly tags: readonly string[];
  readonly now: number;
}): ReactNode {
  const { filter, change, now } = props;
  const { operator, tag } = filter;
  const tags = tag === null || props.tags.includes(tag) ? props.tags : [tag, ...props.tags];
  const operators =
    operator === null || props.operators.includes(operator)
      ? props.operators
      : [operator, ...props.operators];
  return (
    <div className="history-filter-row more">
      <Select
        label="Operator"
        options={[
          { value: '', label: 'Everybody' },
          ...operators.map((name) => ({ value: name, label: name })),
        ]}
        value={operator ?? ''}
        onChange={(name) => change({ operator: name === '' ? null : name })}
      />
      <Select
        label="Lane"
        options={laneOptions}
        value={filter.lane ?? ''}
        onChange={(lane) => change({ lane: lane === '' ? null : lane })}
      />
      <Select
        label="Kind"
        options={kindOptions}
        value={filter.kind ?? ''}
        onChange={(kind) => change({ kind: kind === '' ? null : kind })}
      />
      <Select
        label="Marks"
        options={[
          { value: '', label: 'Marked or not' },
          { value: 'any', label: 'Marked' },
          ...tags.map((name) => ({ value: `#${name}` as const, label: `Tag ${name}` })),
        ]}
        value={tag !== null ? `#${tag}` : filter.marked ? 'any' : ''}
        onChange={(mark) =>
          change({ marked: mark === 'any', tag: mark.startsWith('#') ? mark.slice(1) : null })
        }
      />
      <Draft
        label="Slower than"
        placeholder="100 ms"
        value={filter.slowerMs}
        draft={slowerDraft}
        parse={parseSlower}
        help="Write it as 100 ms or 1.5 s; an hour at most."
        onChange={(slowerMs) => change({ slowerMs })}
      />
      <Draft
        label="From"
        placeholder="14:05"
        value={filter.from}
        draft={(at) => momentDraft(at, now)}
        parse={(text) => parseMoment(text, now)}
        help={momentHelp}
        onChange={(from) => change({ from })}
      />
      <Draft
        label="To"
        placeholder="2026-11-24 14:05"
        value={filter.to}
        draft={(at) => momentDraft(at, now)}
        parse={(text) => parseMoment(text, now)}
        help={momentHelp}
        onChange={(to) => change({ to })}
      />
    </div>
  );
}

/** A number that is typed in words of its own. What cannot be read narrows nothing, and says how to write it. */
function Draft(props: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: number | null;
  readonly draft: (value: number | null) => string;
  readonly parse: (text: string) => number | null | undefined;
  readonly help: string;
  readonly onChange: (value: number | null) => void;
}): ReactNode {
  const { value, parse } = props;
  const [typed, setTyped] = useState({ text: props.draft(value), value });
  // Changed from outside, by a chip or by a span of time: what was typed is gone.
  const text = typed.value === value ? typed.text : props.draft(value);
  const wrong = parse(text) === undefined;
  return (
    <TextField
      label={props.label}
      value={text}
      placeholder={props.placeholder}
      maxLength={30}
      error={wrong ? props.help : null}
      onChange={(next) => {
        const read = parse(next);
        const kept = read === undefined ? null : read;
        setTyped({ text: next, value: kept });
        if (kept !== value) props.onChange(kept);
      }}
    />
  );
}
