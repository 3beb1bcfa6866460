import { describe, expect, it } from 'vitest';
import { passwordMinScore } from '#shared/passwords.ts';
import { judgeStrength } from './strength.ts';

describe('the strength meter', () => {
  it('takes several unrelated words', async () => {
    const strength = await judgeStrength('tech-02', 'mango radiator plinth seven');
    expect(strength.trouble).toBeNull();
    expect(strength.score).toBeGreaterThanOrEqual(passwordMinScore);
  });
  it('says why it would refuse, and never shows such a one as strong enough', async () => {
    for (const password of ['short', 'password1234', 'abcdefghijkl', 'tech-02tech-02x', 'mango radiato']) {
      const { trouble, score } = await judgeStrength('tech-02', password);
      expect(score >= passwordMinScore, password).toBe(trouble === null);
    }
    expect((await judgeStrength('tech-02', 'short')).trouble).toContain('at least 12');
    expect((await judgeStrength('tech-02', 'password1234')).trouble).not.toBeNull();
  });
});
