import { type Command, command, query } from './command.ts';
import { integer } from './decode.ts';
import { FrontPanel } from './front-panel.ts';
import type { Status, StatusRegister } from './status.ts';

const none = [] as const;
const word = [integer(0, 65535)] as const;

const controls = [
  ['SYSTem:REMote', 'remote'],
  ['SYSTem:RWLock', 'locked'],
  ['SYSTem:LOCal', 'local'],
] as const;

/**
 * What SCPI asks of every instrument beyond IEEE 488.2; and remote, locked and local, which raw sockets have no lines for.
 * source: SCPI-99, volume 1, 4.2.1; volume 2, 20 (STATus) and 21 (SYSTem)
 */
export function systemCommands(status: Status, panel: FrontPanel = new FrontPanel()): Command[] {
  return [
    query('SYSTem:ERRor[:NEXT]', none, () => status.errors.shift()),
    query('SYSTem:ERRor:COUNt', none, () => `${status.errors.length}`),
    query('SYSTem:VERSion', none, () => '1999.0'),
    ...controls.map(([header, control]) =>
      command(header, none, () => {
        panel.control = control;
      }),
    ),
    command('STATus:PRESet', none, () => status.preset()),
    ...register('STATus:OPERation', status.operation),
    ...register('STATus:QUEStionable', status.questionable),
  ];
}

function register(header: string, bits: StatusRegister): Command[] {
  return [
    query(`${header}[:EVENt]`, none, () => `${bits.takeEvent()}`),
    query(`${header}:CONDition`, none, () => `${bits.condition}`),
    command(`${header}:ENABle`, word, ([enable]) => {
      // Bit 15 is never used. source: SCPI-99, volume 1, chapter 9
      bits.enable = enable & 0x7fff;
    }),
    query(`${header}:ENABle`, none, () => `${bits.enable}`),
  ];
}
