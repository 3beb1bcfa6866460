import { expect, it } from 'vitest';
import { addTag, suggestTags, tagsMax } from './tags.ts';

it('adds a tag once, whatever its case, and says why it cannot', () => {
  expect(addTag([], ' rev C ')).toEqual({ tags: ['rev C'] });
  expect(addTag(['rev C'], 'REV c')).toEqual({ tags: ['rev C'] });
  for (const wrong of ['', '  ', 'a,b', 'x'.repeat(41)]) expect(addTag([], wrong)).toHaveProperty('problem');
  const full = Array.from({ length: tagsMax }, (_, at) => `t${at}`);
  expect(addTag(full, 'one more')).toHaveProperty('problem');
  expect(addTag(full, 't3')).toEqual({ tags: full });
});

it('suggests what is in use and not there yet, beginnings first', () => {
  const used = ['brev', 'Rev C', 'rev B', 'drift'];
  expect(suggestTags(used, ['rev b'], 'rev', 5)).toEqual(['Rev C', 'brev']);
  expect(suggestTags(used, [], '', 2)).toEqual(['brev', 'Rev C']);
});
