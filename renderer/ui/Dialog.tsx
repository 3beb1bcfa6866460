import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classes } from './vars.ts';
import './Dialog.css';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  /** Asked to close: Esc, or a press outside where `dismissable`. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** At the bottom right: the primary act last. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  /** Wider still: a table with a drawing in it. */
  readonly sheet?: boolean;
  /** A press outside closes. Only where nothing typed would be lost. */
  readonly dismissable?: boolean;
  /** `alertdialog`: a decision about something that is live. */
  readonly role?: 'dialog' | 'alertdialog';
}

/** A window over the work, but never over the top bar: whatever is open, the emergency stop is seen and pressed. */
export function Dialog(props: DialogProps): ReactNode {
  const { onClose } = props;
  return (
    <ModalOverlay
      className="ui-overlay"
      isOpen={props.open}
      isDismissable={props.dismissable ?? false}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={classes('ui-dialog', props.wide && 'wide', props.sheet && 'sheet')}>
        <AriaDialog role={props.role ?? 'dialog'}>
          <Heading slot="title" level={1}>
            {props.title}
          </Heading>
          {props.children}
          {props.actions !== undefined && <div className="ui-dialog-actions">{props.actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
