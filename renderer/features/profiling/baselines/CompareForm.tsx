import { type ReactNode, useState } from 'react';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Select } from '#renderer/ui/Choice.tsx';
import type { BaselineSummary, Comparison } from '#shared/contract/baselines.ts';
import { partners } from './partners.ts';
import { whenMade } from './summary-words.ts';
import { t } from '#shared/language/t.ts';

const labelOf = ({ name, at }: BaselineSummary): string => `${name}, ${whenMade(at)}`;

/** Two that are kept against each other, or one against the console as it is now. */
export function CompareForm(props: {
  readonly list: readonly BaselineSummary[];
  /** The one that is chosen above: it is the older one, until another is. */
  readonly first: BaselineSummary | null;
  readonly onWhole: (comparison: Comparison) => void;
}): ReactNode {
  const { list, first } = props;
  const client = useClient();
  const { busy, fault, run } = useCall();
  const [older, setOlder] = useState<string | null>(null);
  const [newer, setNewer] = useState<string | null>(null);
  const old = list.find(({ id }) => id === older) ?? first ?? list[0];
  if (old === undefined) return null;
  const others = partners(list, old);
  const options = others.map((each) =>
    each === null
      ? { value: 'now', label: t`The console as it is now` }
      : { value: each.id, label: labelOf(each) },
  );
  const now = options.some(({ value }) => value === newer) ? newer : (options[0]?.value ?? null);
  const compare = async (): Promise<void> => {
    if (now === null) return;
    const comparison = await run(() =>
      client.baselines.compare({ old: old.id, new: now === 'now' ? null : now }),
    );
    if (comparison !== null) props.onWhole(comparison);
  };
  return (
    <section className="pf-compare" aria-label={t`Compare two`}>
      <Select
        label={t`Compare`}
        options={list.map((each) => ({ value: each.id, label: labelOf(each) }))}
        value={old.id}
        onChange={setOlder}
      />
      {now === null ? (
        <p className="ui-mute">
          {t`There is no other report of the ten paths to compare it with. Run them again, and compare the two.`}
        </p>
      ) : (
        <>
          <Select label={t`with`} options={options} value={now} onChange={setNewer} />
          <Button pending={busy} onPress={() => void compare()}>
            {busy ? t`Comparing…` : t`Compare`}
          </Button>
        </>
      )}
      <FaultNote fault={fault} />
    </section>
  );
}
