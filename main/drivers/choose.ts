import { fits, type Family } from './define.ts';
import { drive } from './drive.ts';
import type { Drive, Identity } from './driver.ts';
import { genericScpi } from './families/generic-scpi.ts';
import { simulatedGenerator } from './families/lablink-simulated-generator.ts';
import { simulatedLoad } from './families/lablink-simulated-load.ts';
import { simulatedMeter } from './families/lablink-simulated-meter.ts';
import { simulatedScope } from './families/lablink-simulated-scope.ts';
import { simulatedSupply } from './families/lablink-simulated-supply.ts';

/** Every family there is. A new one is one line here. */
export const families: readonly Family[] = [
  simulatedSupply,
  simulatedLoad,
  simulatedMeter,
  simulatedGenerator,
  simulatedScope,
];

/** The driver for an instrument: the family that knows this very model, or the generic one. */
export function chooseDrive(identity: Identity): Drive {
  const family = families.find((one) => fits(one, identity));
  return family === undefined ? genericScpi : drive(family, identity.model);
}
