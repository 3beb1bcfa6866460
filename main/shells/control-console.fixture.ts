import { once } from 'node:events';
import { openCore } from '#main/core.ts';
import { dataFolder } from '#main/folder/data-folder.ts';
import { withControl } from './loopback-control.ts';

/** A console without a page: core and control socket, until SIGTERM. */
const folder = dataFolder();
const core = await withControl(
  await openCore({ folder, keyring: null, version: 'test', onQuit: () => undefined }),
  { folder, link: () => 'http://127.0.0.1:1/#token=made' },
);
// Before anybody is told that it is open: whoever is told may end it at once.
const told = once(process, 'SIGTERM');
process.stdout.write('open\n');
await told;
await core.close({ outputs: 'keep', who: 'console' });
