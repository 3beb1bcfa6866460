import { monitorEventLoopDelay } from 'node:perf_hooks';
import { compareSync, hashSync } from 'bcryptjs';
import { generateSync } from 'otplib';
import { bcryptCost } from '#main/accounts/password-work.ts';
import { openPasswords } from '#main/accounts/passwords.ts';
import { inTurns, syncRound } from '../in-turns.ts';
import { startPolledDesk } from '../polled-desk.fixture.ts';
import type { PythonPeer } from '../python-peer.fixture.ts';
import { atLeast, below, type BenchRow, figure } from '../result.ts';
import { openPath, rateRow, timeRow, timesAsMuch } from './path-round.ts';
import { pythonRound, rounds, roundMs, type Setting, trial } from './setting.ts';

const password = 'three loose screws under the bench';
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = 1_650_000_000;
/** What the old baseline published, codes verified in a second. source: issue 6, Goals. */
const oldTotp = 2065;
const sizes = { historyLines: 0, backupBytes: 0, backups: 0 };

/** True of a proof with as many right answers as there were questions. */
function allRight(proof: Readonly<Record<string, unknown>>, times: number): void {
  if (proof['right'] !== times) throw new Error(`Python took ${String(proof['right'])} of ${times}`);
}

const has = (python: PythonPeer | null, name: string): python is PythonPeer =>
  typeof python?.about[name] === 'string';

async function passwords({ root, python }: Setting): Promise<BenchRow[]> {
  const hash = await openPath('accounts.password.hash', { data: root, folder: root, sizes });
  const check = await openPath('accounts.password.verify', { data: root, folder: root, sizes });
  const native = has(python, 'bcrypt') ? python : null;
  if (python !== null && native === null) console.log('Without native bcrypt: install python3-bcrypt.');
  const stored = hashSync(password, bcryptCost);
  const hashes = await inTurns(
    [
      hash,
      { name: 'bcryptjs', round: async () => syncRound(() => hashSync(password, bcryptCost), 1) },
      ...(native === null
        ? []
        : [
            {
              name: 'native',
              round: pythonRound(native, 'bcrypt_hash', { password, cost: bcryptCost }, (proof) => {
                if (!compareSync(password, String(proof['hash'])))
                  throw new Error('the hash that Python made does not fit');
              }),
            },
          ]),
    ],
    rounds,
  );
  const checks = await inTurns(
    [
      check,
      {
        name: 'bcryptjs',
        round: async () =>
          syncRound(() => {
            if (!compareSync(password, stored)) throw new Error('bcryptjs refused the password');
          }, 1),
      },
      ...(native === null
        ? []
        : [{ name: 'native', round: pythonRound(native, 'bcrypt_check', { password, stored }, allRight) }]),
    ],
    rounds,
  );
  const proofs = [await hash.open.prove(), await check.open.prove()] as const;
  await hash.open.close();
  await check.open.close();
  const own = hashes.get(hash.name)!;
  const peer = hashes.get('native');
  const cost = `bcrypt at cost ${bcryptCost}`;
  return [
    timeRow(`hash a password, ${cost}, on its own thread`, own, proofs[0]),
    timeRow('peer: the same package alone, on the thread that asks', hashes.get('bcryptjs')!),
    ...(peer === undefined
      ? []
      : [
          timeRow(`peer: native bcrypt ${native?.about['bcrypt']} (Python) at the same cost`, peer),
          below(figure('hash against native bcrypt, median of the rounds', timesAsMuch(own, peer), 'x'), 1.7),
        ]),
    timeRow(`verify a password, ${cost}, on its own thread`, checks.get(check.name)!, proofs[1]),
    timeRow('peer: the same package alone, verify', checks.get('bcryptjs')!),
    ...(checks.has('native') ? [timeRow('peer: native bcrypt, verify', checks.get('native')!)] : []),
  ];
}

/** How late the thread that talks to instruments comes while passwords are hashed: at a desk in use. */
async function lateness(): Promise<BenchRow[]> {
  const desk = await startPolledDesk();
  const passwordsOf = openPasswords();
  await passwordsOf.hash(password);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const count = trial ? 2 : 24;
  for (let each = 0; each < count; each++) await passwordsOf.hash(password);
  delay.disable();
  await passwordsOf.close();
  await desk.end();
  // The monitor reads its own interval when nothing is late.
  const late = Math.max(0, delay.percentile(99) / 1e6 - 1);
  const what = `event loop lateness beyond its interval while ${count} passwords are hashed and five instruments polled, p99`;
  return [below(figure(what, late, 'ms', { proof: `${delay.count} looks at the loop` }), 5)];
}

async function codes({ root, python }: Setting): Promise<BenchRow[]> {
  const generate = await openPath('accounts.totp.generate', { data: root, folder: root, sizes });
  const verify = await openPath('accounts.totp.verify', { data: root, folder: root, sizes });
  const peer = has(python, 'pyotp') ? python : null;
  if (python !== null && peer === null) console.log('Without pyotp: install python3-pyotp.');
  const code = generateSync({ secret, epoch: at });
  const made = await inTurns(
    [
      generate,
      ...(peer === null
        ? []
        : [
            {
              name: 'pyotp',
              round: pythonRound(peer, 'totp_generate', { secret, at }, (proof) => {
                if (proof['code'] !== code) throw new Error('pyotp made another code');
              }),
            },
          ]),
    ],
    rounds,
  );
  const taken = await inTurns(
    [
      verify,
      { name: 'otplib', round: async () => syncRound(() => generateSync({ secret, epoch: at }), roundMs) },
      ...(peer === null
        ? []
        : [{ name: 'pyotp', round: pythonRound(peer, 'totp_verify', { secret, code, at }, allRight) }]),
    ],
    rounds,
  );
  const proofs = [await generate.open.prove(), await verify.open.prove()] as const;
  await generate.open.close();
  await verify.open.close();
  const verified = rateRow('verify a TOTP code, three time steps', '1/s', taken.get(verify.name)!, proofs[1]);
  return [
    rateRow('make a TOTP code', '1/s', made.get(generate.name)!, proofs[0]),
    ...(made.has('pyotp') ? [rateRow('peer: pyotp makes a code', '1/s', made.get('pyotp')!)] : []),
    atLeast(verified, 10 * oldTotp, `>= 10 x ${oldTotp}`),
    rateRow('peer: otplib makes the one code of one step', '1/s', taken.get('otplib')!),
    ...(taken.has('pyotp')
      ? [rateRow('peer: pyotp verifies, three time steps', '1/s', taken.get('pyotp')!)]
      : []),
  ];
}

/** Passwords and one-time codes. */
export async function accountRows(setting: Setting): Promise<BenchRow[]> {
  return [...(await passwords(setting)), ...(await lateness()), ...(await codes(setting))];
}
