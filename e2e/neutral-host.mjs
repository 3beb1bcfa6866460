// For the pictures: the console runs on a PC whose name says nothing of the machine they were made on.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

os.hostname = () => 'bench-pc';
syncBuiltinESMExports();
