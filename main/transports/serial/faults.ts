import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { Fault } from '#shared/faults.ts';

/** Why a serial port could not be opened. */
export type PortTrouble = 'missing' | 'forbidden' | 'busy' | 'other';

/** A port that could not be opened, in words a technician can act on. INSTRUMENT_UNREACHABLE. */
export async function openFault(
  error: unknown,
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<Fault> {
  const text = error instanceof Error ? error.message : String(error);
  const reason = await trouble(text, path, platform);
  return troubleFault(reason, path, text, platform, error);
}

/** The bindings give no codes, only what the system said in words. */
async function trouble(text: string, path: string, platform: NodeJS.Platform): Promise<PortTrouble> {
  if (platform === 'win32') {
    if (/file not found/i.test(text)) return 'missing';
    // Windows says the same of a port that is taken and of one that is forbidden; the first is what happens.
    return /access denied/i.test(text) ? 'busy' : 'other';
  }
  const code = await access(path, constants.R_OK | constants.W_OK).then(
    () => '',
    (failed: NodeJS.ErrnoException) => failed.code,
  );
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
  if (/lock port|resource busy|temporarily unavailable/i.test(text)) return 'busy';
  return /no such device/i.test(text) ? 'missing' : 'other';
}

/** The same, when the reason is known. `text`: what the system said; of a busy port, the process that has it. */
export function troubleFault(
  reason: PortTrouble,
  path: string,
  text: string,
  platform: NodeJS.Platform = process.platform,
  cause?: unknown,
): Fault {
  const [what, remedy] = said[reason](path, text, platform);
  return new Fault('INSTRUMENT_UNREACHABLE', what, { remedy, details: { path, reason }, cause });
}

const said: Readonly<
  Record<PortTrouble, (path: string, text: string, platform: NodeJS.Platform) => [string, string]>
> = {
  missing: (path) => [
    `There is no serial port ${path} now.`,
    'Check the cable and the power. lablink doctor lists the ports of this PC.',
  ],
  forbidden: (path, _text, platform) => [
    `This user may not open ${path}.`,
    platform === 'linux'
      ? `Run: sudo usermod -aG dialout ${userInfo().username}. Then sign out of the desktop and in again.`
      : 'Have an administrator give this user the port.',
  ],
  busy: (path, holder) => [
    holder === String(process.pid)
      ? `${path} is in use by another instrument of this console.`
      : `${path} is in use by ${/^\d+$/.test(holder) ? `process ${holder}` : 'another program'}.`,
    'Close what uses the port, then connect again.',
  ],
  other: (path, text) => [
    `${path} could not be opened as a serial port: ${text.replace(/^Error:? /, '')}.`,
    'Check the settings of the line. lablink doctor lists the ports of this PC.',
  ],
};

/** The port went away while it was open. INSTRUMENT_CLOSED. */
export const goneText = (path: string): string =>
  `The serial port ${path} has gone: it was unplugged, or its driver gave it up.`;
