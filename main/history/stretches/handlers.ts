import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { Database } from '#main/database/operations.ts';
import { NewFile } from '#main/folder/new-file.ts';
import { transcriptFile } from '#main/transports/transcript/recorder.ts';
import { printAddress } from '#shared/address/parse.ts';
import type { history } from '#shared/contract/history.ts';
import { Fault } from '#shared/faults.ts';
import type { stretchReads } from './read-operations.ts';

type StretchHandlers = Pick<DomainHandlers<typeof history>, 'compare' | 'copy' | 'pollRun' | 'replay'>;

/** Stretches of the history: side by side, as text, and as instruments. `transcripts`: the folder of recordings. */
export const stretchHandlers = (
  database: Pick<Database<Record<never, never>, typeof stretchReads>, 'read'>,
  transcripts: string | undefined,
): StretchHandlers => ({
  compare: (stretches) => database.read('compare', stretches),

  copy: ({ stretch, as }) => database.read(as === 'script' ? 'scriptOf' : 'transcriptOf', stretch),

  pollRun: (question) => database.read('pollRun', question),

  async replay({ stretch, name }) {
    const { text, lines } = await database.read('transcriptOf', stretch);
    if (lines === 0)
      throw new Fault('INPUT_INVALID', 'Nothing in this stretch can be played back.', {
        remedy: 'Choose a stretch in which an instrument was asked something.',
      });
    if (transcripts === undefined) throw new Fault('FOLDER_UNWRITABLE', 'There is no folder for recordings.');
    const file = await NewFile.begin(transcripts);
    try {
      await file.write(Buffer.from(text));
      const made = (await file.name(filesFor(name))).slice(0, -transcriptFile('').length);
      return { name: made, address: printAddress({ scheme: 'replay', name: made }) };
    } finally {
      await file.giveUp();
    }
  },
});

/** Recordings of one name are numbered up to this. */
const mostOfOneName = 99;

/** Files of recordings that a name of a person's choice may become: the first that is free is taken. */
function* filesFor(name: string): Generator<string> {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const base = plain === '' ? 'stretch' : plain;
  for (let number = 1; number <= mostOfOneName; number++)
    yield transcriptFile(number === 1 ? base : `${base}-${number}`);
}
