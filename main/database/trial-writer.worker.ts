import { trialWrites } from './trial-operations.ts';
import { serveWriter } from './writer.ts';

serveWriter(trialWrites);
