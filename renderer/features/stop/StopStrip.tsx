import type { ReactNode } from 'react';
import { useNow, usePermissions, useSafety, useUi } from '#renderer/stores/hooks.ts';
import { useStores } from '#renderer/stores/context.ts';
import { whenText } from '#renderer/stores/time-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StopSign } from '#renderer/ui/icons.tsx';
import { reportIsOpen } from './report.ts';
import { t } from '#shared/language/t.ts';

/** While the stop holds: that it does, since when, and the way to its report and its end. */
export function StopStrip(): ReactNode {
  const { ui } = useStores();
  const safety = useSafety();
  const permissions = usePermissions();
  const { report: chosen, dialog } = useUi();
  const now = useNow(60_000);
  if (safety === null || !safety.latched) return null;
  const { report, latchedAt, reason, durable } = safety;
  const aside = report !== null && (dialog === 'reset' || !reportIsOpen(report, chosen));
  return (
    <section className="stop-strip" aria-label={t`The stop holds`}>
      <StopSign size={18} />
      <b>{t`The emergency stop holds${latchedAt === null ? '' : t` since ${whenText(latchedAt, now)}`}.`}</b>
      <span className="ui-mute ui-grow ui-cut">
        {t`${reason} Outputs cannot be turned on.`}
        {!durable && t` It could not be written to disk: a restart would end it.`}
      </span>
      {aside && (
        <Button
          size="small"
          look="quiet"
          onPress={() => ui.setState({ report: { at: report.at, open: true } })}
        >
          {t`Show report`}
        </Button>
      )}
      {permissions.has('safety:reset') && (
        <Button size="small" onPress={() => ui.setState({ dialog: 'reset' })}>
          {t`Reset the stop…`}
        </Button>
      )}
    </section>
  );
}
