// A list to work through by keyboard: J and K move, Enter opens, X selects, Esc lets go. On a phone each row is a card.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { words } from '../words';

export interface Column<T> {
  label: string;
  render: (row: T) => ComponentChildren;
  number?: boolean;
}

interface Props<T> {
  caption: string;
  rows: T[];
  keyOf: (row: T) => string;
  /** Named so in the list and for readers. */
  nameOf: (row: T) => string;
  columns: Column<T>[];
  onOpen: (row: T) => void;
  /** The row that is open beside the list. */
  open?: string | undefined;
  selected?: ReadonlySet<string>;
  setSelected?: (selected: ReadonlySet<string>) => void;
}

export function Rows<T>({ caption, rows, keyOf, nameOf, columns, onOpen, open, selected, setSelected }: Props<T>) {
  const w = words.value.inbox;
  const body = useRef<HTMLTableSectionElement>(null);
  const [current, setCurrent] = useState(0);
  const at = Math.max(0, Math.min(current, rows.length - 1));
  const opened = rows.findIndex((row) => keyOf(row) === open);
  useEffect(() => {
    if (opened >= 0) setCurrent(opened);
  }, [opened]);
  const move = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setCurrent(next);
    (body.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  const toggle = (row: T) => {
    if (!selected || !setSelected) return;
    const next = new Set(selected);
    if (!next.delete(keyOf(row))) next.add(keyOf(row));
    setSelected(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = rows[at];
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === 'j' || key === 'ArrowDown') move(at + 1);
    else if (key === 'k' || key === 'ArrowUp') move(at - 1);
    else if (key === 'Home') move(0);
    else if (key === 'End') move(rows.length - 1);
    else if (key === 'x' && row && setSelected) toggle(row);
    else if (key === 'Escape' && selected?.size) setSelected?.(new Set());
    else if (key === 'Enter' && row && event.target instanceof HTMLTableRowElement) onOpen(row);
    else return;
    event.preventDefault();
  };
  return (
    <div class="scroll">
      <table class="list cards">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {setSelected && (
              <th scope="col">
                <input type="checkbox" aria-label={w.selectPage} checked={rows.length > 0 && rows.every((row) => selected?.has(keyOf(row)))} onChange={(event) => setSelected(new Set(event.currentTarget.checked ? rows.map(keyOf) : []))} />
              </th>
            )}
            {columns.map((one) => <th scope="col" key={one.label} class={one.number ? 'n' : ''}>{one.label}</th>)}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {rows.map((row, index) => (
            <tr
              key={keyOf(row)}
              tabIndex={index === at ? 0 : -1}
              class={keyOf(row) === open ? 'is-open' : ''}
              aria-selected={selected ? selected.has(keyOf(row)) : undefined}
              onFocus={(event) => event.target === event.currentTarget && setCurrent(index)}
            >
              {setSelected && (
                <td class="tick"><input type="checkbox" tabIndex={-1} aria-label={w.select(nameOf(row))} checked={selected?.has(keyOf(row)) ?? false} onChange={() => toggle(row)} /></td>
              )}
              {columns.map((one, cell) => (
                <td key={one.label} class={one.number ? 'n' : ''} {...(cell > 0 ? { 'data-label': one.label } : {})}>
                  {cell === 0 ? <button type="button" class="button link code" tabIndex={-1} aria-current={keyOf(row) === open ? 'true' : undefined} onClick={() => onOpen(row)}>{one.render(row)}</button> : one.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
