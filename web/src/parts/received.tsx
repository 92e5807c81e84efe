// What was received on a day, in its order.
import type { ComponentChildren } from 'preact';
import type { WorkItem } from '../api/types';
import { words } from '../words';
import { time } from '../words/format';
import { Clock } from './clock';

export type Transfer = WorkItem & { handed_over_at: string; transfer_due: string | null };
export interface Day { day: string; received: WorkItem[]; handing_over: Transfer[]; as_of: { time: string } }

export function Received({ rows, more }: { rows: WorkItem[]; more?: { label: string; render: (row: WorkItem) => ComponentChildren } }) {
  const w = words.value.counter;
  const i = words.value.inbox;
  return (
    <div class="scroll">
      <table class="cards">
        <caption class="visually-hidden">{w.receivedCaption}</caption>
        <thead><tr><th scope="col">{w.at}</th><th scope="col">{i.code}</th><th scope="col">{i.procedure}</th><th scope="col">{i.owner}</th><th scope="col">{i.step}</th><th scope="col">{i.appointment}</th>{more && <th scope="col"><span class="visually-hidden">{more.label}</span></th>}</tr></thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.id}>
              <td data-label={w.at}>{one.received_at ? time(one.received_at) : ''}</td>
              <td data-label={i.code}><a class="code" href={`/ho-so/${encodeURIComponent(one.code ?? one.id)}`}>{one.code}</a></td>
              <td data-label={i.procedure}>{one.procedure.name}</td>
              <td data-label={i.owner}>{one.applicant}</td>
              <td data-label={i.step}>{one.step.name}</td>
              <td data-label={i.appointment}><Clock due={one.dossier_due} /></td>
              {more && <td>{more.render(one)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
