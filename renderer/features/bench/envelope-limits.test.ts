import { describe, expect, it } from 'vitest';
import { readEnvelope } from './envelope-limits.ts';

const text = { name: 'Regulator board', voltage: '5.5', current: '500m', power: '' };

describe('readEnvelope', () => {
  it('reads limits in SI; an empty one is no limit', () => {
    expect(readEnvelope(text)).toEqual({
      envelope: { name: 'Regulator board', maxVoltage: 5.5, maxCurrent: 0.5, maxPower: null },
    });
  });
  it('is not an envelope without a limit', () => {
    expect(readEnvelope({ ...text, voltage: '', current: ' ' })).toHaveProperty('problems.none');
  });
  it('does not let a limit that cannot be read pass as no limit', () => {
    expect(readEnvelope({ ...text, current: '0,5' })).toHaveProperty('problems.current');
    expect(readEnvelope({ ...text, current: '-1' })).toHaveProperty('problems.current');
    expect(readEnvelope({ ...text, power: 'lots' })).toHaveProperty('problems.power');
  });
  it('needs a name', () => expect(readEnvelope({ ...text, name: ' ' })).toHaveProperty('problems.name'));
});
