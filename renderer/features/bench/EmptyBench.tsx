import { type ReactNode, useState } from 'react';
import { useClient, usePermissions, useSelection } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { ConnectDialog } from './connect/ConnectDialog.tsx';
import { FaultMessage } from './FaultMessage.tsx';
import { useAct } from './use-act.ts';
import { t } from '#shared/language/t.ts';

/** A bench with nothing on it: the first step, and one to learn on without hardware. */
export function EmptyBench(): ReactNode {
  const client = useClient();
  const [, select] = useSelection();
  const mayManage = usePermissions().has('instruments:manage');
  const [connecting, setConnecting] = useState(false);
  const { fault, pending, run, forget } = useAct();
  const simulate = async (): Promise<void> => {
    const made = await run(() => client.instruments.addSimulatedBench({}));
    if (made?.ids[0] !== undefined) select(made.ids[0]);
  };
  return (
    <Panel
      title={t`Nothing connected`}
      icon="plug"
      className="bench-empty"
      actions={<StateWord kind="off">{t`Empty`}</StateWord>}
    >
      <div className="bench-empty-words">
        <EmptyDrawing />
        <h1>{t`Add the first instrument`}</h1>
        {mayManage ? (
          <>
            <p className="ui-mute">
              {t`Begin on the simulated bench: five instruments, wired together, which answer the same commands as ones of metal. Nothing can be damaged there. Or connect an instrument by its address.`}
            </p>
            <div className="ui-row">
              <Button look="primary" size="large" autoFocus pending={pending} onPress={() => void simulate()}>
                {pending ? t`Starting the simulated bench…` : t`Add the simulated bench`}
              </Button>
              <Button size="large" onPress={() => setConnecting(true)}>
                {t`Connect an instrument…`}
              </Button>
            </div>
          </>
        ) : (
          <p className="ui-mute">
            {t`Your role only looks. An operator connects instruments; they appear here at once.`}
          </p>
        )}
        <FaultMessage fault={fault} onForget={forget} />
      </div>
      {connecting && <ConnectDialog onClose={() => setConnecting(false)} />}
    </Panel>
  );
}

function EmptyDrawing(): ReactNode {
  return (
    <svg
      className="bench-drawing"
      width="264"
      height="80"
      viewBox="0 0 264 80"
      fill="none"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <rect x="1" y="8" width="92" height="64" rx="3" />
      <path className="bench-drawing-grid" d="M47 8v64M1 40h92M24 37v6M70 37v6M44 24h6M44 56h6" />
      <path
        className="bench-drawing-trace"
        d="M9 40c9-30 18-30 28 0s19 30 28 0 12-20 20-20"
        strokeWidth="2"
      />
      <path d="M93 40h30M141 40h30M123 32v16M141 32v16M129 32v16" />
      <rect x="171" y="8" width="92" height="64" rx="3" strokeDasharray="5 5" />
      <path className="bench-drawing-grid" d="M217 30v20M207 40h20" />
    </svg>
  );
}
