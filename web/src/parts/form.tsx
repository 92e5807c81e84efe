// Fields with a visible label, a hint, and what is wrong beside the field and once more on top, in the same words.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { words } from '../words';

export interface FieldWrong {
  id: string;
  label: string;
  message: string;
}

interface Frame {
  id: string;
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  required?: boolean | undefined;
  wide?: boolean | undefined;
}

function Field({ id, label, hint, wrong, required, wide, children }: Frame & { children: ComponentChildren }) {
  return (
    <div class={`field${wrong ? ' is-wrong' : ''}${wide ? ' wide' : ''}`}>
      <label for={id}>
        {label}
        {required && <span class="muted"> ({words.value.form.required})</span>}
      </label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children}
      {wrong && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
    </div>
  );
}

const told = ({ id, hint, wrong }: Frame) => ({
  'aria-describedby': [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ') || undefined,
  'aria-invalid': wrong ? ('true' as const) : undefined,
});

interface TextProps extends Frame {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'date' | 'time' | 'tel' | 'password';
  /** What the browser may fill in. */
  fill?: 'current-password' | 'new-password';
  numeric?: boolean;
  /** Id of a datalist. */
  list?: string;
  onLeave?: () => void;
}

export function TextField(props: TextProps) {
  const { id, label, hint, wrong, required, wide, value, onChange, type, fill, numeric, list, onLeave } = props;
  const more = { type: type ?? 'text', ...(list ? { list } : {}), ...(numeric ? { inputMode: 'numeric' } : {}) } as object;
  return (
    <Field {...{ id, label, hint, wrong, required, wide }}>
      <input
        id={id}
        value={value}
        aria-required={required}
        autoComplete={fill ?? 'off'}
        {...more}
        {...told(props)}
        onInput={(event) => onChange(event.currentTarget.value)}
        onBlur={() => onLeave?.()}
      />
    </Field>
  );
}

export function LongField(props: Frame & { value: string; onChange: (value: string) => void; maxLength?: number }) {
  const { id, label, hint, wrong, required, wide, value, onChange, maxLength } = props;
  return (
    <Field {...{ id, label, hint, wrong, required, wide }}>
      <textarea id={id} value={value} maxLength={maxLength ?? 4000} aria-required={required} {...told(props)} onInput={(event) => onChange(event.currentTarget.value)} />
    </Field>
  );
}

export interface Choice {
  value: string;
  label: string;
}

export function SelectField(props: Frame & { value: string; onChange: (value: string) => void; choices: Choice[]; empty?: string | undefined }) {
  const { id, label, hint, wrong, required, wide, value, onChange, choices, empty } = props;
  return (
    <Field {...{ id, label, hint, wrong, required, wide }}>
      <select id={id} value={value} aria-required={required} {...told(props)} onChange={(event) => onChange(event.currentTarget.value)}>
        {empty !== undefined && <option value="">{empty}</option>}
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function RadioField(props: Frame & { value: string; onChange: (value: string) => void; choices: Choice[] }) {
  const name = useId();
  const { id, label, hint, wrong, value, onChange, choices, wide } = props;
  return (
    <fieldset class={`field${wrong ? ' is-wrong' : ''}${wide ? ' wide' : ''}`} id={id} tabIndex={-1} {...told(props)}>
      <legend>{label}</legend>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <div class="marks">
        {choices.map((one) => (
          <label key={one.value}>
            <input type="radio" name={name} checked={value === one.value} onChange={() => onChange(one.value)} />
            {one.label}
          </label>
        ))}
      </div>
      {wrong && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
    </fieldset>
  );
}

/** Takes the focus when it appears: the way back to each field. */
export function ErrorSummary({ wrongs, turn }: { wrongs: FieldWrong[]; turn: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wrongs.length > 0) box.current?.focus();
  }, [turn]);
  if (wrongs.length === 0) return null;
  return (
    <div class="errors" role="alert" tabIndex={-1} ref={box}>
      <h2>{words.value.form.summary(wrongs.length)}</h2>
      <ul>
        {wrongs.map((one) => (
          <li key={one.id}>
            <a
              href={`#${one.id}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(one.id)?.focus();
              }}
            >
              {one.label}: {one.message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
