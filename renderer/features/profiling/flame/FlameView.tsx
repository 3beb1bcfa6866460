import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useKeysGoOn } from '#renderer/ui/screen-keys.ts';
import { useQuery } from '#renderer/features/profiling/use-query.ts';
import { useStores } from '#renderer/stores/context.ts';
import { useClient, useNow, usePermissions } from '#renderer/stores/hooks.ts';
import { whenText } from '#renderer/stores/time-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ProfileSummary } from '#shared/contract/profiles.ts';
import { unpackFlame } from '#shared/profiles/columns.ts';
import { comparable, shownProfile } from './choose.ts';
import { NoProfiles } from './FlameEmpty.tsx';
import { FlameGraph } from './FlameGraph.tsx';
import { ProfileList } from './ProfileList.tsx';
import { RemoveProfile } from './RemoveProfile.tsx';
import { useProfiles } from './use-profiles.ts';
import { flameViewOf } from './view.ts';
import { profileTitle, profileWords } from './weights.ts';
import '#renderer/features/profiling/tints.css';
import './flame.css';
import { t } from '#shared/language/t.ts';

const hasFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

/** Profiles of the console's threads: the ones that are kept, and one of them as a flame graph or as a table of its functions. */
export function FlameView(): ReactNode {
  const client = useClient();
  const store = flameViewOf(useStores());
  const settings = useStore(store);
  const mayRun = usePermissions().has('profiling:run');
  const now = useNow(60_000);
  const { list, call, importing, save, remove, take } = useProfiles();
  const [removing, setRemoving] = useState<ProfileSummary | null>(null);
  const [dropping, setDropping] = useState(false);
  const panel = useRef<HTMLElement>(null);
  useKeysGoOn(panel);
  const profiles = list.value?.profiles ?? [];
  const shown = shownProfile(profiles, settings.id);
  const then = profiles.find(({ id }) => id === settings.against) ?? null;
  const against = shown !== null && then !== null && comparable(shown, then) ? then.id : null;
  const flame = useQuery(shown === null ? null : `${shown.id} ${against ?? ''}`, async (signal) =>
    unpackFlame(await client.profiles.flame({ id: shown?.id ?? '', against }, { signal })),
  );
  const show = (id: string): void => store.setState({ id });
  const bring = (file: File): void => {
    if (mayRun) take(file, show);
  };
  const fault = call.fault ?? list.fault ?? flame.fault;
  return (
    <Panel
      title={shown === null ? t`Profiles` : profileTitle(shown)}
      icon="flame"
      panelRef={panel}
      flush
      className={classes('flame', settings.list && 'listed')}
      note={
        shown === null
          ? ''
          : `${profileWords(shown)}${then === null || against === null ? '' : t`, against ${profileTitle(then)}, ${whenText(then.at, now)}`}`
      }
      actions={
        profiles.length > 0 ? (
          <span className="flame-list-toggle">
            <Button size="small" onPress={() => store.setState({ list: !settings.list })}>
              {settings.list ? t`Close the list` : t`Profiles (${profiles.length})`}
            </Button>
          </span>
        ) : undefined
      }
    >
      <div
        className={classes('flame-drop', dropping && 'dropping')}
        onDragOver={(event) => {
          if (!hasFile(event) || !mayRun) return;
          event.preventDefault();
          setDropping(true);
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
        }}
        onDrop={(event) => {
          setDropping(false);
          const [file] = event.dataTransfer.files;
          if (file === undefined) return;
          event.preventDefault();
          bring(file);
        }}
      >
        {fault !== null && (
          <div className="flame-fault">
            <Message
              tone="bad"
              title={fault.message}
              action={
                <Button
                  size="small"
                  onPress={() => {
                    call.clear();
                    list.again();
                    flame.again();
                  }}
                >
                  {t`Try again`}
                </Button>
              }
            >
              {fault.remedy}
            </Message>
          </div>
        )}
        {list.value === null ? (
          list.fault === null && <p className="flame-none ui-dim">{t`Loading…`}</p>
        ) : profiles.length === 0 ? (
          <NoProfiles mayRun={mayRun} importing={importing} onImport={bring} />
        ) : (
          <div className="flame-split">
            <div className="flame-main">
              {flame.value !== null && flame.value.profile.id === shown?.id ? (
                <FlameGraph
                  key={`${flame.value.profile.id} ${flame.value.against?.id ?? ''}`}
                  flame={flame.value}
                  settings={settings}
                  onSettings={(part) => store.setState(part)}
                />
              ) : (
                flame.fault === null && <p className="flame-none ui-dim">{t`Reading the profile…`}</p>
              )}
            </div>
            <ProfileList
              profiles={profiles}
              shown={shown}
              against={against}
              now={now}
              mayRun={mayRun}
              importing={importing}
              onShow={show}
              onCompare={(id) => store.setState({ against: id })}
              onExport={save}
              onRemove={setRemoving}
              onImport={bring}
            />
          </div>
        )}
        {dropping && (
          <div className="flame-dropping" aria-hidden="true">
            {t`Drop a .cpuprofile or .heapprofile to import it`}
          </div>
        )}
      </div>
      {removing !== null && (
        <RemoveProfile
          profile={removing}
          now={now}
          onRemove={() => {
            remove(removing.id);
            setRemoving(null);
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </Panel>
  );
}
