import type { ReactNode } from 'react';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { WishProblems, WishText } from './wish.ts';
import { t } from '#shared/language/t.ts';

interface DischargeFormProps {
  readonly text: WishText;
  readonly problems: WishProblems;
  readonly disabled: boolean;
  readonly onChange: (text: WishText) => void;
}

const fields = [
  { field: 'current', label: t`Current`, unit: 'A' },
  { field: 'cutOff', label: t`Cut-off`, unit: 'V' },
  { field: 'time', label: t`Longest time`, unit: 'min' },
  { field: 'capacity', label: t`Largest capacity`, unit: 'Ah' },
] as const;

/** What a battery test is to do. Nothing of it is sent before the test is started. */
export function DischargeForm({ text, problems, disabled, onChange }: DischargeFormProps): ReactNode {
  return (
    <div className="bench-discharge-form">
      {fields.map(({ field, label, unit }) => (
        <TextField
          key={field}
          label={label}
          value={text[field]}
          onChange={(value) => onChange({ ...text, [field]: value })}
          error={problems[field] ?? null}
          disabled={disabled}
          autoComplete="off"
          maxLength={24}
          // A unit that was typed stands there already.
          after={
            /[a-z:]\s*$/iu.test(text[field]) || text[field].includes(':') ? null : (
              <span className="ui-dim">{unit}</span>
            )
          }
          {...(field === 'time' || field === 'capacity' ? { placeholder: t`No limit` } : {})}
        />
      ))}
    </div>
  );
}
