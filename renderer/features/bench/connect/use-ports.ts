import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { SerialPortInfo, TranscriptInfo, UsbInstrumentInfo } from '#shared/contract/links.ts';
import { faultShape } from '#shared/faults.ts';

/** What is plugged in, and what was recorded, as it was when somebody looked. */
export interface Ports {
  /** Null: not known (yet). */
  readonly serial: readonly SerialPortInfo[] | null;
  readonly usb: readonly UsbInstrumentInfo[] | null;
  readonly recordings: readonly TranscriptInfo[] | null;
  readonly trouble: readonly string[];
  readonly looking: boolean;
  readonly look: () => void;
}

const unknown = { serial: null, usb: null, recordings: null, trouble: [] };

/** Looks once when it is mounted, and whenever it is asked to. */
export function usePorts(): Ports {
  const client = useClient();
  const [seen, setSeen] = useState<Omit<Ports, 'looking' | 'look'>>(unknown);
  const [looks, setLooks] = useState(0);
  const [looking, setLooking] = useState(true);
  useEffect(() => {
    let over = false;
    const find = async (): Promise<void> => {
      const [ports, recordings] = await Promise.allSettled([
        client.links.ports({}),
        client.links.transcripts({}),
      ]);
      if (over) return;
      const trouble = [ports, recordings].flatMap((each) =>
        each.status === 'rejected' ? [faultShape(each.reason).message] : [],
      );
      const found = ports.status === 'fulfilled' ? ports.value : { serial: null, usb: null, trouble: [] };
      setSeen({
        serial: found.serial,
        usb: found.usb,
        recordings: recordings.status === 'fulfilled' ? recordings.value : null,
        trouble: [...found.trouble, ...trouble],
      });
      setLooking(false);
    };
    void find();
    return () => {
      over = true;
    };
  }, [client, looks]);
  const look = useCallback(() => {
    setLooking(true);
    setLooks((count) => count + 1);
  }, []);
  return { ...seen, looking, look };
}
