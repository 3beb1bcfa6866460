import { type ReactNode, useState } from 'react';
import { Select } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { HistoryFilter, Lane } from '#shared/contract/history.ts';
import { parseSlower, slowerDraft } from './filter-words.ts';
import { operatorWords } from './row-words.ts';
import { momentDraft, parseMoment } from './when.ts';
import { t } from '#shared/language/t.ts';

const laneOptions: readonly { readonly value: Lane | ''; readonly label: string }[] = [
  { value: '', label: t`Every lane` },
  { value: 'person', label: t`Person` },
  { value: 'poll', label: t`Poll` },
  { value: 'emergency', label: t`Emergency` },
];
const kindOptions = [
  { value: '', label: t`Everything` },
  { value: 'exchange', label: t`Exchanges` },
  { value: 'audit', label: t`Actions` },
] as const;
const momentHelp = t`Write it as 14:05, or as 2026-11-24 14:05.`;

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
        label={t`Operator`}
        options={[
          { value: '', label: t`Everybody` },
          ...operators.map((name) => ({ value: name, label: operatorWords(name) })),
        ]}
        value={operator ?? ''}
        onChange={(name) => change({ operator: name === '' ? null : name })}
      />
      <Select
        label={t`Lane`}
        options={laneOptions}
        value={filter.lane ?? ''}
        onChange={(lane) => change({ lane: lane === '' ? null : lane })}
      />
      <Select
        label={t`Kind`}
        options={kindOptions}
        value={filter.kind ?? ''}
        onChange={(kind) => change({ kind: kind === '' ? null : kind })}
      />
      <Select
        label={t`Marks`}
        options={[
          { value: '', label: t`Marked or not` },
          { value: 'any', label: t`Marked` },
          ...tags.map((name) => ({ value: `#${name}` as const, label: t`Tag ${name}` })),
        ]}
        value={tag !== null ? `#${tag}` : filter.marked ? 'any' : ''}
        onChange={(mark) =>
          change({ marked: mark === 'any', tag: mark.startsWith('#') ? mark.slice(1) : null })
        }
      />
      <Draft
        label={t`Slower than`}
        placeholder={t`100 ms`}
        value={filter.slowerMs}
        draft={slowerDraft}
        parse={parseSlower}
        help={t`Write it as 100 ms or 1.5 s; an hour at most.`}
        onChange={(slowerMs) => change({ slowerMs })}
      />
      <Draft
        label={t`From`}
        placeholder="14:05"
        value={filter.from}
        draft={(at) => momentDraft(at, now)}
        parse={(text) => parseMoment(text, now)}
        help={momentHelp}
        onChange={(from) => change({ from })}
      />
      <Draft
        label={t`To`}
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
