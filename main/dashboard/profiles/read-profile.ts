import { type CallTree, fieldsOf, unreadableProfile } from './call-tree.ts';
import { cpuTree } from './cpu-profile.ts';
import { heapTree } from './heap-profile.ts';

/**
 * The calls of a profile as V8, Chrome DevTools or Node write it. Throws PROFILE_UNREADABLE, which says what is wrong. Not for the
 * thread that talks to instruments: a large one takes long.
 */
export function readProfile(text: string): CallTree {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw unreadableProfile(at === undefined ? 'it is no JSON.' : `it is no JSON from character ${at} on.`);
  }
  const profile = fieldsOf(parsed);
  if (profile !== null && 'nodes' in profile) return cpuTree(profile);
  if (profile !== null && 'head' in profile) return heapTree(profile);
  if (Array.isArray(parsed) || (profile !== null && 'traceEvents' in profile))
    throw unreadableProfile('it is a performance trace, not a CPU or heap profile.');
  throw unreadableProfile('it has neither nodes (CPU) nor a head (heap).');
}
