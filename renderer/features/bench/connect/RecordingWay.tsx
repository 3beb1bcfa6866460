import type { ReactNode } from 'react';
import type { Draft } from './draft.ts';
import { recordingPicks } from './picks.ts';
import { PortList } from './PortList.tsx';
import type { Ports } from './use-ports.ts';

/** A recorded session, which answers as the instrument did then. */
export function RecordingWay(props: {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly ports: Ports;
}): ReactNode {
  const { draft, change, ports } = props;
  return (
    <PortList
      label="Recorded sessions"
      items={recordingPicks(ports.recordings)}
      value={draft.recording}
      onChange={(recording) => change({ recording })}
      empty="Nothing was recorded yet. The terminal of a connected instrument has Record."
      ports={ports}
    />
  );
}
