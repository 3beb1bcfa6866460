import { serveWriter } from '#main/database/writer.ts';
import { writeOperations } from './operations.ts';

serveWriter(writeOperations);
