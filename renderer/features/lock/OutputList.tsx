import type { ReactNode } from 'react';
import { useSafety } from '#renderer/stores/hooks.ts';
import { countLive } from '#renderer/stores/live-text.ts';
import { StateWord } from '#renderer/ui/StateWord.tsx';

/** Outputs that are on or unknown, one a line, to be read from across the room. */
export function OutputList(): ReactNode {
  const live = useSafety()?.live ?? null;
  return (
    <div className="lock-outputs">
      <h2 id="lock-outputs">
        {live === null
          ? 'It is not known which outputs are on'
          : live.length === 0
            ? 'No output is on'
            : `${live.length === 1 ? 'An output' : 'Outputs'} may be live: ${countLive(live)}`}
      </h2>
      {live === null && <p className="ui-mute">Treat every output as live.</p>}
      <ul>
        {live?.map(({ instrument, name, channel, state }) => (
          <li key={`${instrument} ${channel}`} className={state}>
            <span>
              {name} <span className="ui-dim">output {channel}</span>
            </span>
            <StateWord kind={state} />
          </li>
        ))}
      </ul>
      <p className="ui-mute">Emergency stop works while locked.</p>
    </div>
  );
}
