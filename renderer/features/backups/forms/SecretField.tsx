import { type ReactNode, type Ref, useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { TextField, type TextFieldProps } from '#renderer/ui/TextField.tsx';
import { t } from '#shared/language/t.ts';

/** A secret that is pasted or typed from paper, covered until it is asked to be seen. No browser keeps it. */
export function SecretField(
  props: Pick<
    TextFieldProps,
    'label' | 'value' | 'onChange' | 'help' | 'error' | 'autoFocus' | 'placeholder'
  > & {
    /** `the key`, as in "Show the key". */
    readonly what: string;
    readonly inputRef?: Ref<HTMLInputElement>;
    /** Beside the label. */
    readonly aside?: ReactNode;
  },
): ReactNode {
  const { what, ...field } = props;
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...field}
      mono
      type={shown ? 'text' : 'password'}
      autoComplete="off"
      maxLength={1024}
      after={
        <Button
          look="quiet"
          size="small"
          label={shown ? t`Hide ${what}` : t`Show ${what}`}
          onPress={() => setShown(!shown)}
        >
          {shown ? t`Hide` : t`Show`}
        </Button>
      }
    />
  );
}
