/** What the meter measures, by the word it answers with. */
export const meterFunctions = ['VOLT', 'VOLT:AC', 'CURR', 'CURR:AC', 'RES', 'FREQ'] as const;
export type MeterFunction = (typeof meterFunctions)[number];
