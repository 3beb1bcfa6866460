import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { type Recording, type RecordingDesk, recordingOf } from './recording.ts';

/** The recording of this window, and how to begin and end one. */
export function useRecording(): Recording & { readonly desk: RecordingDesk } {
  const desk = recordingOf(useStores());
  return { ...useStore(desk.store), desk };
}
