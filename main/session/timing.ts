import type { SessionTiming } from './session.ts';

/** How patient a session is when nobody says otherwise. */
export const defaultTiming: SessionTiming = {
  connect: 3_000,
  reply: 2_000,
  slow: 250,
  backoffFirst: 250,
  backoffMax: 10_000,
  quiet: 30,
  record: 2_000,
};
