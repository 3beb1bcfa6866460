import { describe, expect, it } from 'vitest';
import { envelopeText, readEnvelope } from './envelope-limits.ts';

const text = { name: 'Regulator board', voltage: '5.5', current: '500m', power: '', slew: '' };

describe('readEnvelope', () => {
  it('reads limits in SI; an empty one is no limit', () => {
    expect(readEnvelope(text)).toEqual({
      envelope: { name: 'Regulator board', maxVoltage: 5.5, maxCurrent: 0.5, maxPower: null, maxSlew: null },
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
  it('reads how fast a voltage may rise, which alone is an envelope, and never as 0', () => {
    const alone = { ...text, voltage: '', current: '', slew: '2' };
    expect(readEnvelope(alone)).toHaveProperty('envelope.maxSlew', 2);
    expect(readEnvelope({ ...alone, slew: '500m' })).toHaveProperty('envelope.maxSlew', 0.5);
    expect(readEnvelope({ ...alone, slew: '0' })).toHaveProperty('problems.slew');
    expect(readEnvelope({ ...alone, slew: 'fast' })).toHaveProperty('problems.slew');
  });
  it('is the same after a form has shown it', () => {
    const envelope = { name: 'A', maxVoltage: 5.5, maxCurrent: null, maxPower: 8, maxSlew: 0.25 };
    expect(readEnvelope(envelopeText(envelope))).toEqual({ envelope });
    expect(envelopeText(null)).toEqual({ name: '', voltage: '', current: '', power: '', slew: '' });
  });
  it('needs a name', () => expect(readEnvelope({ ...text, name: ' ' })).toHaveProperty('problems.name'));
});
