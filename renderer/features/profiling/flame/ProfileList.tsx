import type { ReactNode } from 'react';
import { whenText } from '#renderer/stores/time-text.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { FileChooser } from '#renderer/ui/FileButton.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Progress } from '#renderer/ui/Progress.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { ProfileSummary } from '#shared/contract/profiles.ts';
import { comparable } from './choose.ts';
import { profileTitle, profileWords } from './weights.ts';
import { t } from '#shared/language/t.ts';

/** The profiles that are kept: which one is shown, which one it is compared with, and what can be done with each. */
export function ProfileList(props: {
  readonly profiles: readonly ProfileSummary[];
  readonly shown: ProfileSummary | null;
  readonly against: string | null;
  readonly now: number;
  readonly mayRun: boolean;
  /** Part of an import that is done; null: none runs. */
  readonly importing: number | null;
  readonly onShow: (id: string) => void;
  readonly onCompare: (id: string | null) => void;
  readonly onExport: (id: string) => void;
  readonly onRemove: (profile: ProfileSummary) => void;
  readonly onImport: (file: File) => void;
}): ReactNode {
  const { profiles, shown, against, importing } = props;
  return (
    <aside className="flame-list" aria-label={t`Profiles`}>
      <div className="flame-list-head">
        <span className="ui-legend">{t`Profiles`}</span>
        {props.mayRun && (
          <FileChooser size="small" onFile={props.onImport}>
            {t`Import…`}
          </FileChooser>
        )}
      </div>
      {importing !== null && (
        <Progress label={t`Import`} part={importing}>
          {t`Importing…`}
        </Progress>
      )}
      <ul>
        {profiles.map((profile) => {
          const { id, thread, kind } = profile;
          const isShown = id === shown?.id;
          const isThen = id === against;
          const title = profileTitle(profile);
          const when = whenText(profile.at, props.now);
          const named = `${title}, ${when}`;
          return (
            <li key={id} className={classes(isShown && 'shown', isThen && 'then')}>
              <button
                type="button"
                className="flame-pick"
                aria-current={isShown}
                onClick={() => props.onShow(id)}
              >
                <Icon name={kind === 'cpu' ? 'chip' : 'disk'} size={15} />
                <span>
                  <b className="ui-cut" title={thread}>
                    {title}
                  </b>
                  <span className="ui-dim">
                    {when}
                    {profile.imported && t`, imported`}
                  </span>
                  <span className="ui-dim">{profileWords(profile)}</span>
                </span>
              </button>
              <span className="flame-list-acts">
                {shown !== null && comparable(shown, profile) && (
                  <Button
                    size="small"
                    look={isThen ? 'primary' : 'quiet'}
                    label={isThen ? t`Compare no more with ${named}` : t`Compare with ${named}`}
                    onPress={() => props.onCompare(isThen ? null : id)}
                  >
                    {isThen ? t`Compared` : t`Compare`}
                  </Button>
                )}
                <span className="ui-grow" />
                <IconButton
                  size="small"
                  look="quiet"
                  icon="save"
                  label={t`Export ${named}`}
                  onPress={() => props.onExport(id)}
                />
                {props.mayRun && (
                  <IconButton
                    size="small"
                    look="quiet"
                    icon="trash"
                    label={t`Remove ${named}`}
                    onPress={() => props.onRemove(profile)}
                  />
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {props.mayRun && (
        <p className="ui-dim flame-list-hint">{t`A .cpuprofile or .heapprofile can be dropped here.`}</p>
      )}
    </aside>
  );
}
