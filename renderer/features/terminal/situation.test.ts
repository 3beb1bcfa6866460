import { describe, expect, it } from 'vitest';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import { situationOf } from './situation.ts';

const instrument: Instrument = {
  id: 'a',
  name: 'Supply A',
  address: 'tcp://192.168.1.20:5025',
  vendor: '',
  model: '',
  serial: '',
  firmware: '',
  driver: '',
  verified: 'unverified',
  kind: 'generic',
  simulated: false,
  link: 'ready',
  control: 'remote',
  answeredAt: 1,
  latencyMs: 1,
  service: null,
  recording: null,
  trouble: null,
  channels: [],
};
const latched = { latched: true } as SafetyState;
const operator = new Set<Permission>(['instruments:control']);
const look = (
  part: Partial<Instrument>,
  safety: SafetyState | null = null,
  permissions: ReadonlySet<Permission> = operator,
) => situationOf({ ...instrument, ...part }, { safety, permissions, now: 1000 });

describe('what stands in the way', () => {
  it('is nothing when it is ready', () => {
    expect(look({})).toBeNull();
    expect(look({ link: 'busy' })).toBeNull();
  });
  it('comes in the order of what the person can do about it', () => {
    expect(look({ control: 'local', link: 'unreachable' }, latched, new Set())?.kind).toBe('no-permission');
    expect(look({ control: 'local', link: 'unreachable' }, latched)?.kind).toBe('local');
    expect(look({ link: 'unreachable' }, latched)?.kind).toBe('unreachable');
    expect(look({ link: 'connecting', answeredAt: null })?.kind).toBe('connecting');
    expect(look({ link: 'connecting' })?.kind).toBe('unreachable');
    expect(look({ link: 'dirty' }, latched)?.kind).toBe('latched');
    expect(look({ link: 'recovering' })?.kind).toBe('resync');
  });
  it('closes the input only where nothing at all can be sent', () => {
    expect(look({ control: 'local' })?.closed).toBe(true);
    expect(look({ link: 'closed' })?.closed).toBe(true);
    expect(look({}, latched)?.closed).toBe(false);
    expect(look({ link: 'dirty' })?.closed).toBe(false);
  });
  it('says when it is tried again', () => {
    const trouble = { message: 'It refuses.', remedy: 'Check the port.', retryAt: 6000 };
    expect(look({ link: 'unreachable', trouble })).toMatchObject({
      title: 'It refuses.',
      words: 'Check the port. Retry in 5 s.',
    });
  });
});
