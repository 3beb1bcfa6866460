import { dayText, timeText } from '#renderer/stores/time-text.ts';
import type { Pick } from '#renderer/ui/PickList.tsx';
import type { SerialPortInfo, TranscriptInfo, UsbInstrumentInfo } from '#shared/contract/links.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { t } from '#shared/language/t.ts';

/** The names that a device gives itself, its serial number and identity, as far as they are known. */
const detail = (
  device: {
    readonly vendorId: string | null;
    readonly productId: string | null;
    readonly serial: string | null;
  },
  otherwise: string,
): string => {
  const parts = [
    device.vendorId !== null && device.productId !== null ? `${device.vendorId}:${device.productId}` : null,
    device.serial === null || device.serial === '' ? null : t`serial ${device.serial}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? otherwise : parts.join(', ');
};

/** Serial ports; what is found again by its USB identity says so. */
export const serialPicks = (ports: readonly SerialPortInfo[] | null): readonly Pick[] | null =>
  ports?.map((port) => ({
    id: port.address,
    title: port.manufacturer ?? t`Serial port`,
    detail: detail(port, t`Known by its name alone`),
    aside: port.path,
    icon: 'plug',
  })) ?? null;

/** USB instruments. */
export const usbPicks = (devices: readonly UsbInstrumentInfo[] | null): readonly Pick[] | null =>
  devices?.map((device) => ({
    id: device.address,
    title: [device.manufacturer, device.product].filter(Boolean).join(' ') || t`USB instrument`,
    detail: detail(device, ''),
    icon: 'plug',
  })) ?? null;

const units = ['B', 'kB', 'MB', 'GB'] as const;

/** Bytes for people: three figures at the most. */
export function sizeWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : formatFixed(value, 1)} ${units[unit]}`;
}

/** `2026-11-25 13:40`, in the time of this PC. */
const minute = (at: number): string => `${dayText(at)} ${timeText(at).slice(0, 5)}`;

/** Recorded sessions that are not being written. */
export const recordingPicks = (recordings: readonly TranscriptInfo[] | null): readonly Pick[] | null =>
  recordings
    ?.filter(({ recording }) => !recording)
    .map(({ address, name, instrument, startedAt, bytes }) => ({
      id: address,
      title: instrument ?? name,
      detail: startedAt === null ? t`It does not say when it was recorded` : t`Recorded ${minute(startedAt)}`,
      aside: sizeWords(bytes),
      icon: 'history' as const,
    })) ?? null;
