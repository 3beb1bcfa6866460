import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { Dialog as AriaDialog, Modal, ModalOverlay } from 'react-aria-components';
import { useStores } from '#renderer/stores/context.ts';
import { useUi } from '#renderer/stores/hooks.ts';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { classes } from '#renderer/ui/vars.ts';
import { type Act, sections } from './acts.ts';
import { bySection } from './palette.ts';
import { usePalette } from './use-palette.ts';
import './palette.css';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** Find or do: one line that understands names, screens and values, and says what will happen before it does. */
export function PaletteDialog(): ReactNode {
  const { ui } = useStores();
  const { dialog } = useUi();
  // Another dialog may have taken its place.
  const close = (): void => ui.setState((now) => (now.dialog === 'palette' ? { dialog: null } : now));
  return (
    <ModalOverlay
      className="ui-overlay palette-overlay"
      isOpen={dialog === 'palette'}
      isDismissable
      onOpenChange={(open) => {
        if (!open) close();
      }}
    >
      <Modal className="ui-dialog palette">
        <AriaDialog aria-label={t`Find or do`}>
          <PaletteBody onDone={close} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ onDone }: { readonly onDone: () => void }): ReactNode {
  const palette = usePalette(onDone);
  const { text, acts, chosen, fault } = palette;
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const optionId = (act: Act): string => `${list} ${act.id}`.replace(/\s+/gu, '-');
  useEffect(() => input.current?.focus(), []);
  const chosenId = chosen?.id;
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);

  const keyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      palette.step(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && chosen !== null) {
      event.preventDefault();
      palette.run(chosen);
    }
  };
  return (
    <>
      <div className="palette-line">
        <Icon name="search" size={20} />
        <input
          ref={input}
          role="combobox"
          aria-label={t`Find or do`}
          aria-expanded={acts.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={chosen === null ? undefined : optionId(chosen)}
          placeholder={t`An instrument, a screen, or a value like “ch1 3.3”`}
          spellCheck={false}
          autoComplete="off"
          value={text}
          maxLength={120}
          onChange={(event) => palette.type(event.target.value)}
          onKeyDown={keyDown}
        />
        <Kbd keys="Esc" />
      </div>
      <div className="palette-preview" role="status">
        <Preview act={chosen} fault={fault === null ? null : `${fault.message} ${fault.remedy}`} />
      </div>
      <div className="palette-acts" id={list} role="listbox" aria-label={t`What it can mean`} ref={box}>
        {acts.length === 0 && <p className="ui-mute">{t`Nothing here is called that.`}</p>}
        {bySection(acts).map(({ section, acts: own }) => (
          <div key={section} role="group" aria-label={sections[section]}>
            <div className="ui-legend" aria-hidden="true">
              {sections[section]}
            </div>
            {own.map((act) => (
              <div
                key={act.id}
                id={optionId(act)}
                role="option"
                aria-selected={act === chosen}
                aria-disabled={act.refusal !== null || undefined}
                tabIndex={-1}
                className={classes('palette-act', act.refusal !== null && 'refused')}
                // The focus stays in the line, and so do the keys.
                onMouseDown={(event) => event.preventDefault()}
                onMouseMove={() => palette.choose(act.id)}
                onClick={() => palette.run(act)}
                onKeyDown={() => undefined}
              >
                <Icon name={act.icon} size={18} />
                <span className="palette-title">{act.title}</span>
                <span className="ui-mute ui-cut">{act.detail}</span>
                <span className="ui-grow" />
                {act === chosen && act.refusal === null ? (
                  <Kbd keys="Enter" />
                ) : (
                  act.shortcut !== null && <Kbd keys={act.shortcut} />
                )}
              </div>
            ))}
          </div>
        ))}
      </div>
      <div className="palette-foot" aria-hidden="true">
        <span>{tx`${<Kbd keys="↑ ↓" />} choose`}</span>
        <span>{tx`${<Kbd keys="Enter" />} do`}</span>
        <span className="ui-grow" />
        <span>{tx`${<Kbd keys="Esc" />} close, ${<Kbd keys="Esc Esc" />} stop all`}</span>
      </div>
    </>
  );
}

/** What Enter will do, from what to what, and whether it is allowed; or why the last one failed. */
function Preview({ act, fault }: { readonly act: Act | null; readonly fault: string | null }): ReactNode {
  if (fault !== null)
    return (
      <>
        <StateWord kind="fault">{t`Not done`}</StateWord>
        <span>{fault}</span>
      </>
    );
  if (act === null || act.change === null)
    return (
      <span className="ui-dim">{t`Nothing is switched on from here: an output is held at its key.`}</span>
    );
  return (
    <>
      <span className="ui-legend">{t`Will set`}</span>
      <span>
        {act.change.what} <span className="ui-dim">{t`from`}</span>{' '}
        <span className="ui-read">{act.change.from}</span> <span className="ui-dim">{t`to`}</span>{' '}
        <b className="ui-read">{act.change.to}</b>
      </span>
      <span className="ui-grow" />
      {act.refusal === null ? (
        <StateWord kind="ok">{act.change.checked}</StateWord>
      ) : (
        <StateWord kind="refused">{act.refusal}</StateWord>
      )}
    </>
  );
}
