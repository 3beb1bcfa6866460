import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useFollow } from '#renderer/stores/use-follow.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import type { Overview, SpanKey, Window } from '#shared/contract/profiling.ts';
import { AgainstPanel } from './baselines/AgainstPanel.tsx';
import { PathsStrip } from './baselines/PathsStrip.tsx';
import { DialogHost } from './DialogHost.tsx';
import type { ProfilingDialog } from './dialogs.ts';
import { DetailPane } from './DetailPane.tsx';
import { FaultNote } from './FaultNote.tsx';
import { FlameView } from './flame/FlameView.tsx';
import { type Chosen, InstrumentView } from './instrument/InstrumentView.tsx';
import { actOf } from './keys.ts';
import { useMayRun } from './may.ts';
import { Alerts } from './overview/Alerts.tsx';
import { Strip } from './overview/Strip.tsx';
import { DeepMode } from './recording/DeepMode.tsx';
import { SpansView } from './spans/SpansView.tsx';
import { nextWindow, type Tab } from './tabs.ts';
import { TracesView } from './traces/TracesView.tsx';
import { ViewBar } from './ViewBar.tsx';
import './profiling.css';
import './parts.css';
import './charts.css';
import './baselines.css';
import { t } from '#shared/language/t.ts';

/** A dialog that closes gives the focus back within this time, ms. */
const focusMs = 100;

const noSpans: Overview['spans'] = [];

const typing = (target: EventTarget): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, [role="listbox"], [role="dialog"], [role="menu"]') !== null;

/** Where the console's time goes: the figures, what left its baseline, and four ways to look closer. */
export function ProfilingScreen(): ReactNode {
  const may = useMayRun();
  const [tab, setTab] = useState<Tab>('spans');
  const [window, setWindow] = useState<Window>('tenMinutes');
  const [selected, setSelected] = useState<SpanKey | null>(null);
  const [chosen, setChosen] = useState<Chosen>({ instrument: null, command: null });
  const [dialog, setDialog] = useState<ProfilingDialog | null>(null);
  const [exporting, setExporting] = useState(false);
  const [turn, setTurn] = useState(0);
  const exported = useCall();
  const filter = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLElement>(null);
  const overview = useFollow(window, 'profiling:read', (client, signal) =>
    client.profiling.overview({ window }, { signal }),
  );
  const { value } = overview;
  // Looked at first: the slowest exchange. It stays when another becomes slower, until somebody chooses.
  const first = value?.slowest?.key ?? value?.spans[0]?.key;
  if (selected === null && first !== undefined) setSelected(first);
  useEffect(() => {
    // Whoever came here by a key can go on by key at once.
    if (document.activeElement === document.body) panel.current?.focus();
  }, []);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (dialog !== null) return;
    // What opened the dialog may be gone: then nothing has the focus, and no key would do anything.
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) root.current?.focus();
    }, focusMs);
    return () => clearTimeout(timer);
  }, [dialog]);
  const open = useCallback((next: ProfilingDialog) => setDialog(next), []);
  const look = (key: SpanKey): void => {
    if (key.kind === 'exchange' && key.instrument !== null) {
      setChosen({ instrument: key.instrument, command: key.name === '' ? null : key.name });
      setTab('instruments');
    }
  };
  const show = (key: SpanKey): void => {
    // An instrument as a whole has no name of a command.
    if (key.name === '') return look(key);
    setSelected(key);
    setTab('spans');
  };
  const run = (act: NonNullable<ReturnType<typeof actOf>>): boolean => {
    switch (act.do) {
      case 'tab':
        setTab(act.tab);
        return true;
      case 'window':
        setWindow(nextWindow(window));
        return true;
      case 'filter':
        filter.current?.focus();
        return filter.current !== null;
      case 'export':
        setExporting(true);
        return true;
      case 'again':
        setTurn(turn + 1);
        return true;
      case 'save':
        if (may) setDialog({ is: 'save' });
        return may;
      case 'ten-paths':
      case 'baselines':
      case 'threads':
        setDialog({ is: act.do });
        return true;
    }
  };
  const keys = (event: KeyboardEvent<HTMLElement>): void => {
    // A dialog stands elsewhere on the page, though not for React.
    if (event.defaultPrevented || typing(event.target) || !event.currentTarget.contains(event.target as Node))
      return;
    const { key, shiftKey: shift, ctrlKey, altKey, metaKey, repeat } = event;
    const act = actOf({ key, shift, other: ctrlKey || altKey || metaKey, repeat });
    if (act !== null && run(act)) event.preventDefault();
  };
  return (
    <div className="pf" onKeyDown={keys} ref={root} tabIndex={-1}>
      <Strip
        overview={value}
        onSlowest={() => {
          if (value?.slowest) show(value.slowest.key);
        }}
        onThreads={() => setDialog({ is: 'threads' })}
      >
        <DeepMode onShow={() => setTab('cpu')} />
      </Strip>
      <Alerts alerts={value?.alerts ?? []} onShow={show} />
      {dialog?.is !== 'ten-paths' && (
        <PathsStrip onReport={(report) => setDialog({ is: 'report', report })} />
      )}
      <FaultNote fault={exported.fault} />
      <ViewBar
        tab={tab}
        onTab={setTab}
        window={window}
        onWindow={setWindow}
        exporting={exporting}
        onExporting={setExporting}
        exported={exported}
        onTenPaths={() => setDialog({ is: 'ten-paths' })}
        onBaselines={() => setDialog({ is: 'baselines' })}
      />
      <div className={tab === 'spans' ? 'pf-main beside' : 'pf-main'}>
        {tab === 'spans' && (
          <>
            <SpansView
              overview={overview}
              window={window}
              selected={selected}
              onSelect={setSelected}
              onOpen={look}
              filterRef={filter}
              panelRef={panel}
            />
            <DetailPane overview={value} selected={selected} window={window} onOpen={look} />
            <AgainstPanel
              turn={turn}
              onAgain={() => setTurn(turn + 1)}
              onChoose={() => setDialog({ is: 'baselines' })}
              onSave={() => setDialog({ is: 'save' })}
              onWhole={(comparison) => setDialog({ is: 'comparison', comparison })}
            />
          </>
        )}
        {tab === 'instruments' && (
          <InstrumentView
            spans={value?.spans ?? noSpans}
            window={window}
            chosen={chosen}
            onChoose={setChosen}
          />
        )}
        {tab === 'traces' && <TracesView />}
        {tab === 'cpu' && <FlameView />}
      </div>
      {!may && (
        <p className="ui-dim pf-may">
          {t`You see everything here. Deep mode, recordings, baselines and the ten paths are for an operator.`}
        </p>
      )}
      <DialogHost dialog={dialog} overview={value} open={open} onClose={() => setDialog(null)} />
    </div>
  );
}
