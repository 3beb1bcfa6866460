import { serveReader } from '#main/database/reader.ts';
import { readOperations } from './operations.ts';

serveReader(readOperations);
