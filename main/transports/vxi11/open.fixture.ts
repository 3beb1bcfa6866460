import { onTestFinished } from 'vitest';
import type { Vxi11Address } from '#shared/address/address.ts';
import { ScriptedServer } from './server.fixture.ts';
import { Vxi11Transport } from './vxi11.ts';

export const never = new AbortController().signal;

export const at = (port: number | null): Vxi11Address => ({
  scheme: 'vxi11',
  host: '127.0.0.1',
  port,
  device: 'inst0',
});

/** A server and a closed link to it; both end with the test. */
export async function scripted(prepare: (server: ScriptedServer) => void = () => undefined) {
  const server = await new ScriptedServer().start();
  prepare(server);
  const transport = new Vxi11Transport(at(server.port), { closeMs: 100, connectMs: 2_000 });
  onTestFinished(async () => {
    await transport.close();
    await server.stop();
  });
  return { server, transport };
}

/** The same, with the link open. */
export async function linked(prepare?: (server: ScriptedServer) => void) {
  const made = await scripted(prepare);
  await made.transport.open(never);
  return made;
}

export const tell = (transport: Vxi11Transport, text: string): Promise<void> =>
  transport.write(Buffer.from(`${text}\n`, 'latin1'), never);

/** The whole next answer. */
export async function answer(transport: Vxi11Transport, signal = never): Promise<string> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const { bytes, end } = await transport.read(signal);
    parts.push(bytes);
    if (end) return Buffer.concat(parts).toString('latin1').trimEnd();
  }
}

export async function ask(transport: Vxi11Transport, text: string): Promise<string> {
  await tell(transport, text);
  return await answer(transport);
}
