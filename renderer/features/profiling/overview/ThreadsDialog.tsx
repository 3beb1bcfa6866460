import type { ReactNode } from 'react';
import { nothingText, percentText, timeText } from '#renderer/features/profiling/ms-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Ruler } from '#renderer/ui/Ruler.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { Overview } from '#shared/contract/profiling.ts';
import { busyLimit } from './figures.ts';
import { t } from '#shared/language/t.ts';

/** The threads of the console: how busy each is, and how full. */
export function ThreadsDialog(props: {
  readonly overview: Overview | null;
  readonly onClose: () => void;
}): ReactNode {
  const { overview, onClose } = props;
  return (
    <Dialog
      title={t`Threads`}
      open
      onClose={onClose}
      wide
      dismissable
      actions={
        <Button shortcut="Esc" onPress={onClose}>
          {t`Close`}
        </Button>
      }
    >
      {overview === null ? (
        <p role="status">{t`Nothing is known of the threads now.`}</p>
      ) : (
        <Threads overview={overview} />
      )}
    </Dialog>
  );
}

function Threads({ overview }: { readonly overview: Overview }): ReactNode {
  const { threads, memory, handles } = overview;
  return (
    <>
      <table className="pf-table pf-threads">
        <thead>
          <tr>
            <th scope="col">{t`Thread`}</th>
            <th scope="col">{t`Loop at work`}</th>
            <th scope="col" className="right">
              {t`Of a core`}
            </th>
            <th scope="col">{t`Heap`}</th>
          </tr>
        </thead>
        <tbody>
          {threads.map(({ name, utilisation, cpu, heapUsed, heapLimit }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <span className="ui-read">
                  {utilisation === null ? nothingText : percentText(utilisation)}
                </span>
                <Ruler
                  to={1}
                  value={utilisation}
                  limit={busyLimit}
                  slim
                  state={utilisation === null ? 'unknown' : 'live'}
                />
              </td>
              <td className="right ui-read">{cpu === null ? nothingText : percentText(cpu)}</td>
              <td>
                {heapUsed === null || heapLimit === null ? (
                  <span className="ui-read">{nothingText}</span>
                ) : (
                  <>
                    <span className="ui-read">
                      {formatBytes(heapUsed)}{' '}
                      <span className="ui-dim">{t`of ${formatBytes(heapLimit)}`}</span>
                    </span>
                    <Ruler to={heapLimit} value={heapUsed} limit={heapLimit * busyLimit} slim />
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="pf-facts">
        <Fact name={t`Collecting garbage, main`}>
          {t`${percentText(memory.gc)} of the time; p99 ${timeText(memory.gcP99Ms)}`}
        </Fact>
        <Fact name={t`Whole process`}>
          {t`${formatBytes(memory.rss)} of ${formatBytes(memory.total)}; ${formatBytes(memory.external)} outside of the heaps`}
        </Fact>
        <Fact name={t`Open handles`}>
          {t`${handles.files ?? nothingText} files, ${handles.sockets} sockets, ${handles.timers} timers`}
        </Fact>
      </dl>
    </>
  );
}

function Fact(props: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
