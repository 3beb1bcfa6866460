import { keptTraces, type Trace } from '#main/profiling/trace.ts';
import type { TraceSearch } from '#shared/contract/traces.ts';
import { durationOf } from './summary.ts';

/** What is searched of one trace at most, UTF-16 code units. */
const textLength = 65_536;

/** What was written out once: a trace that has ended does not change, but for what its window says of it later. */
const written = new WeakMap<Trace, { readonly spans: number; readonly text: string }>();

/** Everything that can be searched of a trace, in small letters: kinds, names and attributes, one a line. */
function textOf(trace: Trace): string {
  const known = written.get(trace);
  if (known?.spans === trace.spans.length) return known.text;
  let text = '';
  for (const { kind, name, attributes } of trace.spans) {
    if (text.length > textLength) break;
    text += `${kind}:${name}\n`;
    for (const [key, value] of Object.entries(attributes)) text += `${key}=${value}\n`;
  }
  text = text.toLowerCase();
  written.set(trace, { spans: trace.spans.length, text });
  return text;
}

/** The traces that fit a search, newest first, as many as it asks for. */
export function findTraces(search: TraceSearch): readonly Trace[] {
  const words = search.text.toLowerCase().split(/\s+/u).filter(Boolean);
  const found: Trace[] = [];
  for (const trace of keptTraces()) {
    if (found.length >= search.limit) break;
    if (fits(trace, words, search)) found.push(trace);
  }
  return found;
}

function fits(trace: Trace, words: readonly string[], search: TraceSearch): boolean {
  const { origin, slowerThanMs, failedOnly } = search;
  if (origin !== null && trace.origin !== origin) return false;
  if (failedOnly && !trace.spans.some(({ failed }) => failed)) return false;
  if (slowerThanMs !== null) {
    const ms = durationOf(trace);
    // One that goes on is slower than what it has lasted; how slow, nobody knows.
    if (ms === null || ms < slowerThanMs) return false;
  }
  if (words.length === 0) return true;
  const text = textOf(trace);
  return words.every((word) => text.includes(word));
}
