import { expect, test } from 'vitest';
import { publish } from './published.ts';

test('many changes make one telling a frame, with the newest value', async () => {
  let value = 0;
  const published = publish(() => value);
  const times: number[] = [];
  const seen: number[] = [];
  await new Promise<void>((resolve) => {
    published.subscribe((now) => {
      times.push(performance.now());
      seen.push(now);
      if (now >= 1000) resolve();
    });
    const change = (): void => {
      for (let i = 0; i < 50; i++) {
        value++;
        published.poke();
      }
      if (value < 1000) setTimeout(change, 4);
    };
    change();
  });
  published.close();
  expect(seen.at(-1)).toBe(1000);
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  // Timers count whole milliseconds.
  expect(Math.min(...gaps)).toBeGreaterThan(14);
});

test('nobody is told without a change, after leaving, or after the close', async () => {
  const published = publish(() => 'x');
  const seen: string[] = [];
  const leave = published.subscribe((value) => seen.push(`left ${value}`));
  published.subscribe((value) => seen.push(value));
  leave();
  published.poke();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen).toEqual(['x']);
  published.poke();
  published.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(seen).toEqual(['x']);
  expect(published.value).toBe('x');
});
