/**
 * Stable fault codes: they are written to the history and shown to people, so a code never changes its meaning.
 * The text beside each is the default remedy: what the person can do next.
 */
export const remedies = {
  INPUT_INVALID: 'Correct the value and send it again.',
  METHOD_UNKNOWN: 'The window and the console are of different versions. Reload the window.',
  PERMISSION_DENIED: 'Sign in as somebody who may do this, or ask an administrator.',
  SESSION_LOCKED: 'Unlock the console first.',
  CANCELLED: 'Nothing more to do.',
  CONNECTION_LOST: 'The window lost the console. It reconnects by itself; outputs keep their state.',
  OVERLOADED: 'Wait a moment, then try again.',
  INTERNAL: 'Try again. If it comes back, send the log to whoever maintains this console.',

  AUTH_FAILED: 'Check the name, the password and the code, then try again.',
  AUTH_WAIT: 'Wait until the time shown has passed, then try again.',
  AUTH_EXPIRED: 'Start signing in again.',
  AUTH_CODE_WRONG: 'Wait for the next code in the app and type that one.',
  AUTH_CODE_USED: 'Wait for the next code in the app and type that one.',
  AUTH_CLOCK_OFF: 'Set the clock of this PC and of the phone to the right time.',
  AUTH_RECOVERY_WRONG: 'Check the code on your list. Each code works once.',
  AUTH_TOKEN: 'Make a new one with lablink login.',
  ACCOUNT_EXISTS: 'Sign in instead.',
  PASSWORD_WEAK: 'Choose a longer password, or several unrelated words.',

  INSTRUMENT_UNKNOWN: 'Choose an instrument from the list.',
  INSTRUMENT_UNREACHABLE: 'Check the cable, the power and the address.',
  INSTRUMENT_TIMEOUT:
    'Check that the instrument is not busy. The link resynchronises before the next command.',
  INSTRUMENT_CLOSED: 'The console reconnects by itself. Check the cable if it does not.',
  INSTRUMENT_REPLY: 'The reply does not have the expected form. Check that the right driver is in use.',
  INSTRUMENT_ERROR: 'The instrument refused the command. Nothing else was changed.',
  INSTRUMENT_EXISTS: 'Choose it in the list. To give it another address, remove it there first.',
  INSTRUMENT_CHANGED:
    'Connect the instrument that was here before, or remove it from the list and connect this one.',
  OUTPUTS_LIVE: 'Switch the outputs off first, or choose to leave them as they are.',
  REPLY_TOO_LARGE: 'Ask for less data at once.',
  ADDRESS_INVALID: 'Write it like tcp://192.168.1.20:5025.',
  INSTRUMENT_LOCAL: 'Take the instrument back first.',
  LINK_LACKS: 'Use a command of the instrument, its front panel, or a link of another kind.',
  LINK_DIRTY: 'Wait for the link to resynchronise.',

  RANGE_EXCEEDED: 'Choose a value inside the range of this channel.',
  RANGE_UNKNOWN: 'The driver knows no limit for this model and channel, so nothing was sent.',
  VALUE_NOT_FINITE: 'Type a number.',
  POINT_UNKNOWN: 'This instrument has no such setting.',
  WORD_UNKNOWN: 'Choose one of the words that the channel lists.',
  SAFETY_ENVELOPE: 'Choose a value inside the envelope, or have the envelope changed.',
  SAFETY_LATCHED: 'Reset the emergency stop first. That needs the permission to do so.',
  SAFETY_UNKNOWN_EFFECT: 'Confirm that it may be sent, if you are permitted to.',
  SAFETY_NO_ENVELOPE: 'Set an envelope, or say that it may be on without one. That is recorded.',
  SAFETY_TRIPPED: 'Switch the output off first, then clear the protection.',
  SAFETY_PREEMPTED: 'The emergency stop cleared the queue. Nothing of this command was sent.',
  SAFETY_OUTPUT_UNKNOWN: 'Switch the output off at the instrument, or at the mains.',

  DISCHARGE_RUNNING: 'Stop the battery test that runs there first, or wait until it has ended.',
  DISCHARGE_INPUT_ON: 'Switch the input off first.',
  DISCHARGE_CUT_OFF: 'Choose a cut-off below the voltage of the battery, or check how it is connected.',
  DISCHARGE_NOT_MEASURED: 'Wait until the load shows the voltage at its input, then start again.',

  BENCH_UNREADABLE:
    'Have an administrator look at bench.json in the data folder, then start the console again.',
  BENCH_NEWER: 'Start the version of the console that wrote bench.json, or a newer one.',

  HISTORY_UNWRITABLE: 'Free space on the disk, or check that the data folder can be written.',
  DATABASE_NEWER: 'Start the version of the console that wrote this data folder, or a newer one.',
  DATABASE_CORRUPT: 'Restore a backup. The damaged file was left as it is.',
  DATABASE_FAILED: 'Check the disk and the data folder.',
  FOLDER_IN_USE: 'Use the console that is running, or close it first.',
  FOLDER_UNWRITABLE: 'Check who owns the data folder, or set LABLINK_HOME to another one.',
  DISK_FULL: 'Free space on the disk, or choose another folder.',
  BACKUP_NO_KEY: 'Set up a key for backups first.',
  BACKUP_NO_PLACE: 'Add a destination that can be reached.',
  BACKUP_KEY_WRONG: 'Check the identity or the passphrase. It opens only backups that were encrypted to it.',
  BACKUP_DAMAGED: 'Use another backup, or another copy of this one. Nothing was changed.',
  BACKUP_ALTERED: 'Use another backup. This one is not what was signed; nothing was changed.',
  BACKUP_UNSIGNED:
    'Compare the fingerprint of the signer with the identity sheet and give it, or go on without it, on record.',
  BACKUP_NEWER: 'Restore it with the version of the console that made it, or a newer one.',
  BACKUP_UNKNOWN: 'Choose a backup from the list, or give the path of its file.',
  BACKUP_BUSY: 'Wait until it has ended, or cancel it.',
  BACKUP_FAILED: 'Check the destination, then try again. What was there before is unchanged.',

  LAYOUT_UNKNOWN: 'Choose a layout from the list.',
  LAYOUT_NAME_TAKEN: 'Give it another name.',
  LAYOUT_TOO_LARGE: 'Close panels that nobody needs, then save it again.',
  LAYOUTS_FULL: 'Remove layouts that nobody needs any more.',

  TRACE_UNKNOWN: 'Newer traces have taken its place. Do it again while deep mode is on.',
  PROFILE_BUSY: 'Wait until the recording has ended, or cancel it.',
  PROFILE_UNKNOWN: 'Choose a profile from the list.',
  PROFILE_UNREADABLE: 'Choose a .cpuprofile or .heapprofile file as V8 writes it.',
  BASELINE_UNKNOWN: 'Choose a baseline from the list.',
  BASELINES_DIFFER: 'Choose two baselines of one kind.',
  BASELINES_FULL: 'Remove baselines that nobody needs any more.',
  NOTHING_MEASURED: 'Let the bench work for some minutes, then try again.',

  VAULT_FAILED: 'The key of this PC cannot be read. Check who owns the data folder.',
} as const;

export type FaultCode = keyof typeof remedies;

/** A fault as it crosses the bridge and as it is stored: what happened, what to do, and facts for a program. */
export interface FaultShape {
  readonly code: FaultCode;
  /** What happened, in one plain sentence, with number and unit. */
  readonly message: string;
  /** What to do next. */
  readonly remedy: string;
  /** Facts for a program: numbers, strings and flags only. No secrets, no stacks. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/** The one error class of the console. `cause` keeps the original for the log; it never crosses the bridge. */
export class Fault extends Error implements FaultShape {
  readonly code: FaultCode;
  readonly remedy: string;
  readonly details: FaultShape['details'];

  constructor(
    code: FaultCode,
    message: string,
    options: { remedy?: string; details?: FaultShape['details']; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.remedy = options.remedy ?? remedies[code];
    this.details = options.details ?? {};
  }
}

/** The shape of any thrown thing. What is not a Fault becomes INTERNAL, and its text stays on this side. */
export function faultShape(error: unknown): FaultShape {
  if (error instanceof Fault)
    return { code: error.code, message: error.message, remedy: error.remedy, details: error.details };
  return { code: 'INTERNAL', message: 'The console made a mistake.', remedy: remedies.INTERNAL, details: {} };
}

/** A Fault again, from the shape that crossed the bridge. */
export function faultFrom(shape: FaultShape): Fault {
  return new Fault(shape.code, shape.message, { remedy: shape.remedy, details: shape.details });
}
