import { Fault } from '#shared/faults.ts';
import { openLink, within } from './link.ts';

/**
 * A console of its own: opens a link, prints the answer to a question, or the fault. With `stay` it waits for more of the
 * answer until it is killed.
 */
const [question = '*IDN?', stay] = process.argv.slice(2);
const signal = within(15_000);
try {
  const link = await openLink(signal);
  await link.tell(question, signal);
  const { bytes } = await link.transport.read(signal);
  console.log(Buffer.from(bytes.subarray(0, 60)).toString('latin1').trimEnd());
  if (stay === undefined) await link.transport.close();
  else await link.hear(signal);
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  console.log(`${error.code} ${error.message} ${error.remedy}`);
}
