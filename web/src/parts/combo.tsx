// A list to find in by typing: words in any order, without accents (ARIA combobox with a list).
import { useEffect, useId, useState } from 'preact/hooks';
import { words } from '../words';
import type { Choice } from './form';

/** As people search: case and accents are nothing, and the barred d is a d. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[\u0111\u0110]/g, 'd').toLowerCase();
}

interface Props {
  id: string;
  label: string;
  hint?: string;
  wrong?: string | undefined;
  choices: Choice[];
  value: string;
  onChange: (value: string) => void;
}

export function Combo({ id, label, hint, wrong, choices, value, onChange }: Props) {
  const list = useId();
  const chosen = choices.find((one) => one.value === value)?.label ?? '';
  const [text, setText] = useState(chosen);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  useEffect(() => setText(chosen), [chosen]);
  const wanted = text === chosen ? [] : folded(text).split(/\s+/).filter(Boolean);
  const fitting = choices.filter((one) => wanted.every((word) => folded(one.label).includes(word)));
  const choose = (one: Choice | undefined) => {
    if (!one) return;
    setText(one.label);
    setOpen(false);
    onChange(one.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) setOpen(true);
      else setAt((now) => Math.max(0, Math.min(fitting.length - 1, now + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      choose(fitting[at]);
    } else if (event.key === 'Tab' && open && wanted.length > 0) {
      choose(fitting[at]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      setOpen(false);
      setText(chosen);
    }
  };
  useEffect(() => {
    if (open) document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, open]);
  return (
    <div class={`field combo wide${wrong ? ' is-wrong' : ''}`}>
      <label for={id}>{label} <span class="muted">({words.value.form.required})</span></label>
      {hint && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <input
        id={id}
        role="combobox"
        type="text"
        autoComplete="off"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && fitting[at] ? `${list}-${at}` : undefined}
        aria-describedby={[hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ') || undefined}
        aria-invalid={wrong ? 'true' : undefined}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => setOpen(true)}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          setOpen(true);
        }}
        onBlur={() => {
          setOpen(false);
          setText(chosen);
        }}
        onKeyDown={onKeyDown}
      />
      {open && (
        <ul class="options" role="listbox" id={list} aria-label={label}>
          {fitting.map((one, index) => (
            <li
              key={one.value}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(one);
              }}
            >
              {one.label}
            </li>
          ))}
        </ul>
      )}
      {wrong && <span class="wrong" id={`${id}-wrong`}>{wrong}</span>}
    </div>
  );
}
