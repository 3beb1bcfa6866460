import { afterEach } from 'vitest';
import { type Rig, rig } from '#main/session/session.fixture.ts';
import type { SessionOptions } from '#main/session/session.ts';
import { TcpTransport } from '#main/transports/tcp.ts';
import { type Quirks, ScriptedAdapter } from './adapter.fixture.ts';
import { PrologixTransport } from './prologix.ts';
import { type AdapterTiming, defaultAdapterTiming } from './timing.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Short times: an adapter of this process answers at once. */
export const quick: AdapterTiming = {
  ...defaultAdapterTiming,
  readMs: 30,
  quietMs: 10,
  silentMs: 1_000,
  urgentMs: 20,
  greetMs: 600,
  againMs: 200,
};

/** A scripted adapter that ends with the test. */
export async function adapter(quirks?: Quirks): Promise<ScriptedAdapter> {
  const made = await ScriptedAdapter.start(quirks);
  ends.push(() => made.stop());
  return made;
}

/** A link to an instrument behind it. */
export function link(
  to: ScriptedAdapter,
  primary: number,
  secondary: number | null = null,
  timing: Partial<AdapterTiming> = {},
): PrologixTransport {
  const { port } = to;
  const made = new PrologixTransport({
    name: `prologix://127.0.0.1:${port}`,
    link: () => new TcpTransport({ host: '127.0.0.1', port, closeMs: 50 }),
    gpib: { primary, secondary },
    timing: { ...quick, ...timing },
  });
  ends.push(() => made.close());
  return made;
}

/** A real session to an instrument behind it. */
export async function session(
  to: ScriptedAdapter,
  primary: number,
  more: Partial<SessionOptions> = {},
): Promise<Rig> {
  const made = await rig(undefined, { connect: () => link(to, primary), ...more });
  ends.push(() => made.end());
  return made;
}

/** What one read brings, as text; the bus is given back. */
export async function answer(of: PrologixTransport, signal = new AbortController().signal): Promise<string> {
  try {
    return Buffer.from((await of.read(signal)).bytes).toString('latin1');
  } finally {
    of.done();
  }
}
