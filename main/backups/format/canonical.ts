type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

function sorted(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value as { readonly [key: string]: Json })
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)] as const);
  return Object.fromEntries(entries);
}

/** The one way in which a value is written: keys in order, two spaces, a line end at the end. People can read it, too. */
export const canonicalJson = (value: unknown): Buffer =>
  Buffer.from(`${JSON.stringify(sorted(value as Json), null, 2)}\n`);
