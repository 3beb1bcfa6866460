import type { FaultShape } from '#shared/faults.ts';

/** To a worker: a call, or the request to end once everything before it is answered. */
export type ToWorker =
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly t: 'end' };

/** From a worker: an answer, a fault, or something it says by itself. */
export type FromWorker =
  | { readonly t: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly t: 'fault'; readonly id: number; readonly fault: FaultShape }
  | { readonly t: 'message'; readonly message: unknown };
