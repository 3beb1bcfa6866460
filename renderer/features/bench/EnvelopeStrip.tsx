import { type ReactNode, useState } from 'react';
import { useLive, useNow, usePermissions } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Ruler } from '#renderer/ui/Ruler.tsx';
import { Badge, ChannelTag, channelClass, StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import { type ChannelState, settingOf } from '#shared/contract/channels.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { decimalsFor, formatFixed } from '#shared/quantity/format.ts';
import { EnvelopeDialog } from './EnvelopeDialog.tsx';
import { type EnvelopeLimit, envelopeNames, envelopeLimits } from './envelope-limits.ts';
import { type Freshness, freshness } from './freshness.ts';
import { kindLooks } from './kinds.ts';
import './envelope.css';
import { t } from '#shared/language/t.ts';

/** The limits of the device under test, across the top: what they are, how near the bench is to each, or that there are none. */
export function EnvelopeStrip({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const live = useLive(instrument.id);
  const now = useNow(250);
  const mayConfigure = usePermissions().has('safety:configure');
  const [editing, setEditing] = useState(false);
  const limited = instrument.channels.filter(({ envelope }) => envelope);
  const channels = limited.flatMap(
    ({ channel }) => live?.channels.find((each) => each.channel === channel) ?? [],
  );
  const names = envelopeNames(channels);
  return (
    <section className="bench-envelope" aria-label={t`Envelope`}>
      <div className="bench-envelope-name">
        <div className="ui-row">
          <span className="ui-legend ui-grow">{t`Envelope`}</span>
          {live === null ? (
            <StateWord kind="unknown" />
          ) : names.length > 0 ? (
            <Badge icon="lock">{t`Enforced`}</Badge>
          ) : (
            <StateWord kind="warning">{t`Not set`}</StateWord>
          )}
        </div>
        <div className="ui-row">
          <b className="ui-grow ui-cut">{names.length > 0 ? names.join(', ') : t`No envelope`}</b>
          {mayConfigure && live !== null && (
            <Button
              size="small"
              look={names.length > 0 ? 'quiet' : 'default'}
              onPress={() => setEditing(true)}
            >
              {names.length > 0 ? t`Change…` : t`Set…`}
            </Button>
          )}
        </div>
      </div>
      {channels.map((channel) => (
        <ChannelLimits
          key={channel.channel}
          channel={channel}
          fresh={
            freshness(
              live,
              limited.find((each) => each.channel === channel.channel) ?? { readings: [] },
              channel,
              now,
              instrument.control === 'local',
            ).kind
          }
          remark={mayConfigure ? kindLooks[instrument.kind].alone : t`an administrator sets one`}
          instrument={instrument}
        />
      ))}
      {editing && live !== null && (
        <EnvelopeDialog instrument={instrument} live={live} onClose={() => setEditing(false)} />
      )}
    </section>
  );
}

interface ChannelLimitsProps {
  readonly channel: ChannelState;
  readonly fresh: Freshness['kind'];
  readonly remark: string;
  readonly instrument: Instrument;
}

function ChannelLimits({ channel, fresh, remark, instrument }: ChannelLimitsProps): ReactNode {
  const info = instrument.channels.find((each) => each.channel === channel.channel);
  const [volts, amps] = info === undefined ? [] : [settingOf(info, 'voltage'), settingOf(info, 'current')];
  const limits = envelopeLimits(channel);
  const slew = channel.envelope?.maxSlew ?? null;
  return (
    <div className={classes('bench-limits', channelClass(channel.channel))}>
      <ChannelTag channel={channel.channel} />
      {limits === null ? (
        <p className="ui-mute">
          {t`No limit: ${remark}`}
          {volts !== undefined && amps !== undefined && (
            <>
              {' '}
              (<span className="ui-read">{volts.max}</span> V, <span className="ui-read">{amps.max}</span> A)
            </>
          )}
        </p>
      ) : (
        <>
          {limits.map((limit) => (
            <LimitCell key={limit.unit} limit={limit} fresh={fresh} />
          ))}
          {slew !== null && (
            <p className="bench-slew ui-mute">
              {t`rises ${formatFixed(slew, decimalsFor(Number(slew.toPrecision(3))))} V/s at most`}
            </p>
          )}
        </>
      )}
    </div>
  );
}

function LimitCell({
  limit,
  fresh,
}: {
  readonly limit: EnvelopeLimit;
  readonly fresh: Freshness['kind'];
}): ReactNode {
  const { value, max, unit } = limit;
  const shown = formatFixed(fresh === 'unknown' ? null : value, 3);
  return (
    <div className="bench-limit">
      <div className="bench-limit-words">
        <span className={classes('ui-read', fresh !== 'live' && fresh)}>{shown}</span>
        <span className="ui-mute">
          {max === null ? t`${unit}, no limit` : `/ ${formatFixed(max, 2)} ${unit}`}
        </span>
      </div>
      <Ruler
        slim
        to={max === null ? Math.max(value ?? 1, 1) * 2 : max * 1.25}
        value={value}
        limit={max}
        state={fresh}
      />
    </div>
  );
}
