import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useDeep } from '#renderer/features/profiling/recording/use-deep.ts';
import { pressKey, useKeysGoOn, useSearchKey } from '#renderer/ui/screen-keys.ts';
import { useQuery } from '#renderer/features/profiling/use-query.ts';
import { useStores } from '#renderer/stores/context.ts';
import { useClient } from '#renderer/stores/hooks.ts';
import { saveFile } from '#renderer/stores/save-file.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { TraceFilter } from './TraceFilter.tsx';
import { NoTrace, NoTraces, TracesOff } from './TracesEmpty.tsx';
import { TraceTable } from './TraceTable.tsx';
import { useTraces } from './use-traces.ts';
import { firstSearch, tracesViewOf } from './view.ts';
import { Waterfall } from './Waterfall.tsx';
import '#renderer/features/profiling/tints.css';
import './traces.css';
import { t } from '#shared/language/t.ts';

/** Scrolled further than this, the rows must stand still under the eye. px. */
const topPx = 24;

/** What was done for each action, from the click to the wire and back: a list to search, and the waterfall of one of them. */
export function TracesView(): ReactNode {
  const client = useClient();
  const store = tracesViewOf(useStores());
  const { search, chosen, paused } = useStore(store);
  const deep = useDeep();
  const on = deep?.on ?? false;
  const [scrolled, setScrolled] = useState(false);
  const [cleared, setCleared] = useState(0);
  const list = useTraces(search, on, paused || scrolled);
  const saving = useCall();
  const field = useRef<HTMLInputElement>(null);
  const waterfall = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLElement>(null);
  useSearchKey(field);
  useKeysGoOn(panel);
  const traces = list.traces ?? [];
  const summary = traces.find(({ id }) => id === chosen);
  // A trace grows until it ends, and the window adds when it was painted.
  const grown = summary === undefined ? '' : ` ${summary.spans} ${summary.ms}`;
  const one = useQuery(!on || chosen === null ? null : `${chosen}${grown}`, (signal) =>
    client.traces.one({ id: chosen ?? 0 }, { signal }),
  );
  const shown = one.value?.id === chosen ? one.value : null;
  const save = (): void => {
    void saving.run(async () => {
      const { name, text } = await client.traces.export({ ...search });
      saveFile(name, text);
    });
  };
  const pause = (): void => store.setState({ paused: !paused });
  const clear = (): void => {
    store.setState({ search: { ...firstSearch, origin: null } });
    setCleared(cleared + 1);
  };
  const keys = (event: KeyboardEvent<HTMLElement>): void => pressKey(event, { L: pause, X: clear, D: save });
  return (
    <Panel
      title={t`Traces`}
      icon="stretch"
      flush
      className="traces"
      onKeyDown={keys}
      panelRef={panel}
      note={
        on ? t`${list.kept} kept${paused || scrolled ? t`, the list holds still` : ''}` : t`Deep mode is off`
      }
      actions={
        on ? (
          <>
            <Button size="small" shortcut="L" onPress={pause}>
              {paused ? t`Go on` : t`Hold`}
            </Button>
            <Button
              size="small"
              icon="save"
              shortcut="D"
              disabled={traces.length === 0}
              pending={saving.busy}
              onPress={save}
            >
              {saving.busy ? t`Exporting…` : t`Export trace events`}
            </Button>
          </>
        ) : undefined
      }
    >
      {!on ? (
        <TracesOff deep={deep} />
      ) : (
        <>
          {[saving.fault, list.fault].map(
            (fault) =>
              fault !== null && (
                <Message key={fault.code} tone="bad" title={fault.message}>
                  {fault.remedy}
                </Message>
              ),
          )}
          <div className="traces-split">
            <div className="traces-list">
              <TraceFilter
                key={cleared}
                search={search}
                onChange={(next) => store.setState({ search: next })}
                searchRef={field}
              />
              <div
                className="traces-rows"
                onScrollCapture={(event) => {
                  if (event.target instanceof HTMLElement) setScrolled(event.target.scrollTop > topPx);
                }}
              >
                <TraceTable
                  traces={traces}
                  chosen={chosen}
                  onChoose={(id) => store.setState({ chosen: id })}
                  onOpen={() => waterfall.current?.querySelector<HTMLElement>('[role="treegrid"]')?.focus()}
                  empty={
                    <NoTraces
                      loading={list.traces === null || list.old}
                      kept={list.kept}
                      search={search}
                      onClear={clear}
                    />
                  }
                />
              </div>
            </div>
            <div className="traces-one" ref={waterfall}>
              {shown === null ? (
                <NoTrace
                  chosen={chosen !== null}
                  some={traces.length > 0}
                  fault={one.fault}
                  onAgain={one.again}
                />
              ) : (
                <Waterfall key={shown.id} trace={shown} />
              )}
            </div>
          </div>
        </>
      )}
    </Panel>
  );
}
