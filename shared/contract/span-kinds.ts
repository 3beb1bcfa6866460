/**
 * What kinds of span there are, by the place that makes them: a call of the bridge, a batch of a stream to a window, an exchange
 * with an instrument, the driver's reading of a reply, the history, the database, backups and restores, accounts, the desk's
 * instruments beside single exchanges (polls, the stop), the console itself.
 */
export const spanKinds = [
  'bridge',
  'stream',
  'exchange',
  'driver',
  'history',
  'database',
  'backup',
  'accounts',
  'instruments',
  'console',
] as const;
export type SpanKind = (typeof spanKinds)[number];
