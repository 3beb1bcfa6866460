import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** What zod is set to once the schema module has been loaded in such a world. */
async function jitless(): Promise<boolean> {
  vi.resetModules();
  const { z } = await import('./schema.ts');
  expect(z.strictObject({ a: z.number() }).safeParse({ a: 1 }).success).toBe(true);
  return z.config().jitless === true;
}

test('parsers are compiled where there is no page, and interpreted in one, whose policy forbids compiled ones', async () => {
  expect(await jitless()).toBe(false);
  vi.stubGlobal('document', {});
  expect(await jitless()).toBe(true);
});
