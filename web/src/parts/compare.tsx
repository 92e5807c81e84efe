// Two people changed the same thing: field by field what the one has typed and what is stored now. Nothing is thrown away
// until somebody chose; where only one of them differs, the other has nothing to lose.
import { useState } from 'preact/hooks';
import { words } from '../words';

export interface Difference {
  id: string;
  label: string;
  mine: string;
  theirs: string;
}

interface Props {
  rows: Difference[];
  /** Of whoever saved it, when it is known. */
  who: string;
  onChosen: (mine: ReadonlySet<string>) => void;
}

export function Compare({ rows, who, onChosen }: Props) {
  const w = words.value.compare;
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set(rows.map((one) => one.id)));
  const choose = (id: string, isMine: boolean) => {
    const next = new Set(mine);
    if (isMine) next.add(id);
    else next.delete(id);
    setMine(next);
  };
  return (
    <section class="panel" role="region" aria-labelledby="compare-heading">
      <h2 id="compare-heading" tabIndex={-1}>{w.title}</h2>
      <p>{w.means(who)}</p>
      <div class="scroll">
        <table class="cards">
          <caption class="visually-hidden">{w.title}</caption>
          <thead><tr><th scope="col">{w.field}</th><th scope="col">{w.mine}</th><th scope="col">{w.theirs}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row" class="name">{row.label}</th>
                {(['mine', 'theirs'] as const).map((side) => (
                  <td key={side} data-label={w[side]}>
                    <label class="choice">
                      <input type="radio" name={`compare-${row.id}`} checked={mine.has(row.id) === (side === 'mine')} onChange={() => choose(row.id, side === 'mine')} />
                      <span>{row[side] || <span class="muted">{w.empty}</span>}</span>
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p><button type="button" class="button primary" onClick={() => onChosen(mine)}>{w.go}</button></p>
    </section>
  );
}

/** Of two forms, the fields that differ, as texts. */
export function differences<T extends object>(mine: T, theirs: T, labels: Partial<Record<keyof T & string, string>>): Difference[] {
  return (Object.entries(labels) as [keyof T & string, string][])
    .filter(([id]) => JSON.stringify(mine[id]) !== JSON.stringify(theirs[id]))
    .map(([id, label]) => ({ id, label, mine: shown(mine[id]), theirs: shown(theirs[id]) }));
}

/** `mine` with the fields of `theirs` that were not chosen. */
export function merged<T extends object>(mine: T, theirs: T, chosen: ReadonlySet<string>): T {
  return Object.fromEntries(Object.entries({ ...theirs, ...mine }).map(([id, value]) => [id, chosen.has(id) ? value : (theirs as Record<string, unknown>)[id]])) as T;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? words.value.intake.yes : words.value.intake.no;
  if (value && typeof value === 'object') return Object.entries(value).map(([key, one]) => (Array.isArray(value) ? shown(one) : `${key}: ${shown(one)}`)).join('; ');
  return value === null || value === undefined ? '' : String(value);
}
