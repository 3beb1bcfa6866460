import { useEffect, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { BackupKeeping } from '#shared/contract/backups.ts';
import type { Going } from './going.ts';

/**
 * What keeping takes next, or would take if `keeping` were set; asked anew when `version` changes. Null: not known, and while it is
 * asked for.
 */
export function useGoing(version: string, keeping: BackupKeeping | null): Going | null {
  const client = useClient();
  const [got, setGot] = useState<{ readonly about: string; readonly going: Going | null } | null>(null);
  const about = `${version} ${JSON.stringify(keeping)}`;
  useEffect(() => {
    let wanted = true;
    const put = (going: Going | null): void => {
      if (wanted) setGot({ about, going });
    };
    client.backups.going(keeping === null ? {} : { keeping }).then(put, () => put(null));
    return () => {
      wanted = false;
    };
    // `about` says all that `keeping` does, and is the same text where it is the same keeping.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, about]);
  // An answer to another question is none.
  return got?.about === about ? got.going : null;
}
