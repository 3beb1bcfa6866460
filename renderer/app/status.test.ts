import { expect, it } from 'vitest';
import { linkStates } from '#shared/contract/instruments.ts';
import { countLinks } from './status.ts';

it('counts every instrument once, and calls none ready that does not answer', () => {
  const counts = countLinks(linkStates.map((link) => ({ link })));
  expect(counts.ready + counts.waiting + counts.unreachable).toBe(linkStates.length);
  expect(countLinks([{ link: 'dirty' }, { link: 'recovering' }]).ready).toBe(0);
  expect(countLinks([{ link: 'unreachable' }, { link: 'closed' }]).unreachable).toBe(2);
});
