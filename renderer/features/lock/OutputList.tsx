import type { ReactNode } from 'react';
import { useSafety } from '#renderer/stores/hooks.ts';
import { countLive } from '#renderer/stores/live-text.ts';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { t } from '#shared/language/t.ts';

/** Outputs that are on or unknown, one a line, to be read from across the room. */
export function OutputList(): ReactNode {
  const live = useSafety()?.live ?? null;
  return (
    <div className="lock-outputs">
      <h2 id="lock-outputs">
        {live === null
          ? t`It is not known which outputs are on`
          : live.length === 0
            ? t`No output is on`
            : live.length === 1
              ? t`An output may be live: ${countLive(live)}`
              : t`Outputs may be live: ${countLive(live)}`}
      </h2>
      {live === null && <p className="ui-mute">{t`Treat every output as live.`}</p>}
      <ul>
        {live?.map(({ instrument, name, channel, state }) => (
          <li key={`${instrument} ${channel}`} className={state}>
            <span>
              {name} <span className="ui-dim">{t`output ${channel}`}</span>
            </span>
            <StateWord kind={state} />
          </li>
        ))}
      </ul>
      <p className="ui-mute">{t`Emergency stop works while locked.`}</p>
    </div>
  );
}
