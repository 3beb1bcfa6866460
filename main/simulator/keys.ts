/** Every instrument of the simulated bench. The one list. */
export const simulatedKeys = ['supply', 'load', 'meter', 'generator', 'scope'] as const;
export type SimulatedKey = (typeof simulatedKeys)[number];

/** As a person calls it. */
export const simulatedNames: Readonly<Record<SimulatedKey, string>> = {
  supply: 'Simulated supply',
  load: 'Simulated load',
  meter: 'Simulated meter',
  generator: 'Simulated generator',
  scope: 'Simulated scope',
};
