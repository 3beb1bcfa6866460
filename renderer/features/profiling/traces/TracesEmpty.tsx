import type { ReactNode } from 'react';
import { deepTerms } from '#renderer/features/profiling/recording/deep-words.ts';
import { useClient, usePermissions } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { DeepState, TraceSearch } from '#shared/contract/traces.ts';
import type { FaultShape } from '#shared/faults.ts';
import { narrowed } from './view.ts';
import { t } from '#shared/language/t.ts';

/** No traces are kept: what they are, what they cost, and the switch. */
export function TracesOff({ deep }: { readonly deep: DeepState | null }): ReactNode {
  const client = useClient();
  const may = usePermissions().has('profiling:run');
  const { busy, fault, run } = useCall();
  if (deep === null)
    return <p className="traces-none">{t`Whether traces are kept is not known: waiting for the console.`}</p>;
  return (
    <div className="traces-none">
      <Steps />
      <h3>{t`Follow one action from the click to the wire and back`}</h3>
      <p>
        {t`In deep mode each call, exchange and query is kept with what it was done for. ${deepTerms(deep)} Off again forgets them and leaves nothing running.`}
      </p>
      {may ? (
        <Button
          look="primary"
          pending={busy}
          onPress={() => void run(() => client.traces.setDeep({ on: true }))}
        >
          {busy ? t`Switching on…` : t`Switch deep mode on`}
        </Button>
      ) : (
        <p className="ui-dim">{t`An operator or an administrator can switch it on.`}</p>
      )}
      {fault !== null && (
        <Message tone="bad" title={fault.message}>
          {fault.remedy}
        </Message>
      )}
    </div>
  );
}

/** A waterfall as it will be, without figures. */
function Steps(): ReactNode {
  return (
    <svg className="traces-steps" viewBox="0 0 240 62" aria-hidden="true">
      {[
        ['node', 0, 26],
        ['bridge', 26, 176],
        ['session', 40, 132],
        ['transports', 64, 100],
        ['history', 176, 22],
        ['node', 202, 30],
      ].map(([tint, x, width], row) => (
        <rect
          key={`${tint} ${x}`}
          className={`tint-${tint}`}
          x={Number(x) + 0.5}
          y={row * 10 + 1.5}
          width={width}
          height="7"
        />
      ))}
    </svg>
  );
}

/** Instead of rows: nothing has been done yet, or nothing fits. */
export function NoTraces(props: {
  readonly loading: boolean;
  readonly kept: number;
  readonly search: TraceSearch;
  readonly onClear: () => void;
}): ReactNode {
  const { loading, kept, search, onClear } = props;
  if (loading) return t`Loading…`;
  if (kept > 0 && narrowed(search))
    return (
      <div className="traces-nothing">
        <p>
          <b>{t`None of the ${kept} traces fits.`}</b>{' '}
          {search.origin === 'person'
            ? t`Nobody has done such a thing since deep mode is on. What the console does by itself is under Console.`
            : t`Take away what narrows them.`}
        </p>
        <Button size="small" shortcut="X" onPress={onClear}>
          {t`Show all`}
        </Button>
      </div>
    );
  return (
    <div className="traces-nothing">
      <p>
        <b>{t`Nothing yet.`}</b>{' '}
        {t`Set a value on the bench (F1) or search the history (F4), and come back: what you did stands here.`}
      </p>
    </div>
  );
}

/** Instead of a waterfall. */
export function NoTrace(props: {
  readonly chosen: boolean;
  readonly some: boolean;
  readonly fault: FaultShape | null;
  readonly onAgain: () => void;
}): ReactNode {
  const { chosen, some, fault, onAgain } = props;
  if (fault !== null)
    return (
      <div className="traces-wait">
        <Message
          tone={fault.code === 'TRACE_UNKNOWN' ? 'info' : 'bad'}
          title={fault.message}
          action={
            fault.code === 'TRACE_UNKNOWN' ? undefined : (
              <Button size="small" onPress={onAgain}>
                {t`Try again`}
              </Button>
            )
          }
        >
          {fault.remedy}
        </Message>
      </div>
    );
  return (
    <div className="traces-wait ui-dim">
      {chosen ? (
        t`Loading…`
      ) : (
        <>
          <Icon name="stretch" size={20} />
          {some ? t`Choose a trace to see where its time went.` : t`The waterfall of a trace stands here.`}
        </>
      )}
    </div>
  );
}
