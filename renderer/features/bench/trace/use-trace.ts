import { useFollow } from '#renderer/stores/use-follow.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Frame } from './trace-scale.ts';
import { said } from '#shared/language/said.ts';

export interface TraceNow {
  /** The newest frame; null while nothing is known. */
  readonly frame: Frame | null;
  /** Why there is none, in words; null while the first one is on its way. */
  readonly why: string | null;
  /** This model has no traces at all. */
  readonly without: boolean;
}

/** Follows the traces of a scope while they are looked at. `columns`: how many the picture has room for. */
export function useTrace(instrument: Instrument, channels: readonly number[], columns: number): TraceNow {
  const { id } = instrument;
  const wanted = channels.length > 0 && columns > 0;
  const { value, fault } = useFollow(
    wanted ? `${id} ${channels.join()} ${columns}` : null,
    'instruments:read',
    (client, signal) => client.instruments.trace({ id, channels: [...channels], columns }, { signal }),
  );
  const frame = value?.item === 'frame' ? value : null;
  const why = value?.item === 'none' ? said(value.why) : (fault?.message ?? null);
  return { frame, why: wanted ? why : null, without: fault?.code === 'POINT_UNKNOWN' };
}
