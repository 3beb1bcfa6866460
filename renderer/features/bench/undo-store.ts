import { keptByPerson } from './kept-by-person.ts';
import type { UndoStack } from './undo.ts';

/** By instrument: the setpoints that whoever is signed in at this window has changed of it, wherever from. */
export const undoOf = keptByPerson<UndoStack>(() => []);
