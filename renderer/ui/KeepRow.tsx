import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { Button } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { Icon } from './icons.tsx';
import './KeepRow.css';
import { t } from '#shared/language/t.ts';

/** In a dialog: what is shown once goes on paper, into a file or onto the clipboard, and the row says where it went. */
export function KeepRow(props: {
  /** What is on the sheet, and in the file. */
  readonly text: string;
  /** `Saved at 14:32:07`; null before. */
  readonly how: string | null;
  readonly onPrint: () => void;
  readonly onSave: () => void;
  readonly onCopied: () => void;
}): ReactNode {
  return (
    <div className="ui-keep">
      <Button icon="print" shortcut="Ctrl P" autoFocus onPress={props.onPrint}>
        {t`Print the sheet`}
      </Button>
      <Button icon="save" shortcut="Ctrl S" onPress={props.onSave}>
        {t`Save the file`}
      </Button>
      <CopyButton text={props.text} onCopied={props.onCopied}>
        {t`Copy`}
      </CopyButton>
      <span className="ui-keep-how" role="status">
        {props.how !== null && (
          <>
            <Icon name="check" size={14} />
            {props.how}
          </>
        )}
      </span>
      {/* Outside of the dialog, whose place and scroll are nothing for paper. */}
      {createPortal(
        <pre className="print-only ui-keep-sheet" data-print="" aria-hidden="true">
          {props.text}
        </pre>,
        document.body,
      )}
    </div>
  );
}
