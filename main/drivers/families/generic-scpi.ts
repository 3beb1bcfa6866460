import { commonCommands, understood } from '#main/drivers/commands.ts';
import type { Drive } from '#main/drivers/driver.ts';
import { effectsBy } from '#main/drivers/effects.ts';

const rules = commonCommands.map(({ header, does }) => ({
  header: header.replace(/\?$/, ''),
  does: does === 'ask' ? ('ask' as const) : ('harmless' as const),
}));

/** An instrument that no family knows: it can be talked to, and nothing is claimed of what its commands do. */
export const genericScpi: Drive = {
  family: 'Generic SCPI',
  version: 'Generic SCPI 1',
  kind: 'generic',
  verified: 'unverified',
  effects: effectsBy(rules),
  commands: commonCommands.map(understood),
  controls: null,
};
