import { type ReactNode, type Ref, useState } from 'react';
import { Button } from './Button.tsx';
import { Icon } from './icons.tsx';
import { TextField } from './TextField.tsx';
import { t } from '#shared/language/t.ts';

export interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `current-password` to sign in, `new-password` to choose one. */
  readonly autoComplete: 'current-password' | 'new-password';
  readonly help?: ReactNode;
  readonly error?: string | null;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A password that can be shown, and that says when Caps Lock is on (as far as a key press has told). */
export function PasswordField(props: PasswordFieldProps): ReactNode {
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      maxLength={1024}
      onCapsLock={setCaps}
      aside={
        <span className="ui-field-caps" role="status">
          {caps && (
            <>
              <Icon name="caps" size={13} weight={1.6} />
              {t`Caps Lock is on`}
            </>
          )}
        </span>
      }
      after={
        <Button
          look="quiet"
          size="small"
          label={shown ? t`Hide the password` : t`Show the password`}
          onPress={() => setShown(!shown)}
        >
          {shown ? t`Hide` : t`Show`}
        </Button>
      }
    />
  );
}
