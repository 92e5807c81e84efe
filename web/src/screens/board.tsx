// How the office stands: six numbers, each the way to its list; by unit, step, procedure and person with the make-up of each;
// what is overdue and on whose time, with a reminder.
import { useState } from 'preact/hooks';
import { get, post, Problem } from '../api/client';
import type { BoardNumber, Timeliness, WorkItem } from '../api/types';
import { notify } from '../app/notices';
import { nameOf } from '../app/session';
import { Dialog } from '../parts/dialog';
import { LongField } from '../parts/form';
import { Clock } from '../parts/clock';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { ReassignDialog } from '../parts/reassign';
import { WaitingOnWhom } from '../parts/waiting';
import { words } from '../words';
import { viewsWords } from '../words/views';
import { moment, number, workingTime } from '../words/format';

interface Board {
  total: BoardNumber;
  by_timeliness: BoardNumber[];
  cells: BoardNumber[];
  as_of: { time: string };
}

interface Charge { charged_to: string; unit: string; unit_name: string; role: string; person: string; working_minutes: number }
type Breach = WorkItem & { held_by: Charge[] };

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

function Breaches() {
  const w = words.value.board;
  const path = '/api/v1/breaches?limit=20';
  const { data, problem, again } = useLoad(path, (abort) => get<{ items: Breach[] }>(path, abort));
  const [reminding, setReminding] = useState<Breach | null>(null);
  const [reassigning, setReassigning] = useState<Breach | null>(null);
  return (
    <section class="stack">
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton />}
      {data?.items.length === 0 && <p class="panel">{w.lateNone}</p>}
      {data && data.items.length > 0 && (
        <div class="scroll">
          <table class="cards">
            <caption class="pad"><h2>{w.late}</h2></caption>
            <thead><tr><th scope="col">{words.value.inbox.code}</th><th scope="col">{words.value.inbox.procedure}</th><th scope="col">{words.value.inbox.step}</th><th scope="col">{words.value.inbox.holder}</th><th scope="col">{words.value.inbox.appointment}</th><th scope="col">{w.heldBy}</th><th scope="col"><span class="visually-hidden">{w.remind}</span></th></tr></thead>
            <tbody>
              {data.items.map((row) => (
                <tr key={row.id}>
                  <td><a class="code" href={`/ho-so/${encodeURIComponent(row.code ?? row.id)}`}>{row.code}</a></td>
                  <td data-label={words.value.inbox.procedure}>{row.procedure.name}</td>
                  <td data-label={words.value.inbox.step}>{row.step.name}</td>
                  <td data-label={words.value.inbox.holder}>{row.holder.person ? nameOf(row.holder.person) : row.holder.unit_name}</td>
                  <td data-label={words.value.inbox.appointment}><Clock due={row.dossier_due} /></td>
                  <td data-label={w.heldBy} class="small">
                    <ul class="charges">
                      {[...row.held_by].sort((one, other) => other.working_minutes - one.working_minutes).slice(0, 3).map((one, index) => (
                        <li key={index}>{one.person ? nameOf(one.person) : one.unit_name}: <strong>{workingTime(one.working_minutes)}</strong></li>
                      ))}
                    </ul>
                  </td>
                  <td>
                    <div class="row">
                      <button type="button" class="button" onClick={() => setReminding(row)} aria-label={w.remindTitle(row.code ?? '')}>{w.remind}</button>
                      <button type="button" class="button" onClick={() => setReassigning(row)} aria-label={viewsWords.value.reassignTitle(row.code ?? '')}>{viewsWords.value.reassign}</button>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {reminding && <Remind row={reminding} onClose={() => setReminding(null)} />}
      {reassigning && <ReassignDialog row={reassigning} onClose={() => setReassigning(null)} onDone={() => { setReassigning(null); again(); }} />}
    </section>
  );
}

function Remind({ row, onClose }: { row: Breach; onClose: () => void }) {
  const w = words.value.board;
  const [text, setText] = useState(w.remindUsual);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async () => {
    try {
      await post(`/api/v1/dossiers/${row.id}/reminders`, { text });
      notify(w.reminded);
      onClose();
    } catch (error) {
      if (error instanceof Problem) setProblem(error);
    }
  };
  return (
    <Dialog title={w.remindTitle(row.code ?? '')} onClose={onClose} onSubmit={() => void send()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary">{w.remind} <kbd>Ctrl+Enter</kbd></button></>}>
      {problem && <Wrong problem={problem} />}
      <LongField id="remind-text" label={w.remindText} value={text} onChange={setText} />
    </Dialog>
  );
}
