import type { ReactNode, Ref } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { Kbd } from '#renderer/ui/Kbd.tsx';

/** One line in which words narrow a list; Esc clears it. */
export function FilterField({
  label,
  value,
  onChange,
  placeholder,
  inputRef,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}): ReactNode {
  return (
    <label className="pf-filter">
      <Icon name="search" size={13} />
      <span className="ui-sr">{label}</span>
      <input
        ref={inputRef}
        type="text"
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        maxLength={100}
        aria-keyshortcuts="/"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
      <Kbd keys="/" />
    </label>
  );
}
