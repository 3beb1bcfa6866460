import { type ReactNode, useState } from 'react';
import { Checkbox, Segmented, Select, Switch } from './Choice.tsx';
import { CodeField } from './CodeField.tsx';
import { NumberField } from './NumberField.tsx';
import { PasswordField } from './PasswordField.tsx';
import { TextField } from './TextField.tsx';

const volts = { unit: 'V', resolution: 0.001, min: 0, max: 6 } as const;
const refuse = (): Promise<string> => Promise.resolve('Over 5.50 V. Not sent.');
const take = (): Promise<null> => Promise.resolve(null);

/** Every state of the number field. */
export function NumberFields(): ReactNode {
  return (
    <div className="ui-sheet-pairs">
      <NumberField
        {...volts}
        label="Rest"
        shortcut="V"
        held={{ state: 'known', value: 3.3, was: null }}
        onSend={take}
      />
      <NumberField
        {...volts}
        label="Answers with a refusal"
        held={{ state: 'known', value: 3.3, was: null }}
        onSend={refuse}
      />
      <NumberField
        {...volts}
        label="Pending"
        held={{ state: 'pending', value: 1.85, was: 1.8 }}
        onSend={take}
      />
      <NumberField
        {...volts}
        label="Under an envelope"
        limit={5.5}
        held={{ state: 'known', value: 5, was: null }}
        onSend={take}
      />
      <NumberField
        {...volts}
        label="Link gone"
        disabled
        note="Sets again when it answers."
        held={{ state: 'unknown', value: null, was: null }}
        onSend={take}
      />
      <NumberField
        {...volts}
        label="Not permitted"
        disabled
        note="Your role only looks."
        held={{ state: 'known', value: 1.2, was: null }}
        onSend={take}
      />
    </div>
  );
}

/** Text, password, code, and the choices. */
export function OtherFields(): ReactNode {
  const [text, setText] = useState('tcp://192.168.1.20:5025');
  const [secret, setSecret] = useState('four unrelated words');
  const [code, setCode] = useState('123');
  const [mode, setMode] = useState<'min' | 'five' | 'hour'>('five');
  const [on, setOn] = useState(true);
  const options = [
    { value: 'min', label: '1 min' },
    { value: 'five', label: '5 min' },
    { value: 'hour', label: '1 h' },
  ] as const;
  return (
    <div className="ui-sheet-stack">
      <TextField label="Address" mono value={text} onChange={setText} help="tcp://host:port" />
      <TextField
        label="Address, refused"
        mono
        value="192.168.1.20"
        onChange={setText}
        error="The port is missing. Write tcp://192.168.1.20:5025."
      />
      <PasswordField label="Password" autoComplete="current-password" value={secret} onChange={setSecret} />
      <CodeField label="Code from the app" value={code} onChange={setCode} />
      <div className="ui-sheet-flow">
        <Segmented label="Span" options={options} value={mode} onChange={setMode} />
        <Segmented label="Span, small" small options={options} value={mode} onChange={setMode} />
        <Switch value={on} onChange={setOn}>
          Follow
        </Switch>
        <Checkbox value={on} onChange={setOn}>
          I keep the codes
        </Checkbox>
      </div>
      <Select label="Span" options={options} value={mode} onChange={setMode} />
    </div>
  );
}
