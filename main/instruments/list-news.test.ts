import { expect, test } from 'vitest';
import { plainDevice } from './device.fixture.ts';
import { listNews } from './list-news.ts';

test('the time of an answer is news once a second, everything else at once', () => {
  let now = 10_000;
  const isNews = listNews(() => now);
  const instrument = plainDevice().instrument();
  const later = { ...instrument, answeredAt: 5, latencyMs: 2 };
  expect(isNews([instrument], [later])).toBe(true);
  now += 900;
  expect(isNews([instrument], [later])).toBe(false);
  expect(isNews([instrument], [])).toBe(true);
  expect(isNews([instrument], [{ ...instrument, link: 'dirty' }])).toBe(true);
  now += 900;
  expect(isNews([instrument], [later])).toBe(false);
  now += 101;
  expect(isNews([instrument], [later])).toBe(true);
});
