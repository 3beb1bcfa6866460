import type { Instrument } from '#shared/contract/instruments.ts';
import { kindLooks } from './kinds.ts';

/** What measures has a trend of it. */
export const hasTrend = ({ kind, channels }: Instrument): boolean =>
  channels.some(
    ({ readings }) =>
      kindLooks[kind].oneReading || readings.some(({ quantity }) => kindLooks[kind].trend.includes(quantity)),
  );
