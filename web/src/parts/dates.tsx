// How a date came about: each day counted or skipped, with the reason, as the server tells it everywhere.
import type { Explanation } from '../api/types';
import { words } from '../words';
import { date } from '../words/format';

export interface CountedDay {
  date: string;
  weekday: string;
  counted: boolean;
  reason: string;
  rule: string;
  provisional: boolean;
}

interface Stage {
  date: string;
  name?: string;
  allowance?: string;
  text: string;
  days?: CountedDay[];
}

export function Dates({ explanation }: { explanation: Explanation }) {
  const stages = explanation.dates as unknown as Stage[];
  return (
    <>
      {stages.filter((one) => one.days).map((one, index) => (
        <section key={index} class="stack">
          <h2>{one.name} – {one.allowance}</h2>
          <Days days={one.days ?? []} />
        </section>
      ))}
      <ul class="plain-list">{explanation.text.map((line, index) => <li key={index}>{line}</li>)}</ul>
    </>
  );
}

/** The strip of days. */
export function Days({ days }: { days: CountedDay[] }) {
  const w = words.value.dossier;
  const last = days.filter((one) => one.counted).at(-1);
  return (
    <ol class="days">
      {days.map((one) => (
        <li key={one.date} class={`day ${one.counted ? 'counted' : 'skipped'}${one === last ? ' last' : ''}`}>
          <span>{one.weekday}</span>
          <strong>{date(one.date).slice(0, 5)}</strong>
          <span>{one === last ? w.lastDay : one.counted ? `\u2713 ${w.counted}` : one.reason || w.skipped}</span>
          {one.provisional && <span> ({w.provisional})</span>}
        </li>
      ))}
    </ol>
  );
}
