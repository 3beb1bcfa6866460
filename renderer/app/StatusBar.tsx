import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { glance } from '#renderer/features/backups/answer.ts';
import { DiskState } from '#renderer/features/history/keeping/DiskState.tsx';
import {
  useAccount,
  useBackups,
  useHealth,
  useInstruments,
  useNow,
  useSafety,
} from '#renderer/stores/hooks.ts';
import { countLive } from '#renderer/stores/live-text.ts';
import { timeText } from '#renderer/stores/time-text.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { formatFixed } from '#shared/quantity/format.ts';
import { countLinks, countStale, envelopeNames } from './status.ts';
import { roleWords } from '#renderer/stores/role-words.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** The state of the whole bench in one line. */
export function StatusBar(): ReactNode {
  const { ui } = useStores();
  const account = useAccount();
  const health = useHealth();
  const safety = useSafety();
  const links = countLinks(useInstruments());
  const live = safety === null ? null : countLive(safety.live);
  return (
    <footer className="status">
      <span>
        <Icon name="person" size={13} />
        <b>{account?.user?.name}</b> {account?.user && roleWords[account.user.role]}
      </span>
      {links.ready > 0 && (
        <span>
          <StateWord kind="live">{t`${links.ready} ready`}</StateWord>
        </span>
      )}
      {links.waiting > 0 && (
        <span>
          <StateWord kind="connecting">{t`${links.waiting} connecting`}</StateWord>
        </span>
      )}
      {links.unreachable > 0 && (
        <span>
          <StateWord kind="unknown">{t`${links.unreachable} unreachable`}</StateWord>
        </span>
      )}
      <LookedAt />
      <span>
        {live === null ? (
          <StateWord kind="unknown">{t`Outputs unknown`}</StateWord>
        ) : live === '' ? (
          <StateWord kind="off">{t`All outputs off`}</StateWord>
        ) : (
          <StateWord kind={safety?.live.some(({ state }) => state === 'unknown') ? 'unknown' : 'on'}>
            {t`Outputs: ${live}`}
          </StateWord>
        )}
      </span>
      <i />
      <DiskState />
      <BackupGlance />
      {health !== null && (
        <>
          <span>
            <Icon name="history" size={13} />
            {health.historyWritable ? (
              <>{tx`History ${<b>{formatFixed(health.historyRows, 0)}</b>} rows`}</>
            ) : (
              <StateWord kind="fault">{t`History cannot be written`}</StateWord>
            )}
          </span>
          <span className="status-wide">
            {tx`Event loop p99 ${<b>{t`${formatFixed(health.loopP99Ms, 1)} ms`}</b>}`}
          </span>
        </>
      )}
      <button type="button" onClick={() => ui.setState({ dialog: 'keys' })} aria-keyshortcuts="?">
        <Kbd keys="?" /> {t`Keys`}
      </button>
      <Clock />
    </footer>
  );
}

/** What is known of the instruments that are on screen: stale readings, and the limits that hold. */
function LookedAt(): ReactNode {
  const { live } = useStores();
  const lives = Object.values(useStore(live.store));
  const stale = countStale(lives, useNow(1000), useInstruments());
  const envelopes = envelopeNames(lives);
  return (
    <>
      {stale > 0 && (
        <span>
          <StateWord kind="stale">{t`${stale} stale`}</StateWord>
        </span>
      )}
      {envelopes !== null && (
        <span className="status-wide">
          <Icon name="chip" size={13} />
          {envelopes.length === 0 ? (
            t`No envelope`
          ) : (
            <>{tx`Envelope ${<b className="ui-cut">{envelopes.join(', ')}</b>}`}</>
          )}
        </span>
      )}
    </>
  );
}

/** Whether there is a backup that holds, and how old it is. Nothing while that is not known. */
function BackupGlance(): ReactNode {
  const state = useBackups();
  const now = useNow(60_000);
  if (state === null) return null;
  const { kind, word, note } = glance(state, now);
  return (
    <span>
      {kind === 'plain' ? (
        <>
          <Icon name="backups" size={13} />
          <span>
            {tx`Backup ${<b>{word}</b>},`} {note}
          </span>
        </>
      ) : (
        <StateWord kind={kind}>{word}</StateWord>
      )}
    </span>
  );
}

function Clock(): ReactNode {
  const now = useNow(1000);
  return (
    <span>
      <b className="status-clock">{timeText(now)}</b>
    </span>
  );
}
