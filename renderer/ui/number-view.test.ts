import { describe, expect, it } from 'vitest';
import { fieldView, notEditing } from './number-view.ts';

const spec = { unit: 'V', resolution: 0.001, min: 0, max: 6 };
const known = { state: 'known', value: 3.3, was: null } as const;

describe('what a number field shows', () => {
  it('at rest: what the instrument holds', () => {
    expect(fieldView(notEditing, known, spec)).toMatchObject({
      text: '3.300',
      hint: '',
      look: '',
      word: null,
    });
  });
  it('typing: the draft, and what it comes to', () => {
    expect(fieldView({ ...notEditing, focused: true, draft: '500m' }, known, spec)).toMatchObject({
      text: '500m',
      hint: '= 0.500 V',
      word: null,
    });
  });
  it('a draft that was left alone is said not to be sent, beside what is held', () => {
    expect(fieldView({ ...notEditing, draft: '5' }, known, spec)).toMatchObject({
      hint: 'holds 3.300',
      word: 'not-sent',
    });
  });
  it('handed over: pending at once, with what it was', () => {
    expect(fieldView({ ...notEditing, sending: 1.85 }, { ...known, value: 1.8 }, spec)).toMatchObject({
      text: '1.850',
      hint: 'was 1.800',
      look: 'pending',
      word: 'pending',
    });
  });
  it('pending by another hand: the same', () => {
    expect(fieldView(notEditing, { state: 'pending', value: 1.85, was: 1.8 }, spec)).toMatchObject({
      text: '1.850',
      hint: 'was 1.800',
      word: 'pending',
    });
  });
  it('unknown: no number, whatever was held before', () => {
    const view = fieldView(notEditing, { state: 'unknown', value: 3.3, was: 3.3 }, spec);
    expect(view.text).toBe('− − −');
    expect(view.look).toBe('off');
  });
  it('refused: the draft stays, with the reason', () => {
    expect(fieldView({ ...notEditing, draft: '7', problem: 'Over.' }, known, spec)).toMatchObject({
      text: '7',
      look: 'refused',
      problem: 'Over.',
    });
  });
  it('changed by another hand: what it was, until it is seen', () => {
    const changed = { ...known, was: 1.8, changedAt: 1 };
    expect(fieldView(notEditing, changed, { ...spec, changed: 'Changed' }).hint).toBe('was 1.800');
    expect(fieldView(notEditing, changed, { ...spec, changed: null }).hint).toBe('');
  });
});
