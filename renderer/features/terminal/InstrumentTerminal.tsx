import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { useLive, useNow, usePermissions, useSafety } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { pinsMax } from '#shared/contract/pins.ts';
import { CommandBox, type CommandBoxHandle } from './CommandBox.tsx';
import { CommandsPanel } from './CommandsPanel.tsx';
import { CopyIcon } from './CopyIcon.tsx';
import type { EntryActs } from './EntryView.tsx';
import { FirstStep } from './FirstStep.tsx';
import { linkWord } from './link-words.ts';
import { nearest } from './nearest.ts';
import { RecordKey } from './RecordKey.tsx';
import { SendControls } from './SendControls.tsx';
import { situationOf } from './situation.ts';
import { SituationNote } from './SituationNote.tsx';
import { Spoken } from './Spoken.tsx';
import { TerminalHead } from './TerminalHead.tsx';
import { terminalsOf } from './terminals.ts';
import { transcriptText } from './transcript-text.ts';
import { type TranscriptHandle, TranscriptView } from './TranscriptView.tsx';
import { useCommands } from './use-commands.ts';
import { t } from '#shared/language/t.ts';

/** The terminal of one instrument. */
export function InstrumentTerminal(props: {
  readonly instrument: Instrument;
  readonly instruments: readonly Instrument[];
  readonly onChoose: (id: string) => void;
}): ReactNode {
  const { instrument } = props;
  const { id, name } = instrument;
  const stores = useStores();
  const { ui } = stores;
  const terminals = terminalsOf(stores);
  const { transcript, deadlineMs, running, draft, history } = useStore(terminals.of(id));
  const live = useLive(id);
  const safety = useSafety();
  const permissions = usePermissions();
  const list = useCommands(instrument);
  const situation = situationOf(instrument, { safety, permissions, now: useNow(1000) });
  const box = useRef<CommandBoxHandle>(null);
  const scroll = useRef<TranscriptHandle>(null);
  const guards = [...new Set(live?.channels.flatMap(({ envelope }) => envelope?.name ?? []))];
  const guard = guards.length > 0 ? guards.join(', ') : null;
  const mayConfirm = permissions.has('safety:confirm');
  const closed = situation?.closed ?? false;
  const blocked = closed || running !== null;

  const pinned = live?.pins?.length ?? pinsMax;
  const mayPin = permissions.has('instruments:control') && pinned < pinsMax;

  const send = useCallback((text: string) => void terminals.send(id, [text]), [terminals, id]);
  const acts = useMemo<EntryActs>(
    () => ({
      instrument: name,
      mayConfirm,
      onTry: (text) => box.current?.put(text),
      onConfirm: ({ text, bus }) =>
        void (bus === null
          ? terminals.send(id, [text], { confirm: true })
          : terminals.act(id, bus, { confirm: true })),
      onPin: mayPin
        ? (query) => {
            ui.setState({ toPin: { instrument: id, query } });
            window.location.hash = '#/bench';
          }
        : null,
      near: (text) => nearest(list ?? [], text),
    }),
    [terminals, ui, id, name, mayConfirm, mayPin, list],
  );
  // Whoever comes here wants to type. Focus that is in use elsewhere is left where it is.
  useEffect(() => {
    const free =
      document.activeElement === document.body ||
      document.activeElement?.closest('nav') instanceof HTMLElement;
    if (free) box.current?.focus();
  }, []);

  const { entries } = transcript;
  const link = linkWord(instrument);
  return (
    <div className="terminal-page">
      <Panel
        title={t`Terminal`}
        icon="terminal"
        flush
        className="terminal"
        note={entries.length === 0 ? '' : entries.length === 1 ? t`1 entry` : t`${entries.length} entries`}
        actions={
          <>
            {entries.length > 0 && (
              <>
                <CopyIcon label={t`Copy all as a transcript`} text={() => transcriptText(entries)} />
                <Button size="small" look="quiet" onPress={() => terminals.clear(id)}>
                  {t`Clear transcript`}
                </Button>
              </>
            )}
            <RecordKey instrument={instrument} disabled={closed} />
            <StateWord kind={link.kind}>{link.word}</StateWord>
          </>
        }
      >
        <TerminalHead
          instruments={props.instruments}
          instrument={instrument}
          onChoose={props.onChoose}
          guard={guard}
        />
        <TranscriptView
          name={name}
          transcript={transcript}
          acts={acts}
          handle={scroll}
          empty={<FirstStep name={name} list={list} disabled={blocked} onSend={send} />}
        />
        <div className="terminal-foot">
          {situation !== null && <SituationNote situation={situation} instrument={instrument} />}
          <SendControls
            list={list}
            disabled={blocked}
            deadlineMs={deadlineMs}
            onDeadline={(ms) => terminals.of(id).setState({ deadlineMs: ms })}
            onSend={send}
            onBus={(action) => void terminals.act(id, action)}
          />
          <CommandBox
            handle={box}
            name={name}
            draft={draft}
            onDraft={(text) => terminals.of(id).setState({ draft: text })}
            history={history}
            running={running}
            closed={closed}
            disabled={situation?.kind === 'no-permission'}
            known={{ list, guard, latched: safety?.latched ?? false, mayConfirm }}
            onSend={(lines, typed) => void terminals.send(id, lines, { typed })}
            onCancel={() => terminals.cancel(id)}
            onPage={(direction) => scroll.current?.page(direction)}
          />
        </div>
        <Spoken entry={entries.findLast(({ kind }) => kind === 'exchange')} />
      </Panel>
      <CommandsPanel list={list} onTake={(text) => box.current?.put(text)} />
    </div>
  );
}
