import type { Comparison, PathsReport } from '#shared/contract/baselines.ts';

/** What is open over the screen. One at a time. */
export type ProfilingDialog =
  | { readonly is: 'threads' | 'baselines' | 'save' | 'ten-paths' }
  | { readonly is: 'comparison'; readonly comparison: Comparison }
  | { readonly is: 'report'; readonly report: PathsReport };
