import { type ReactNode, useState } from 'react';
import { useClient, useNow, usePermissions } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { WorkBar } from '#renderer/ui/WorkBar.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import { type Checkpoint, type Going, type KeptKind, keptKinds } from '#shared/contract/keeping.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { useWork } from '#renderer/features/history/use-work.ts';
import {
  keepProblems,
  parseSize,
  type PolicyText,
  policyText,
  readPolicy,
  samePolicy,
  warnHelp,
} from './draft.ts';
import { type Policy, usePolicy } from './use-policy.ts';
import { goingWords, kindWords, policyReason } from './words.ts';
import { t } from '#shared/language/t.ts';

interface Applied {
  readonly rows: number;
  readonly freedBytes: number;
  readonly checkpoints: readonly Checkpoint[];
}

/** How long each kind is kept: typed, shown what it would take, set, applied; in this order. */
export function PolicyPane(): ReactNode {
  const state = usePolicy();
  const { policy, fault } = state;
  if (policy === null)
    return fault === null ? (
      <p className="ui-mute">{t`Loading…`}</p>
    ) : (
      <Message tone="bad" title={fault.message}>
        {fault.remedy}
      </Message>
    );
  return <PolicyForm key={JSON.stringify(policy)} state={state} set={policyText(policy)} />;
}

function PolicyForm({ state, set }: { readonly state: Policy; readonly set: PolicyText }): ReactNode {
  const mayKeep = usePermissions().has('history:keep');
  const [text, setText] = useState(set);
  const draft = readPolicy(text);
  const { policy, preview, busy, fault } = state;
  const changed = draft === null || (policy !== null && !samePolicy(draft, policy));
  const shown = preview !== null && draft !== null && samePolicy(preview.of, draft) ? preview : null;
  return (
    <form
      className="history-policy"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft !== null) state.ask(draft);
      }}
    >
      {!mayKeep && <Message tone="info" title={t`Only an administrator changes how long things are kept.`} />}
      {keptKinds.map((kind) => (
        <KindFields
          key={kind}
          kind={kind}
          text={text}
          onChange={setText}
          disabled={!mayKeep}
          going={shown?.going.find((each) => each.kind === kind) ?? null}
        />
      ))}
      <div className="history-policy-kind">
        <div>
          <b>{t`Disk of the data folder`}</b>
          <p className="ui-mute">
            {t`When nothing can be written: refuse what changes something (off and the emergency stop always work), or go on and count what the history misses.`}
          </p>
        </div>
        <TextField
          label={t`Warn below`}
          value={text.warnBelow}
          onChange={(warnBelow) => setText({ ...text, warnBelow })}
          error={parseSize(text.warnBelow) === undefined ? warnHelp : null}
          disabled={!mayKeep}
        />
        <div className="history-policy-full">
          <span className="ui-field-label">{t`When it is full`}</span>
          <Segmented
            label={t`When the disk is full`}
            options={[
              { value: 'refuse', label: t`Refuse` },
              { value: 'go-on', label: t`Go on` },
            ]}
            value={text.whenFull}
            onChange={(whenFull) => setText({ ...text, whenFull })}
            disabled={!mayKeep}
          />
        </div>
      </div>
      {fault !== null && (
        <Message tone="bad" title={fault.message}>
          {fault.remedy}
        </Message>
      )}
      <div className="ui-row">
        <Button type="submit" pending={busy} disabled={draft === null}>
          {t`Show what would go`}
        </Button>
        {mayKeep && changed && (
          <Button
            look="primary"
            pending={busy}
            disabled={shown === null}
            onPress={() => {
              if (draft !== null) state.set(draft);
            }}
          >
            {t`Set this policy`}
          </Button>
        )}
        {mayKeep && changed && draft !== null && shown === null && (
          <span className="ui-dim">{t`It can be set once it was shown what would go.`}</span>
        )}
      </div>
      {mayKeep && !changed && shown !== null && <Apply going={shown.going} onDone={state.forget} />}
    </form>
  );
}

function KindFields(props: {
  readonly kind: KeptKind;
  readonly text: PolicyText;
  readonly onChange: (text: PolicyText) => void;
  readonly disabled: boolean;
  readonly going: Going | null;
}): ReactNode {
  const { kind, text, going } = props;
  const now = useNow(60_000);
  const mine = text.keep[kind];
  const problems = keepProblems(mine);
  const put = (part: Partial<typeof mine>): void =>
    props.onChange({ ...text, keep: { ...text.keep, [kind]: { ...mine, ...part } } });
  return (
    <fieldset className="history-policy-kind">
      <legend className="ui-sr">{kindWords[kind]}</legend>
      <div>
        <b>{kindWords[kind]}</b>
        <p className={going !== null && going.rows > 0 ? 'history-going' : 'ui-mute'} role="status">
          {going === null ? keptWords[kind] : goingWords(going, now)}
        </p>
      </div>
      <TextField
        label={t`Days`}
        value={mine.days}
        placeholder={t`without end`}
        onChange={(days) => put({ days })}
        error={problems.days}
        disabled={props.disabled}
      />
      <TextField
        label={t`Size`}
        value={mine.bytes}
        placeholder={t`without end`}
        onChange={(bytes) => put({ bytes })}
        error={problems.bytes}
        disabled={props.disabled}
      />
    </fieldset>
  );
}

const keptWords: Readonly<Record<KeptKind, string>> = {
  records: t`Exchanges and deeds. The oldest go first; a signed checkpoint stays, and pinned rows stay whole.`,
  readings: t`What polls have read, behind the trends. Each run keeps its one row.`,
  recordings: t`Files of recorded sessions in the data folder.`,
};

function Apply(props: { readonly going: readonly Going[]; readonly onDone: () => void }): ReactNode {
  const client = useClient();
  const work = useWork<Applied>();
  const [reason, setReason] = useState('');
  const rows = props.going.reduce((sum, each) => sum + each.rows, 0);
  const bytes = props.going.reduce((sum, each) => sum + each.bytes, 0);
  if (work.running)
    return <WorkBar label={t`Delete what is old`} progress={work.progress} onCancel={work.cancel} />;
  if (work.result !== null)
    return (
      <Message
        tone="ok"
        title={t`${formatFixed(work.result.rows, 0)} gone, ${formatBytes(work.result.freedBytes)} given back`}
        action={
          <Button size="small" onPress={props.onDone}>
            {t`Done`}
          </Button>
        }
      >
        {work.result.checkpoints.length === 0
          ? t`No rows of the chain went.`
          : t`A signed checkpoint stands where the rows were: the chain still holds.`}
      </Message>
    );
  return (
    <>
      {work.cancelled && (
        <Message tone="info" title={t`Cancelled. What had gone by then is gone, with its checkpoint.`} />
      )}
      {work.fault !== null && (
        <Message tone="bad" title={work.fault.message}>
          {work.fault.remedy}
        </Message>
      )}
      {rows === 0 ? (
        <p className="ui-mute">{t`By the policy that is set, nothing is old enough to go.`}</p>
      ) : (
        <div className="history-apply">
          <TextField
            label={t`Why (it is signed into the checkpoint)`}
            value={reason}
            onChange={setReason}
            placeholder={t`By the policy`}
            maxLength={200}
          />
          <Button
            look="danger"
            icon="trash"
            onPress={() =>
              work.start((signal) =>
                client.keeping.apply({ reason: reason.trim() || policyReason }, { signal }),
              )
            }
          >
            {t`Delete ${formatFixed(rows, 0)}, about ${formatBytes(bytes)}`}
          </Button>
        </div>
      )}
    </>
  );
}
