/**
 * Error and event numbers with their texts.
 * source: SCPI-99, volume 2, 21.8.9 to 21.8.15 (command, execution, device-specific and query errors).
 */
export const errorTexts = {
  0: 'No error',
  [-101]: 'Invalid character',
  [-102]: 'Syntax error',
  [-103]: 'Invalid separator',
  [-104]: 'Data type error',
  [-105]: 'GET not allowed',
  [-108]: 'Parameter not allowed',
  [-109]: 'Missing parameter',
  [-111]: 'Header separator error',
  [-112]: 'Program mnemonic too long',
  [-113]: 'Undefined header',
  [-114]: 'Header suffix out of range',
  [-121]: 'Invalid character in number',
  [-123]: 'Exponent too large',
  [-124]: 'Too many digits',
  [-131]: 'Invalid suffix',
  [-134]: 'Suffix too long',
  [-138]: 'Suffix not allowed',
  [-148]: 'Character data not allowed',
  [-151]: 'Invalid string data',
  [-158]: 'String data not allowed',
  [-161]: 'Invalid block data',
  [-168]: 'Block data not allowed',
  [-171]: 'Invalid expression',
  [-178]: 'Expression data not allowed',
  [-211]: 'Trigger ignored',
  [-221]: 'Settings conflict',
  [-222]: 'Data out of range',
  [-230]: 'Data corrupt or stale',
  [-224]: 'Illegal parameter value',
  [-350]: 'Queue overflow',
  [-363]: 'Input buffer overrun',
  [-410]: 'Query INTERRUPTED',
  [-420]: 'Query UNTERMINATED',
  [-440]: 'Query UNTERMINATED after indefinite response',
} as const;

export type ErrorNumber = keyof typeof errorTexts;

/** A message, or one unit of it, that the instrument cannot follow. Never leaves the simulator: it goes to the queue. */
export class ScpiError extends Error {
  readonly number: ErrorNumber;
  /** Device-dependent information, after the standard text and a semicolon. */
  readonly info: string;

  constructor(number: ErrorNumber, info = '') {
    super(errorTexts[number]);
    this.number = number;
    this.info = info;
  }

  /** Command errors say that the message was not understood: its rest is not read. */
  get isCommandError(): boolean {
    return this.number <= -100 && this.number > -200;
  }
}
