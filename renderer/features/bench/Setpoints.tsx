import type { ReactNode } from 'react';
import { useSeen } from '#renderer/stores/hooks.ts';
import { NumberField, type NumberFieldHandle } from '#renderer/ui/NumberField.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ChannelInfo, ChannelState, Point } from '#shared/contract/channels.ts';
import type { InstrumentKind } from '#shared/contract/instruments.ts';
import { changeNews, sayChanged } from './changed-words.ts';
import { firstSettings, pointKeys, pointLabel, pointSpec, rulingPoint, unknownHeld } from './points.ts';

interface SetpointsProps {
  /** Of the instrument: for what has been seen. */
  readonly id: string;
  readonly kind: InstrumentKind;
  readonly info: ChannelInfo;
  readonly state: ChannelState | undefined;
  /** Nothing is known, and nothing can be set. */
  readonly gone: boolean;
  readonly mayControl: boolean;
  /** Why nothing can be set, or when it can again. */
  readonly note: string | null;
  readonly onSet: (point: Point, value: number) => Promise<string | null>;
  readonly handle: (point: Point, handle: NumberFieldHandle | null) => void;
}

const limits = { voltage: 'maxVoltage', current: 'maxCurrent', power: 'maxPower' } as const;

/** What can be set of a channel. Where one setpoint rules, it is the one in ink. */
export function Setpoints(props: SetpointsProps): ReactNode {
  const { id, kind, info, state, gone, mayControl } = props;
  const [seen, see] = useSeen();
  const ruling = gone ? null : rulingPoint(info, state);
  return (
    <div className="bench-sets">
      {firstSettings(info).map((setting, place) => {
        const { point } = setting;
        const held = gone ? unknownHeld : (state?.settings[point] ?? unknownHeld);
        const what = `${id} ${info.channel} ${point}`;
        const news = changeNews(held, seen[what] ?? 0);
        const limit =
          point === 'voltage' || point === 'current' || point === 'power'
            ? (state?.envelope?.[limits[point]] ?? null)
            : null;
        return (
          <div
            key={point}
            className={classes('bench-set', ruling !== null && (ruling === point ? 'ruling' : 'resting'))}
          >
            <NumberField
              label={pointLabel(kind, point)}
              shortcut={pointKeys[point] ?? ''}
              {...pointSpec(setting)}
              limit={limit}
              held={held}
              disabled={gone || !mayControl}
              mark={ruling === point ? 'rules' : null}
              note={place === 0 ? props.note : null}
              changed={sayChanged(news)}
              onSeen={() => {
                if (news !== null) see(what, news);
              }}
              onSend={(value) => props.onSet(point, value)}
              handle={(handle) => props.handle(point, handle)}
            />
          </div>
        );
      })}
    </div>
  );
}
