import { describe, expect, it } from 'vitest';
import { leftToDo, leftWords } from './restore-words.ts';

const after = { at: 2, from: 1, voided: ['Ada', 'Ben'], secretVoid: true, disabledSince: ['Cleo'] };

describe('what a restore has left to do', () => {
  it('says each thing, and what to do about it', () => {
    expect(leftWords(after)).toBe(
      'Recovery codes of before are void: Ada and Ben make new ones in the menu of their name. ' +
        'The recovery secret in the safe is void: an administrator makes a new one under Idle and sleep. ' +
        'Disabled since the backup was made, and still disabled: Cleo. Look whether they should be.',
    );
    expect(leftWords({ ...after, voided: ['Ada'], secretVoid: false, disabledSince: [] })).toBe(
      'Recovery codes of before are void: Ada makes new ones in the menu of their name.',
    );
  });
  it('counts no more on whoever has just made codes here, and ends when nothing is left', () => {
    const ada = { name: 'Ada', recoveryCodesLeft: 10 };
    expect(leftToDo(after, ada)?.voided).toEqual(['Ben']);
    expect(leftToDo(after, { ...ada, recoveryCodesLeft: 0 })?.voided).toEqual(['Ada', 'Ben']);
    const codes = { ...after, voided: ['Ada'], disabledSince: [] };
    expect(leftToDo(codes, ada)?.secretVoid).toBe(true);
    expect(leftToDo({ ...codes, secretVoid: false }, ada)).toBeNull();
    expect(leftToDo({ ...codes, secretVoid: false }, null)).not.toBeNull();
  });
});
