import type { Understood } from '#shared/contract/program.ts';
import { shortForm } from '#main/scpi/mnemonic.ts';

/** A program message that a table lists beside the points of a family. */
export interface KnownCommand {
  /** As manuals write it, `?` behind a query. */
  readonly header: string;
  /**
   * `ask`: only asks. `harmless`: cannot energise an output or move a setpoint. `unknown`: does several things at once; it is
   * listed for whoever types it, and treated like any command of unknown effect.
   */
  readonly does: 'ask' | 'harmless' | 'unknown';
  readonly parameters?: string;
  /** One plain sentence. */
  readonly help: string;
}

/** What IEEE 488.2 asks of every instrument, and SCPI of every SCPI instrument. source: IEEE 488.2-1992, 10; SCPI-99 vol. 2, 21. */
export const commonCommands: readonly KnownCommand[] = [
  { header: '*IDN?', does: 'ask', help: 'Asks who it is: maker, model, serial number, firmware.' },
  { header: '*CLS', does: 'harmless', help: 'Clears the status registers and the error queue.' },
  {
    header: '*ESE',
    does: 'harmless',
    parameters: '<mask>',
    help: 'Sets which events count in the status byte.',
  },
  { header: '*ESE?', does: 'ask', help: 'Asks which events count in the status byte.' },
  { header: '*ESR?', does: 'ask', help: 'Reads the event status register, and clears it.' },
  { header: '*OPC', does: 'harmless', help: 'Sets an event when everything before it is done.' },
  { header: '*OPC?', does: 'ask', help: 'Answers 1 when everything before it is done.' },
  { header: '*SRE', does: 'harmless', parameters: '<mask>', help: 'Sets which status bits request service.' },
  { header: '*SRE?', does: 'ask', help: 'Asks which status bits request service.' },
  { header: '*STB?', does: 'ask', help: 'Reads the status byte.' },
  { header: '*WAI', does: 'harmless', help: 'Waits until everything before it is done.' },
  { header: 'SYSTem:ERRor[:NEXT]?', does: 'ask', help: 'Takes the oldest entry out of the error queue.' },
  { header: 'SYSTem:VERSion?', does: 'ask', help: 'Asks for the SCPI version it follows.' },
];

/** What instruments of several kinds have beyond that. */
export const usualCommands: readonly KnownCommand[] = [
  ...commonCommands,
  { header: '*RST', does: 'unknown', help: 'Resets everything to the state at power on.' },
  {
    header: '*RCL',
    does: 'unknown',
    parameters: '<register>',
    help: 'Recalls saved settings, outputs among them.',
  },
  { header: '*SAV', does: 'harmless', parameters: '<register>', help: 'Saves the present settings.' },
  { header: 'SYSTem:LOCal', does: 'harmless', help: 'Gives it back to its front panel.' },
  { header: 'SYSTem:REMote', does: 'harmless', help: 'Takes it under remote control.' },
];

/** The shortest spelling that can be sent: `SYSTem:ERRor[:NEXT]?` is `SYST:ERR?`, the channel is 1. */
export const shortSpelling = (header: string): string =>
  header.startsWith('*')
    ? header
    : shortForm(header.replaceAll('{ch}', '1').replace(/\[[^\]]*\]/g, '')).replace(/^:/, '');

/** A listed command as the contract has it. */
export const understood = ({ header, does, parameters = '', help }: KnownCommand): Understood => ({
  header,
  short: shortSpelling(header),
  query: header.endsWith('?'),
  parameters,
  help,
  does,
});
