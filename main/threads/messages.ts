import type { FaultShape } from '#shared/faults.ts';
import type { HeapStep } from './heap-sampling.ts';

/** To a worker: a call, a step of sampling its heap (beside the turn of calls), or the request to end once every call before it is answered. */
export type ToWorker =
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly t: 'heap'; readonly id: number; readonly step: HeapStep }
  | { readonly t: 'end' };

/** From a worker: an answer, a fault, or something it says by itself. */
export type FromWorker =
  | { readonly t: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly t: 'fault'; readonly id: number; readonly fault: FaultShape }
  | { readonly t: 'message'; readonly message: unknown };
