import { execFileSync, spawnSync } from 'node:child_process';

/** True when OATH Toolkit's `oathtool` is installed: an authenticator that shares no code with this console. */
export const hasOathtool = spawnSync('oathtool', ['--version']).status === 0;

/** The code that `oathtool` computes for a moment (epoch ms). */
export function oathtoolCode(secret: string, now: number): string {
  const when = `@${Math.floor(now / 1000)}`;
  return execFileSync('oathtool', ['--totp=sha1', '--base32', `--now=${when}`, secret], {
    encoding: 'utf8',
    timeout: 5_000,
  }).trim();
}
