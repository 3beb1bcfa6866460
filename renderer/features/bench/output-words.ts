import type { OutputKeyProps } from '#renderer/ui/OutputKey.tsx';
import type { HeldOutput, SupplyChannel } from '#shared/contract/instruments.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { formatFixed } from '#shared/quantity/format.ts';

/** What the output key shows for an output as it is held. */
export function keyState(output: HeldOutput | undefined): OutputKeyProps['state'] {
  if (output === undefined || output.state === 'unknown' || output.on === null) return 'unknown';
  if (output.state === 'pending') return output.on ? 'turning-on' : 'turning-off';
  return output.on ? 'on' : 'off';
}

/** The line under it: since when, or what it will give. Setpoints that are not known are not guessed. */
export function keyNote(channel: SupplyChannel | undefined, now: number): string {
  if (channel === undefined) return 'Treat it as live';
  const { output } = channel;
  switch (keyState(output)) {
    case 'on': {
      const since = `On for ${formatDuration(now - output.since)}`;
      return channel.mode === 'CC' ? `${since}, at its limit` : since;
    }
    case 'off': {
      const volts = channel.setVoltage.value;
      const amps = channel.setCurrent.value;
      if (volts === null || amps === null) return 'Its setpoints are not known';
      return `Gives ${formatFixed(volts, 3)} V, ${formatFixed(amps, 3)} A at most`;
    }
    case 'unknown':
      if (output.lastSeen === null) return 'Treat it as live';
      return `Treat it as live. Last seen ${output.lastSeen ? 'on' : 'off'}`;
    case 'turning-on':
    case 'turning-off':
      return 'Until read back';
  }
}

/** Which setpoint stands outside the envelope, with the limit; null when none does. */
function outsideEnvelope(channel: SupplyChannel | undefined): string | null {
  const envelope = channel?.envelope ?? null;
  if (channel === undefined || envelope === null) return null;
  const over = (value: number | null, max: number | null): max is number =>
    max !== null && value !== null && value > max;
  if (over(channel.setVoltage.value, envelope.maxVoltage))
    return `Set V is over the envelope, ${formatFixed(envelope.maxVoltage, 2)} V`;
  if (over(channel.setCurrent.value, envelope.maxCurrent))
    return `Limit A is over the envelope, ${formatFixed(envelope.maxCurrent, 2)} A`;
  return null;
}

/** Why an output cannot be turned on; null when it can. Main judges again, and finally. */
export function whyLocked(latched: boolean | null, channel?: SupplyChannel): string | null {
  if (latched === null) return 'The emergency stop is not known';
  return latched ? 'Reset the emergency stop first' : outsideEnvelope(channel);
}
