import { type ReactNode, useState } from 'react';
import { Button, IconButton } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Message } from './Message.tsx';
import { OutputKey } from './OutputKey.tsx';
import { Panel } from './Panel.tsx';
import { Progress } from './Progress.tsx';
import { Quantity } from './Quantity.tsx';
import { StopButton } from './StopButton.tsx';
import { NumberFields, OtherFields } from './sheet-fields.tsx';
import { PlotSample, Quantities, States, TableSample } from './sheet-readings.tsx';
import { chooseTheme, useTheme } from './theme.ts';
import { vars } from './vars.ts';
import './sheet.css';

const swatches = 'bg panel raised well line-2 edge ink-3 ink-2 ink c1 c2 c3 c4 live pend warn bad stop'.split(
  ' ',
);
const nothing = (): void => undefined;

/** Every component in every state, for the eye and for the visual test. Reached by `#/sheet`. */
export function ComponentSheet(): ReactNode {
  const [open, setOpen] = useState(false);
  const theme = useTheme();
  return (
    <main className="ui-sheet">
      <header className="ui-sheet-top">
        <h1>Component sheet</h1>
        <Button
          look="quiet"
          onPress={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
          icon={theme === 'dark' ? 'sun' : 'moon'}
        >
          {theme === 'dark' ? 'Light' : 'Dark'}
        </Button>
        <StopButton state="ready" onStop={nothing} />
      </header>
      <div className="ui-sheet-columns">
        <div className="ui-sheet-column">
          <Panel title="Type">
            <div className="ui-sheet-stack">
              <div className="ui-sheet-flow base">
                <Quantity value={3.2998} unit="V" decimals={4} size="xl" state="plain" />
                <Quantity value={0.481} unit="A" decimals={3} size="l" state="plain" />
                <Quantity value={1.588} unit="W" decimals={3} size="s" state="plain" />
              </div>
              <div className="ui-sheet-flow base">
                <span className="ui-sheet-title">Title 20</span>
                <span className="ui-sheet-body">Body 15</span>
                <span>Body 13</span>
                <span className="ui-legend">Legend 11</span>
                <span className="ui-mono">MEAS:VOLT? (@1)</span>
              </div>
            </div>
          </Panel>
          <Panel title="Colour">
            <div className="ui-sheet-swatches">
              {swatches.map((name) => (
                <span key={name}>
                  <i style={vars({ '--swatch': `var(--${name})` })} />
                  {name}
                </span>
              ))}
            </div>
          </Panel>
          <Panel title="Number field">
            <NumberFields />
          </Panel>
          <Panel title="State, mode, channel">
            <States />
          </Panel>
          <Panel title="Other fields">
            <OtherFields />
          </Panel>
        </div>
        <div className="ui-sheet-column">
          <Panel title="Quantity on its ruler">
            <Quantities />
          </Panel>
          <Panel title="Plot">
            <PlotSample />
          </Panel>
          <Panel title="Table" flush>
            <TableSample />
          </Panel>
          <Panel title="Buttons">
            <div className="ui-sheet-flow">
              <Button look="primary" shortcut="Enter">
                Primary
              </Button>
              <Button>Default</Button>
              <Button look="quiet">Quiet</Button>
              <Button look="danger">Remove…</Button>
              <Button disabled>Not now</Button>
              <IconButton icon="copy" label="Copy" />
              <Button size="small" shortcut="0">
                All off
              </Button>
              <Button onPress={() => setOpen(true)}>Dialog…</Button>
            </div>
          </Panel>
          <Panel title="Progress">
            <div className="ui-sheet-stack">
              <Progress label="Reading" part={0.42}>
                4.2 of 10 MB, 1.1 MB/s, 6 s left
              </Progress>
              <Progress label="Waiting" part={null} />
            </div>
          </Panel>
        </div>
        <div className="ui-sheet-column">
          <Panel title="Output key, 56 px">
            <div className="ui-sheet-stack">
              <OutputKey
                name="Output 1"
                state="off"
                note="Gives 3.300 V, 1.000 A"
                shortcut="1"
                onTurn={nothing}
              />
              <OutputKey name="Output 1" state="on" note="On for 18 min 04 s" shortcut="1" onTurn={nothing} />
              <OutputKey
                name="Output 1"
                state="turning-on"
                note="Until read back"
                shortcut="1"
                onTurn={nothing}
              />
              <OutputKey
                name="Output 1"
                state="unknown"
                note="Treat it as live"
                shortcut="1"
                onTurn={nothing}
              />
              <OutputKey
                name="Output 1"
                state="off"
                note=""
                locked="Reset the emergency stop first"
                shortcut="1"
                onTurn={nothing}
              />
            </div>
          </Panel>
          <Panel title="Messages">
            <div className="ui-sheet-stack">
              <Message tone="ok" title="Ten recovery codes saved.">
                Keep the file where this computer cannot lose it.
              </Message>
              <Message
                tone="info"
                title="Channel 1 set to 1.800 V."
                action={
                  <Button size="small" shortcut="Ctrl Z">
                    Undo
                  </Button>
                }
              >
                Was 3.300 V.
              </Message>
              <Message tone="warn" title="Disk full in about 3 days.">
                Logging stops first, control never.
              </Message>
              <Message tone="bad" title="6.00 V was not sent.">
                The envelope allows 5.50 V. Set 5.50 V or less, or change the envelope.
              </Message>
            </div>
          </Panel>
          <Panel title="Emergency stop">
            <div className="ui-sheet-stack">
              <StopButton state="ready" onStop={nothing} />
              <StopButton state="armed" onStop={nothing} />
              <StopButton state="stopped" onStop={nothing} />
            </div>
          </Panel>
        </div>
      </div>
      <Dialog
        title="Turn output 1 on without an envelope?"
        open={open}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button look="quiet" shortcut="Esc" onPress={() => setOpen(false)}>
              Cancel
            </Button>
            <Button look="danger">Turn on anyway</Button>
            <Button look="primary" shortcut="Enter" autoFocus onPress={() => setOpen(false)}>
              Set an envelope
            </Button>
          </>
        }
      >
        <p className="ui-mute">
          No limits are set for this device under test. The supply alone will limit it: 6 V, 5 A.
        </p>
      </Dialog>
    </main>
  );
}
