import { type Command, command, query } from './command.ts';
import { integer } from './decode.ts';
import { ScpiError } from './errors.ts';
import { eventBits, type Status } from './status.ts';

/** What an instrument does for the common commands. */
export interface CommonActions {
  /** Four fields, comma between them. source: IEEE 488.2, 10.14.3 */
  readonly identity: string;
  reset(): void;
  save(register: number): void;
  recall(register: number): void;
  /** 0: passed. source: IEEE 488.2, 10.38 */
  selfTest(): number;
  /** What a trigger from the wire starts. Left out: it is ignored, which is an error. */
  trigger?(): void;
}

/** Registers of `*SAV` and `*RCL`: 0 to this. */
export const lastRegister = 9;

const none = [] as const;
const byte = [integer(0, 255)] as const;

/**
 * The common commands. Every command of this instrument is done before the next one is read, so nothing is ever
 * pending. source: IEEE 488.2, 4.10 (mandatory commands) and chapter 10
 */
export function commonCommands(status: Status, actions: CommonActions): Command[] {
  return [
    query('*IDN', none, () => actions.identity, { endsResponse: true }),
    command('*RST', none, () => actions.reset()),
    command('*CLS', none, () => status.clear()),
    query('*TST', none, () => `${actions.selfTest()}`),
    command('*OPC', none, () => status.raise(eventBits.operationComplete)),
    query('*OPC', none, () => '1'),
    command('*WAI', none, () => {}),
    command('*ESE', byte, ([bits]) => {
      status.eventEnable = bits;
    }),
    query('*ESE', none, () => `${status.eventEnable}`),
    query('*ESR', none, () => `${status.takeEvents()}`),
    command('*SRE', byte, ([bits]) => {
      status.serviceEnable = bits;
    }),
    query('*SRE', none, () => `${status.serviceEnable}`),
    query('*STB', none, (_values, _numbers, { messageAvailable }) => `${status.byte(messageAvailable)}`),
    command('*TRG', none, () => {
      if (actions.trigger === undefined) throw new ScpiError(-211);
      actions.trigger();
    }),
    command('*SAV', [integer(0, lastRegister)], ([register]) => actions.save(register)),
    command('*RCL', [integer(0, lastRegister)], ([register]) => actions.recall(register)),
  ];
}
