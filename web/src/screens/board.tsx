// How the office stands: six numbers, each the way to its list; by unit, step, procedure and person with the make-up of each;
// what is overdue and on whose time, with a reminder.
import { useState } from 'preact/hooks';
import { get } from '../api/client';
import type { BoardNumber, Timeliness } from '../api/types';
import { nameOf } from '../app/session';
import { Breaches } from '../parts/breaches';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { WaitingOnWhom } from '../parts/waiting';
import { words } from '../words';
import { moment, number } from '../words/format';

interface Board {
  total: BoardNumber;
  by_timeliness: BoardNumber[];
  cells: BoardNumber[];
  as_of: { time: string };
}

const order: Timeliness[] = ['overdue', 'due_today', 'due_soon', 'on_track', 'paused', 'no_date', 'stopped'];

/** The address of a list of the API as the screen that shows it. */
function screenOf(list: string): string {
  return list.replace('/api/v1/dossiers', '/ho-so') + '&due_of=dossier';
}

export default function BoardScreen() {
  const w = words.value.board;
  const { data, problem, again } = useLoad('/api/v1/board', (abort) => get<Board>('/api/v1/board', abort));
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={12} />;
  if (data.total.count === 0) return <Empty title={w.empty} />;
  return (
    <>
      <div class="heading">
        <h1>{words.value.screens.board}</h1>
        <span class="small muted">{words.value.inbox.asOf(moment(data.as_of.time))}</span>
      </div>
      <ul class="figures">
        <li><Figure name={w.total} one={data.total} kind="" /></li>
        {order.map((timeliness) => {
          const one = data.by_timeliness.find((other) => other.timeliness === timeliness);
          return one ? <li key={timeliness}><Figure name={words.value.inbox[timeliness]} one={one} kind={timeliness} /></li> : null;
        })}
      </ul>
      <svg class="visually-hidden" aria-hidden="true" width="0" height="0">
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#fff" /><rect width="3" height="6" fill="#4a4f57" /></pattern>
      </svg>
      <div class="bars">
        <Shares title={w.byUnit} head={w.unit} cells={data.cells} group={(one) => ({ key: one.unit ?? '', name: one.unit_name || w.outside, list: `/ho-so?state=open&unit=${one.unit ?? ''}` })} />
        <Shares title={w.byStep} head={w.step} cells={data.cells} group={(one) => ({ key: one.step_name ?? '', name: one.step_name ?? '', list: `/ho-so?state=open&procedure=${one.procedure ?? ''}&step=${one.step ?? ''}`, isWhole: false })} />
        <Shares title={w.byProcedure} head={w.procedure} cells={data.cells} group={(one) => ({ key: one.procedure ?? '', name: one.procedure_name ?? '', list: `/ho-so?state=open&procedure=${one.procedure ?? ''}` })} />
        <Shares title={w.byPerson} head={w.person} cells={data.cells.filter((one) => one.person)} group={(one) => ({ key: one.person ?? '', name: nameOf(one.person ?? ''), list: `/ho-so?state=open&person=${one.person ?? ''}` })} />
      </div>
      <WaitingOnWhom />
      <Breaches />
    </>
  );
}

function Figure({ name, one, kind }: { name: string; one: BoardNumber; kind: string }) {
  return (
    <a class={`figure ${kind}`} href={screenOf(one.list)}>
      <strong>{number(one.count)}</strong>
      <span class={kind ? `shape ${kind}` : ''}>{name}</span>
    </a>
  );
}

interface Group { key: string; name: string; list: string; isWhole?: boolean }
const shown_at_first = 8;

/** One table: each line's number leads to its list, its stripe shows how the time stands. The stripe is told in words too. */
function Shares({ title, head, cells, group }: { title: string; head: string; cells: BoardNumber[]; group: (cell: BoardNumber) => Group }) {
  const w = words.value.board;
  const [all, setAll] = useState(false);
  const lines = new Map<string, { group: Group; count: number; by: Map<Timeliness, number>; lists: Set<string> }>();
  for (const cell of cells) {
    const found = group(cell);
    const line = lines.get(found.key) ?? { group: found, count: 0, by: new Map(), lists: new Set<string>() };
    line.count += cell.count;
    line.lists.add(found.list);
    const timeliness = cell.timeliness ?? 'no_date';
    line.by.set(timeliness, (line.by.get(timeliness) ?? 0) + cell.count);
    lines.set(found.key, line);
  }
  const late = (line: { by: Map<Timeliness, number> }) => line.by.get('overdue') ?? 0;
  const sorted = [...lines.values()].sort((one, other) => late(other) - late(one) || other.count - one.count);
  const most = Math.max(1, ...sorted.map((line) => line.count));
  return (
    <section class="scroll">
      <table>
        <caption class="pad"><h2>{title}</h2></caption>
        <thead><tr><th scope="col">{head}</th><th scope="col" class="n">{w.count}</th><th scope="col" class="stripe-head">{w.share}</th></tr></thead>
        <tbody>
          {sorted.slice(0, all ? undefined : shown_at_first).map((line) => (
            <tr key={line.group.key}>
              <th scope="row" class="name">{line.group.name}</th>
              <td class="n">{line.lists.size === 1 ? <a href={line.group.list}>{number(line.count)}</a> : number(line.count)}</td>
              <td><Stripe by={line.by} most={most} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > shown_at_first && !all && <p class="pad"><button type="button" class="button plain small" onClick={() => setAll(true)}>{w.more} ({sorted.length})</button></p>}
    </section>
  );
}

function Stripe({ by, most }: { by: Map<Timeliness, number>; most: number }) {
  let x = 0;
  const parts = order.filter((one) => by.has(one)).map((timeliness) => {
    const width = ((by.get(timeliness) ?? 0) / most) * 100;
    const part = { timeliness, x, width };
    x += width;
    return part;
  });
  const said = order.filter((one) => by.has(one)).map((one) => `${words.value.inbox[one]}: ${by.get(one)}`).join(', ');
  return (
    <>
      <svg class="stripe" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={said}>
        {parts.map((one) => <rect key={one.timeliness} class={`fill-${one.timeliness}`} x={one.x} y="0" width={Math.max(0, one.width - 0.4)} height="10" />)}
      </svg>
      {(by.get('overdue') ?? 0) > 0 && <span class="small shape overdue">{words.value.inbox.overdue}: {number(by.get('overdue') ?? 0)}</span>}
    </>
  );
}
