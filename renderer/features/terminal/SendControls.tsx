import type { ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented } from '#renderer/ui/Choice.tsx';
import type { Listed } from './meaning.ts';
import { quickMessages } from './quick.ts';

const deadlines = [
  { value: '1000', label: '1 s' },
  { value: '5000', label: '5 s' },
  { value: '30000', label: '30 s' },
  { value: '120000', label: '120 s' },
] as const;

/** Above the input: the usual messages, and how long an answer may take. */
export function SendControls(props: {
  readonly list: readonly Listed[] | null;
  readonly disabled: boolean;
  readonly deadlineMs: number;
  readonly onDeadline: (ms: number) => void;
  readonly onSend: (text: string) => void;
}): ReactNode {
  return (
    <div className="terminal-controls">
      {quickMessages(props.list ?? []).map(({ short, help }) => (
        <Button
          key={short}
          size="small"
          disabled={props.disabled}
          label={`Send ${short}: ${help}`}
          onPress={() => props.onSend(short)}
        >
          <span className="ui-mono">{short}</span>
        </Button>
      ))}
      <span className="ui-grow" />
      <span className="ui-legend" aria-hidden="true">
        Answer within
      </span>
      <Segmented
        small
        label="Answer within"
        options={deadlines}
        value={deadlines.find(({ value }) => Number(value) === props.deadlineMs)?.value ?? deadlines[0].value}
        onChange={(value) => props.onDeadline(Number(value))}
      />
    </div>
  );
}
