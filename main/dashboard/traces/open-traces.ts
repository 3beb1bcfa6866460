import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { newest } from '#main/bridge/sources.ts';
import { fileStamp } from '#main/folder/stamp.ts';
import { keptTraces } from '#main/profiling/trace.ts';
import { seenBy } from '#main/profiling/window-times.ts';
import type { traces } from '#shared/contract/traces.ts';
import { Fault } from '#shared/faults.ts';
import { chromeTrace } from './chrome-trace.ts';
import { DeepMode, deepVariable } from './deep.ts';
import { findTraces } from './find.ts';
import { summaryOf, wholeOf } from './summary.ts';

export interface TracesOptions {
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What happened for one action, while deep mode is on. */
export interface Traces {
  readonly handlers: DomainHandlers<typeof traces>;
  /** Switches deep mode off. */
  close(): void;
}

/** Opens them; deep mode is on at once where the environment says so. */
export function openTraces({ version, env }: TracesOptions): Traces {
  const deep = new DeepMode();
  if (env[deepVariable] === '1') deep.set(true, deepVariable);
  return {
    handlers: {
      deep: (_, { signal }) => newest(signal, (push) => deep.watch(push)),
      setDeep({ on }, { who }) {
        deep.set(on, who);
        return {};
      },
      list: (search) => ({ traces: findTraces(search).map(summaryOf), kept: keptTraces().length }),
      one({ id }) {
        const trace = keptTraces().find((each) => each.id === id);
        if (trace === undefined) throw new Fault('TRACE_UNKNOWN', `The trace ${id} is not kept.`);
        return wholeOf(trace);
      },
      seen({ call, receivedMs, paintedMs }, { seat }) {
        seenBy(seat, call, receivedMs, paintedMs);
        return {};
      },
      export: (search) => ({
        name: `lablink-traces-${fileStamp(Date.now())}.json`,
        text: chromeTrace(findTraces(search), version),
      }),
    },
    close: () => deep.set(false, 'console'),
  };
}
