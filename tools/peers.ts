import { installDebian } from './browser.ts';
import { has } from './steps.ts';

const python = (module: string) => ['/usr/bin/python3', ['-c', `import ${module}`]] as const;

/** Programs and modules written elsewhere, by their Debian packages, and what tells that they are there. */
const packages = {
  'lxi-tools': ['lxi'],
  oathtool: ['oathtool'],
  sqlite3: ['sqlite3'],
  age: ['age'],
  zstd: ['zstd'],
  socat: ['socat', ['-V']],
  tshark: ['tshark'],
  strace: ['strace', ['-V']],
  // serialport asks it which ports there are.
  udev: ['udevadm'],
  'python3-pyvisa-py': python('pyvisa_py'),
  'python3-serial': python('serial'),
  'python3-bcrypt': python('bcrypt'),
  'python3-pyotp': python('pyotp'),
  'python3-scipy': python('scipy'),
} satisfies Record<string, readonly [command: string, args?: readonly string[]]>;
export type PeerPackage = keyof typeof packages;

/** Installs those that are missing where that can be done without asking. Answers with what is missing still. */
export async function ensurePeers(wanted: readonly PeerPackage[]): Promise<readonly PeerPackage[]> {
  const missing: PeerPackage[] = [];
  for (const name of wanted) {
    const [command, args] = packages[name] as readonly [string, (readonly string[])?];
    if (!(await has(command, args))) missing.push(name);
  }
  return missing.length === 0 || (await installDebian(missing)) ? [] : missing;
}
