import { afterEach, describe, expect, test } from 'vitest';
import { phraseKey, speak, t } from './t.ts';

afterEach(() => speak({}));

const keyOf = (strings: TemplateStringsArray, ..._values: readonly unknown[]): string => phraseKey(strings);

test('in English a phrase is what is written, and what is not there leaves its place empty', () => {
  expect(t`${3} of ${'all'} outputs`).toBe('3 of all outputs');
  expect(t`Version ${null}${undefined}, ${0}`).toBe('Version , 0');
  expect(t`Off`).toBe('Off');
});

describe('in another language', () => {
  test('places come in its order, as often as it needs them', () => {
    speak({ '{0} of {1} outputs': 'Von {1} Ausgängen {0}, also {0}', Off: 'Aus' });
    const say = (n: number): string => t`${n} of ${7} outputs`;
    expect([say(3), say(4)]).toEqual(['Von 7 Ausgängen 3, also 3', 'Von 7 Ausgängen 4, also 4']);
    expect(t`Off`).toBe('Aus');
  });

  test('what it lacks stays English, and so does everything once nothing is spoken', () => {
    speak({ Off: 'Aus' });
    expect(t`On since ${'12:00'}`).toBe('On since 12:00');
    speak({});
    expect(t`Off`).toBe('Off');
  });

  test('a value is never taken for a place', () => {
    speak({ 'Remove {0} and {1}': '{1} und {0} entfernen' });
    expect(t`Remove ${'{1}'} and ${'{0}'}`).toBe('{0} und {1} entfernen');
  });
});

test('a key numbers the places', () => {
  expect(keyOf`${1} of ${2}`).toBe('{0} of {1}');
  expect(keyOf`Off`).toBe('Off');
});
