import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { faultFrom, faultShape } from '#shared/faults.ts';
import { answering, hangs } from './deadline.ts';

test('what answers in time answers, with its value or its reason', async () => {
  await expect(answering(Promise.resolve(7), '/share', 1000)).resolves.toBe(7);
  const reason = answering(Promise.reject(new Error('EIO')), '/share', 1000);
  await expect(reason).rejects.toThrow('EIO');
  expect(hangs(await reason.catch((error: unknown) => error))).toBe(false);
});

test('what does not is given up after the deadline, with the folder and how long; also across threads it is known for that', async () => {
  const error: unknown = await answering(wait(5000, null, { ref: false }), '/share', 1000).catch(
    (reason: unknown) => reason,
  );
  expect(faultShape(error)).toMatchObject({
    code: 'FOLDER_UNWRITABLE',
    message: '/share did not answer for 1 s.',
    remedy: expect.stringContaining('the other destinations'),
  });
  expect(hangs(error)).toBe(true);
  expect(hangs(faultFrom(faultShape(error)))).toBe(true);
});
