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
      return `Will give ${formatFixed(volts, 3)} V, ${formatFixed(amps, 3)} A at most`;
    }
    case 'unknown':
      if (output.lastSeen === null) return 'Treat it as live';
      return `Treat it as live. Last seen ${output.lastSeen ? 'on' : 'off'}`;
    default:
      return 'Until read back';
  }
}

/** Why an output cannot be turned on; null when it can. */
export function whyLocked(latched: boolean | null): string | null {
  if (latched === null) return 'The emergency stop is not known';
  return latched ? 'Reset the emergency stop first' : null;
}
