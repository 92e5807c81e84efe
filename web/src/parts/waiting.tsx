// On whom the open dossiers wait: each number opens its list, each line its dossier.
import { useState } from 'preact/hooks';
import { get } from '../api/client';
import type { Waiting } from '../api/types';
import { nameOf } from '../app/session';
import { words } from '../words';
import { date, number } from '../words/format';
import { viewsWords } from '../words/views';
import { State } from './clock';
import { Skeleton, useLoad, Wrong } from './load';

const path = '/api/v1/board/waiting';
const shown_at_first = 50;
const lines_at_first = 10;

export function WaitingOnWhom() {
  const w = viewsWords.value;
  const [all, setAll] = useState(false);
  const { data, problem, again } = useLoad(path, (signal) => get<{ items: Waiting[] }>(path, signal));
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton />;
  if (data.items.length === 0) return null;
  const name = (one: Waiting) => (one.on === 'person' ? nameOf(one.id) : one.name);
  return (
    <section class="scroll">
      <table>
        <caption class="pad"><h2>{w.waiting}</h2></caption>
        <thead><tr><th scope="col">{w.whom}</th><th scope="col" class="n">{w.late}</th><th scope="col" class="n">{w.soon}</th><th scope="col">{w.dossiers}</th></tr></thead>
        <tbody>
          {data.items.slice(0, all ? undefined : lines_at_first).map((one) => (
            <tr key={`${one.on} ${one.id}`}>
              <th scope="row" class="name"><strong>{name(one) || w.on[one.on]}</strong>{name(one) && <><br /><span class="small muted">{w.on[one.on]}</span></>}</th>
              <td class="n">{one.overdue > 0 ? <span class="shape overdue">{number(one.overdue)}</span> : '0'}</td>
              <td class="n">{one.due_this_week > 0 ? <span class="shape due_soon">{number(one.due_this_week)}</span> : '0'}</td>
              <td>
                <details>
                  <summary aria-label={w.show(number(one.count), name(one) || (w.on[one.on] ?? ''))}>{number(one.count)}</summary>
                  <ul class="charges waiting-list">
                    {one.dossiers.slice(0, shown_at_first).map((dossier) => (
                      <li key={dossier.id} class="row">
                        <a class="code" href={`/ho-so/${encodeURIComponent(dossier.code || dossier.id)}`}>{dossier.code || dossier.id.slice(0, 10)}</a>
                        <State timeliness={dossier.timeliness} name={dossier.timeliness_name} />
                        {dossier.appointment && <span class="small">{date(dossier.appointment)}</span>}
                        <span class="small muted">{dossier.procedure_name}</span>
                      </li>
                    ))}
                    {one.count > shown_at_first && <li class="muted">{w.more(number(one.count - shown_at_first))}</li>}
                  </ul>
                </details>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.items.length > lines_at_first && !all && <p class="pad"><button type="button" class="button plain small" onClick={() => setAll(true)}>{words.value.board.more} ({data.items.length})</button></p>}
    </section>
  );
}
