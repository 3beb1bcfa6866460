import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { type JobDesk, type Jobs, jobsOf } from './jobs.ts';

/** The long work of this window, and how to begin and end it. */
export function useJobs(): Jobs & { readonly desk: JobDesk } {
  const desk = jobsOf(useStores());
  return { ...useStore(desk.store), desk };
}
