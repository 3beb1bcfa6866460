import { useState } from 'react';
import { useRecording } from '#renderer/features/profiling/recording/use-recording.ts';
import { type Queried, useQuery } from '#renderer/features/profiling/use-query.ts';
import { useClient } from '#renderer/stores/hooks.ts';
import { saveFile } from '#renderer/stores/save-file.ts';
import { type Call, useCall } from '#renderer/stores/use-call.ts';
import type { ProfileSummary } from '#shared/contract/profiles.ts';
import { importFile } from './import-file.ts';

/** The profiles that are kept, and what a person does with them. */
export interface Profiles {
  readonly list: Queried<{
    readonly threads: readonly string[];
    readonly profiles: readonly ProfileSummary[];
  }>;
  /** Of the last export, import or removal. */
  readonly call: Call;
  /** Part of an import that is done; null: none runs. */
  readonly importing: number | null;
  readonly save: (id: string) => void;
  readonly remove: (id: string) => void;
  /** `then`: with the profile that was made of it. */
  readonly take: (file: File, then: (id: string) => void) => void;
}

export function useProfiles(): Profiles {
  const client = useClient();
  const call = useCall();
  const { kept } = useRecording();
  const [importing, setImporting] = useState<number | null>(null);
  const list = useQuery(`profiles ${kept}`, (signal) => client.profiles.list({}, { signal }));
  const save = (id: string): void =>
    void call.run(async () => {
      const { name, text } = await client.profiles.export({ id });
      saveFile(name, text);
    });
  const remove = (id: string): void =>
    void call.run(async () => {
      await client.profiles.remove({ id });
      list.again();
    });
  const take = (file: File, then: (id: string) => void): void =>
    void call.run(async () => {
      setImporting(0);
      try {
        const made = await importFile(client.profiles, file, setImporting);
        list.again();
        then(made.id);
      } finally {
        setImporting(null);
      }
    });
  return { list, call, importing, save, remove, take };
}
