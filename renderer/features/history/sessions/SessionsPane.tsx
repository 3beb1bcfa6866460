import type { KeyboardEvent, ReactNode } from 'react';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import type { WorkSession } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { useSessions } from './use-sessions.ts';
import { fewNames, pick, sessionLength, sessionTimes } from './words.ts';
import './sessions.css';
import { t } from '#shared/language/t.ts';

/** Work sessions beside the rows: choosing one shows its rows alone, picking two compares them. */
export function SessionsPane(props: {
  readonly now: number;
  /** The session whose rows are shown. */
  readonly chosen: number | null;
  readonly onChoose: (session: WorkSession) => void;
  readonly picked: readonly WorkSession[];
  readonly onPicked: (picked: readonly WorkSession[]) => void;
  readonly onCompare: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { now, chosen, picked } = props;
  const { list, loaded, fault, more, again } = useSessions();
  const letter = (id: number): string => ['A', 'B'][picked.findIndex((each) => each.id === id)] ?? '';
  const columns: readonly Column<WorkSession>[] = [
    {
      id: 'session',
      title: t`Work sessions`,
      width: 'minmax(0, 1fr)',
      cell: (session) => <SessionCell session={session} now={now} />,
    },
    {
      id: 'pick',
      title: t`Pick`,
      width: '56px',
      cell: (session) => {
        const mark = letter(session.id);
        return (
          <button
            type="button"
            tabIndex={-1}
            className="history-pick"
            aria-pressed={mark !== ''}
            aria-label={t`Compare the session of ${sessionTimes(session, now)}`}
            onClick={(event) => {
              event.stopPropagation();
              props.onPicked(pick(picked, session));
            }}
          >
            {mark || '+'}
          </button>
        );
      },
    },
  ];
  const keys = (event: KeyboardEvent): void => {
    const session = list.find(({ id }) => id === chosen);
    if (event.key !== ' ' || session === undefined || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    props.onPicked(pick(picked, session));
  };
  return (
    <aside className="history-sessions" aria-label={t`Work sessions`} onKeyDown={keys}>
      <div className="history-sessions-list">
        <Table
          label={t`Work sessions, newest first`}
          columns={columns}
          rows={list}
          rowKey={({ id }) => id}
          rowHeight={74}
          selected={chosen}
          onSelect={props.onChoose}
          onEnd={more}
          empty={
            loaded
              ? t`No session yet. A session begins with the first command that somebody sends, and ends with 30 min of nothing.`
              : t`Loading…`
          }
        />
      </div>
      {fault !== null && (
        <Message
          tone="bad"
          title={fault.message}
          action={
            <Button size="small" onPress={again}>
              {t`Try again`}
            </Button>
          }
        >
          {fault.remedy}
        </Message>
      )}
      <footer>
        <Button size="small" icon="compare" disabled={picked.length < 2} onPress={props.onCompare}>
          {t`Compare A with B`}
        </Button>
        <span className="ui-dim ui-cut" role="status">
          {picked.length === 2 ? '' : picked.length === 1 ? t`One more session` : t`Pick two with +`}
        </span>
        <span className="ui-grow" />
        <IconButton
          icon="close"
          look="quiet"
          size="small"
          label={t`Close the work sessions`}
          onPress={props.onClose}
        />
      </footer>
    </aside>
  );
}

function SessionCell({ session, now }: { readonly session: WorkSession; readonly now: number }): ReactNode {
  const { lines, failed, operators, instruments } = session;
  return (
    <span className="history-session">
      <b>{sessionTimes(session, now)}</b>
      <span className="ui-mute ui-cut">
        {fewNames(
          instruments.map(({ name }) => name),
          2,
        ) || t`no instrument`}
      </span>
      <span className="ui-dim ui-cut">
        {lines === 1
          ? t`1 row in ${sessionLength(session)}`
          : t`${formatFixed(lines, 0)} rows in ${sessionLength(session)}`}
        {failed > 0 && <span className="history-words bad">{t`, ${formatFixed(failed, 0)} failed`}</span>}
        {operators.length > 0 && `, ${fewNames(operators, 2)}`}
      </span>
    </span>
  );
}
