import { lockFolder } from './lock.ts';

// Locks the folder it is given, says so, and holds it until it is killed.
lockFolder(process.argv[2]!);
process.stdout.write('locked\n');
setInterval(() => undefined, 1000);
