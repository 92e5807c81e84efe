// A date with its clock: the date bold, how it stands under it in words, the state as shape and colour.
import type { Timeliness } from '../api/types';
import { words } from '../words';
import { date, time } from '../words/format';

interface Shown {
  at?: string | null | undefined;
  timeliness: Timeliness;
  timeliness_name?: string | undefined;
  left_text?: string | undefined;
  working_minutes_left?: number | undefined;
}

export function Clock({ due, label }: { due: Shown; label?: string }) {
  // Late since the office closed: nothing is left, and no minute of office time has passed.
  const said = due.timeliness === 'overdue' && due.working_minutes_left === 0 ? due.timeliness_name : due.left_text || due.timeliness_name;
  return (
    <div class={`clock ${due.timeliness}`}>
      {label && <span class="label">{label}</span>}
      {due.at && (
        <strong>
          {date(due.at)} <span class="muted small inline">{time(due.at)}</span>
        </strong>
      )}
      <span class={`small shape ${due.timeliness}`}>{said || words.value.noDate}</span>
    </div>
  );
}

export function State({ timeliness, name }: { timeliness: Timeliness; name: string }) {
  return <span class={`state ${timeliness}`}>{name}</span>;
}
