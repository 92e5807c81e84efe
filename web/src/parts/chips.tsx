// What a list is narrowed to, each with a way to take it off.
import { go, withQuery } from '../app/router';
import { words } from '../words';

export function Chips({ chips }: { chips: { name: string; label: string; value: string }[] }) {
  if (chips.length === 0) return null;
  const w = words.value;
  return (
    <ul class="chips" aria-label={w.filters}>
      {chips.map((one) => (
        <li class="chip" key={one.name}>
          <span>
            {one.label}: <strong>{one.value}</strong>
          </span>
          <button type="button" aria-label={w.removeFilter(one.label, one.value)} onClick={() => go(withQuery({ [one.name]: null }))}>
            <span aria-hidden="true">&times;</span>
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="button plain small" onClick={() => go(withQuery(Object.fromEntries(chips.map((one) => [one.name, null]))))}>
          {w.removeFilters}
        </button>
      </li>
    </ul>
  );
}
