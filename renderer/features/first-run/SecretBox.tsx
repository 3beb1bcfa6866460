import type { ReactNode } from 'react';
import { t } from '#shared/language/t.ts';

/** The recovery secret of the console: another thing than the codes, for another place. */
export function SecretBox(props: {
  readonly secret: string;
  readonly host: string;
  readonly day: string;
}): ReactNode {
  return (
    <>
      <p className="print-only fr-cut">
        {t`Cut here. For the lab's safe: recovery secret of the console on ${props.host}, ${props.day}.`}
      </p>
      <section className="fr-secret" aria-labelledby="fr-secret">
        <h2 id="fr-secret">{t`Console recovery secret`}</h2>
        <p className="ui-mute">
          {t`Keep it in the lab's safe, not with the codes. When nobody can sign in any more, it makes an administrator anew, for whoever also owns the data folder.`}
        </p>
        <code>{props.secret}</code>
      </section>
    </>
  );
}
