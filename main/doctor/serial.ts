import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { SerialPortSeen } from '#main/transports/ports.ts';
import { type Check, type Finding, notChecked, ok, problem, warning } from './check.ts';
import { probe } from './probe.ts';

const deadlineMs = 10_000;

/** Mode and group of a device file, and whether this process may open it. */
export interface Reach {
  readonly may: boolean;
  /** Octal. */
  readonly mode: string;
  readonly group: string;
}

/** Asks without opening: opening a serial port moves its lines, and some instruments restart at that. */
export async function reach(path: string): Promise<Reach> {
  const { mode, gid } = await stat(path);
  const groups = await readFile('/etc/group', 'utf8').catch(() => '');
  const line = groups.split('\n').find((each) => each.split(':')[2] === String(gid));
  const may = await access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  return {
    may,
    mode: (mode & 0o777).toString(8).padStart(3, '0'),
    group: line?.split(':')[0] ?? String(gid),
  };
}

/** What to type when a device file may not be opened. */
export const joinGroup = ({ mode, group }: Reach, user: string = userInfo().username): string =>
  (Number.parseInt(mode, 8) & 0o060) === 0o060 && group !== 'root'
    ? `sudo usermod -aG ${group} ${user}, then sign out of the desktop and in again.`
    : `Have an administrator give the group of the file read and write access (mode 660, group dialout).`;

const describe = ({ path, manufacturer, serial, vendorId, productId }: SerialPortSeen): string =>
  [
    path,
    ...(vendorId === null ? [] : [`USB ${vendorId}:${productId ?? '?'}`]),
    ...(manufacturer === null ? [] : [manufacturer]),
    ...(serial === null ? [] : [`serial ${serial}`]),
  ].join(', ');

/** One port: whether this user may open it. Pure. An adapter that may not be opened is a problem; a port of the board perhaps nobody needs. */
export function judgePort(port: SerialPortSeen, reached: Reach | null): Finding {
  if (reached === null) return ok(`${describe(port)}.`);
  if (reached.may) return ok(`${describe(port)}: may be opened.`);
  const found = `${describe(port)}: may not be opened (mode ${reached.mode}, group ${reached.group}).`;
  return (port.vendorId === null ? warning : problem)(found, joinGroup(reached));
}

/** The serial ports, through the module that opens them later. */
export const serialCheck: Check = {
  subject: 'Serial ports',
  deadlineMs: deadlineMs + 1000,
  look: async () => {
    const { answer, failed } = await probe<SerialPortSeen[]>('native', ['serialport'], deadlineMs);
    if (answer === null) return notChecked(`They could not be listed: ${failed}.`);
    if (answer.length === 0) return ok('There is none.');
    return Promise.all(
      answer.map(async (port) =>
        judgePort(port, process.platform === 'win32' ? null : await reach(port.path)),
      ),
    );
  },
};
