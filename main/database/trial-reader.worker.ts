import { serveReader } from './reader.ts';
import { trialReads } from './trial-operations.ts';

serveReader(trialReads);
