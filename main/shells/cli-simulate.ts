import { type OpenBench, openBench } from '#main/simulator/open-bench.ts';
import { wireKinds } from '#main/simulator/wires/open-wire.ts';
import { applyFault, followFaultLines, parseFaultOption } from './cli-simulate-faults.ts';
import { parseOptions, parsePort, UsageError } from './cli-usage.ts';

/**
 * `lablink simulate`: the simulated bench in this process, until SIGINT, SIGTERM or SIGHUP. Standard output carries the
 * addresses and nothing else; lines on standard input change what goes wrong. Resolves with the exit code.
 */
export async function simulate(args: string[]): Promise<number> {
  const options = parseOptions(args, {
    port: { type: 'string' },
    json: { type: 'boolean', default: false },
    'one-client': { type: 'boolean', default: false },
    vxi11: { type: 'boolean', default: false },
    hislip: { type: 'boolean', default: false },
    prologix: { type: 'boolean', default: false },
    battery: { type: 'string' },
    fault: { type: 'string', multiple: true, default: [] },
  });
  const battery = parseBattery(options.battery);
  const wrong = options.fault.map((text) => parseFaultOption(text));
  const port = parsePort(options.port) ?? 0;
  const wires = wireKinds.filter((kind) => options[kind]);
  const stopped = signalled();
  let bench: OpenBench;
  try {
    const oneClient = options['one-client'];
    bench = await openBench({ port, oneClient, wires, ...(battery && { battery }) });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EACCES' ? 'may not be used by this user' : 'is in use';
    const taken = (error as { port?: number }).port ?? port;
    process.stderr.write(`lablink: port ${taken} ${why}. Choose another one, or leave --port out.\n`);
    return 1;
  }
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const told = wrong.map((each) => applyFault(bench.faults, each));
  if (options.json) process.stdout.write(`${JSON.stringify({ instruments: bench.instruments })}\n`);
  else {
    for (const line of addressLines(bench)) process.stdout.write(`${line}\n`);
    const names = bench.instruments.map(({ name }) => name).join(', ');
    say(`The simulated bench is running: ${names}. Ctrl-C ends it; help shows what can go wrong.`);
  }
  if (options.vxi11 && !hasPortmapper(bench)) say(noPortmapper);
  for (const each of told) say(each);
  const unfollow = followFaultLines(process.stdin, bench.faults, say);
  await stopped;
  unfollow();
  await bench.close();
  return 0;
}

/** A cell of so many Ah; ohms as a small one has them. */
function parseBattery(text: string | undefined): { ampHours: number; ohms: number } | null {
  if (text === undefined) return null;
  const ampHours = /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (ampHours === 0) throw new UsageError(`"${text}" is not a capacity in Ah above 0`);
  return { ampHours, ohms: 0.05 };
}

const noPortmapper =
  'The port 111 of the portmapper cannot be had: only clients that are told the port itself reach VXI-11.';

/** Whether VISA clients find the bench over VXI-11: they know no port but that of the portmapper. */
const hasPortmapper = ({ instruments }: OpenBench): boolean =>
  instruments.every(({ wires }) =>
    wires.every(({ url, visa }) => !url.startsWith('vxi11:') || visa !== null),
  );

/** Raw sockets first, then wire by wire; behind a tab the same as VISA writes it, where it can. */
function addressLines({ instruments }: OpenBench): string[] {
  const wires = instruments[0]?.wires.map((_, at) =>
    instruments.flatMap(({ wires: each }) => each[at] ?? []),
  );
  return [
    ...instruments.map(({ address }) => address),
    ...(wires ?? []).flat().map(({ url, visa }) => (visa === null ? url : `${url}\t${visa}`)),
  ];
}

/** Resolves at the first signal to end. Further ones change nothing: the launcher passes Ctrl-C on a second time. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}
