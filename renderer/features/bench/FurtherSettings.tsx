import { type ReactNode, useId, useState } from 'react';
import { useSeen } from '#renderer/stores/hooks.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { NumberField } from '#renderer/ui/NumberField.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ChannelInfo, ChannelState, ChoiceName, HeldWord, Point } from '#shared/contract/channels.ts';
import type { InstrumentKind } from '#shared/contract/instruments.ts';
import { changeNews, sayChanged } from './changed-words.ts';
import { type FurtherGroup, type FurtherItem, furtherGroups, heldOf, type Topic } from './further.ts';
import { furtherFacts, itemLabel } from './further-words.ts';
import { pointSpec, sayValue, unknownHeld } from './points.ts';
import { WordField } from './WordField.tsx';
import './further.css';
import { t } from '#shared/language/t.ts';

interface FurtherProps {
  /** Of the instrument: for what has been seen. */
  readonly id: string;
  readonly kind: InstrumentKind;
  readonly info: ChannelInfo;
  readonly state: ChannelState | undefined;
  /** Of this channel, or of the whole instrument (which lists it at its first channel). */
  readonly of: 'channel' | 'instrument';
  /** Nothing is known, and nothing can be set. */
  readonly gone: boolean;
  readonly mayControl: boolean;
  readonly onSet: (point: Point, value: number) => Promise<string | null>;
  readonly onChoose: (choice: ChoiceName, word: string) => void;
}

interface Fold {
  readonly open: (of: string) => string;
  readonly close: (of: string) => string;
}

/** Closed until somebody opens them: set once, then looked at. The others are what one turns all day. */
const closedAtFirst: Readonly<Partial<Record<Topic, Fold>>> = {
  protection: {
    open: (of) => t`Open protection of ${of}`,
    close: (of) => t`Close protection of ${of}`,
  },
};

/** What can be set beyond the first row, by what it is about. A group that is closed says in words what it stands at. */
export function FurtherSettings(props: FurtherProps): ReactNode {
  const { info, state, gone, of } = props;
  const held = gone ? null : (state?.function ?? null);
  const word = held === null || held.state === 'unknown' ? null : held.value;
  const groups = furtherGroups(info, word, of);
  if (groups.length === 0) return null;
  return (
    <div className={classes('bench-further', of)}>
      {groups.map((group) => (
        <Group key={group.topic} {...props} group={group} />
      ))}
    </div>
  );
}

function Group(props: FurtherProps & { readonly group: FurtherGroup }): ReactNode {
  const { group, kind, info, gone } = props;
  const state = gone ? undefined : props.state;
  const fold = closedAtFirst[group.topic];
  const [open, setOpen] = useState(fold === undefined);
  const body = useId();
  const heading = useId();
  const facts = furtherFacts(kind, group, state);
  const pending = group.items.some((item) => heldOf(item, state)?.state === 'pending');
  return (
    <section className={classes('bench-topic', group.topic)} aria-labelledby={heading}>
      <div className="bench-topic-head">
        <h4 id={heading} className="ui-legend">
          {group.title}
        </h4>
        {!open && (
          <ul className="bench-topic-facts">
            {facts.map(({ label, value, quiet }) => (
              <li key={label} className={quiet ? 'ui-dim' : undefined}>
                <span className="ui-dim">{label}</span> <span className="ui-read">{value}</span>
              </li>
            ))}
          </ul>
        )}
        {!open && pending && <StateWord kind="pending" />}
        <span className="ui-grow" />
        {fold !== undefined && (
          <button
            type="button"
            className="bench-topic-fold"
            aria-expanded={open}
            aria-controls={body}
            aria-label={open ? fold.close(info.label) : fold.open(info.label)}
            onClick={() => setOpen(!open)}
          >
            {open ? t`Close` : t`Open`}
            <Icon name="down" size={14} />
          </button>
        )}
      </div>
      <div id={body} className="bench-topic-body" hidden={!open}>
        {open &&
          group.items.map((item) => (
            <Item
              key={item.kind === 'setting' ? item.setting.point : item.choice.choice}
              {...props}
              item={item}
            />
          ))}
      </div>
    </section>
  );
}

function Item(props: FurtherProps & { readonly group: FurtherGroup; readonly item: FurtherItem }): ReactNode {
  const { item, kind, info, state, gone, mayControl } = props;
  const [seen, see] = useSeen();
  const [problem, setProblem] = useState<string | null>(null);
  const name = item.kind === 'setting' ? item.setting.point : item.choice.choice;
  const what = `${props.id} ${info.channel} ${name}`;
  const held = gone ? undefined : heldOf(item, state);
  const news = changeNews(held, seen[what] ?? 0);
  const onSeen = (): void => {
    if (news !== null) see(what, news);
  };
  const shared = { label: itemLabel(kind, item), changed: sayChanged(news), onSeen };
  if (item.kind === 'choice')
    return (
      <WordField
        {...shared}
        small
        named={shared.label === props.group.title}
        options={item.choice.words.map(({ word, label }) => ({ value: word, label }))}
        held={gone ? null : (state?.choices[item.choice.choice] ?? null)}
        mayControl={mayControl}
        gone={gone}
        onChoose={(word) => props.onChoose(item.choice.choice, word)}
      />
    );
  const { setting } = item;
  const number = (gone ? undefined : state?.settings[setting.point]) ?? unknownHeld;
  if (setting.values !== null)
    return (
      <WordField
        {...shared}
        small
        options={setting.values.map((value) => ({ value: String(value), label: sayValue(setting, value) }))}
        held={asWord(number)}
        mayControl={mayControl}
        gone={gone}
        problem={problem}
        onChoose={(value) => {
          setProblem(null);
          void props.onSet(setting.point, Number(value)).then(setProblem);
        }}
      />
    );
  return (
    <NumberField
      {...shared}
      {...pointSpec(setting)}
      held={number}
      disabled={gone || !mayControl}
      onSend={(value) => props.onSet(setting.point, value)}
    />
  );
}

/** A number of which there are only a few, as the word of a selector. */
const asWord = (held: typeof unknownHeld): HeldWord => ({
  ...held,
  value: held.value === null ? null : String(held.value),
  was: held.was === null ? null : String(held.was),
});
