import { fits } from './define.ts';
import { driveSupply } from './drive.ts';
import type { Drive, Identity } from './driver.ts';
import { genericScpi } from './families/generic-scpi.ts';
import { simulatedSupply } from './families/lablink-simulated-supply.ts';

/** Every family there is. A new one is one line here. */
const supplies = [simulatedSupply] as const;

/** The driver for an instrument: the family that knows this very model, or the generic one. */
export function chooseDrive(identity: Identity): Drive {
  const family = supplies.find((one) => fits(one, identity));
  return family === undefined ? genericScpi : driveSupply(family, identity.model);
}
