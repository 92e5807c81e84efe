// The desk as its head sees it: today, late and waiting, each number the way to its list; reminders, a mistaken intake voided,
// and who stands at the counter.
import { useState } from 'preact/hooks';
import { get, newKey, post } from '../api/client';
import type { AwaitedOpinion, BoardNumber, Timeliness, WorkItem } from '../api/types';
import { notify } from '../app/notices';
import { place, withQuery } from '../app/router';
import { colleagues, loadSession, nameOf, people } from '../app/session';
import { ActDialog } from '../parts/act';
import { Breaches } from '../parts/breaches';
import { type FieldWrong, SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { useTaking } from '../parts/taking';
import { words } from '../words';
import { date, moment, number } from '../words/format';
import { type Day, Received } from '../parts/received';

interface Board { total: BoardNumber; by_timeliness: BoardNumber[] }

export default function Desk() {
  const w = words.value.desk;
  const parts = ['hom-nay', 'tre', 'nguoi'] as const;
  const asked = place.value.query.get('phan');
  const part = parts.find((one) => one === asked) ?? 'hom-nay';
  const board = useLoad('desk-board', async (abort) => {
    const [open, submitted, held, finished, day, late] = await Promise.all([
      ...['open', 'submitted', 'held', 'finished'].map((state) => get<Board>(`/api/v1/board?state=${state}`, abort)),
      get<Day>('/api/v1/desk', abort),
      get<{ items: AwaitedOpinion[]; total: number }>('/api/v1/consults?late=true', abort),
    ] as [Promise<Board>, Promise<Board>, Promise<Board>, Promise<Board>, Promise<Day>, Promise<{ items: AwaitedOpinion[]; total: number }>]);
    return { open, submitted, held, finished, day, late };
  });
  const data = board.data;
  const by = (timeliness: Timeliness) => data?.open.by_timeliness.find((one) => one.timeliness === timeliness)?.count ?? 0;
  const list = (state: string, more = '') => `/ho-so?state=${state}&due_of=dossier${more}`;
  return (
    <>
      <div class="heading"><h1>{words.value.screens.desk}</h1>{data && <span class="small muted">{words.value.inbox.asOf(moment(data.day.as_of.time))}</span>}</div>
      {board.problem && <Wrong problem={board.problem} again={board.again} />}
      {!data && !board.problem && <Skeleton rows={6} />}
      {data && (
        <ul class="figures by-four">
          <li><Figure count={data.day.received.length} name={w.received} to="/quay#received" /></li>
          <li><Figure count={data.submitted.total.count} name={w.submitted} to={list('submitted')} kind="due_soon" /></li>
          <li><Figure count={data.day.handing_over.length} name={w.handingOver} to="/quay" kind="due_soon" /></li>
          <li><Figure count={by('due_today')} name={words.value.inbox.due_today} to={list('open', '&timeliness=due_today')} kind="due_today" /></li>
          <li><Figure count={by('overdue')} name={words.value.board.late} to={list('open', '&timeliness=overdue')} kind="overdue" /></li>
          <li><Figure count={data.held.total.count} name={w.held} to={list('held')} kind="paused" /></li>
          <li><Figure count={data.late.total} name={w.silent} to="/van-thu?viec=y-kien&qua-han=1" kind="overdue" /></li>
          <li><Figure count={data.finished.total.count} name={w.finished} to="/tra-ket-qua" kind="on_track" /></li>
        </ul>
      )}
      <nav aria-label={w.parts}>
        <ul class="tabs">
          {parts.map((one) => <li key={one}><a href={withQuery({ phan: one === 'hom-nay' ? null : one })} aria-current={one === part ? 'page' : undefined}>{w.part[one]}</a></li>)}
        </ul>
      </nav>
      {part === 'hom-nay' && data && <Today rows={data.day.received} again={board.again} />}
      {part === 'tre' && <Breaches />}
      {part === 'nguoi' && <Staff />}
    </>
  );
}

/** Coloured where something waits; nothing waiting is no warning. */
function Figure({ count, name, to, kind: waiting = '' }: { count: number; name: string; to: string; kind?: string }) {
  const kind = count > 0 ? waiting : '';
  return <a class={`figure ${kind}`} href={to}><strong>{number(count)}</strong><span class={kind ? `shape ${kind}` : ''}>{name}</span></a>;
}

/** What came in today; what came in by mistake goes out again, with its reason. */
function Today({ rows, again }: { rows: WorkItem[]; again: () => void }) {
  const w = words.value.desk;
  const [voiding, setVoiding] = useState<WorkItem | null>(null);
  if (rows.length === 0) return <Empty title={words.value.counter.nobody}><p class="muted">{words.value.counter.nobodyWhy}</p></Empty>;
  return (
    <section class="stack" aria-labelledby="today-heading">
      <h2 id="today-heading">{w.received}</h2>
      <p class="small muted">{w.voidMeans}</p>
      <Received rows={rows} more={{ label: w.void, render: (row) => (row.step.kind === 'closed' ? null : <button type="button" class="button small danger" aria-label={w.voidOne(row.code ?? '')} onClick={() => setVoiding(row)}>{w.void}</button>) }} />
      {voiding && <ActDialog dossier={voiding.id} code={voiding.code ?? ''} chosen="void_intake" onClose={() => setVoiding(null)} onDone={() => { setVoiding(null); again(); }} />}
    </section>
  );
}

interface Entry { substitution: number; person: string; substitute: string; from: string; to: string; in_force: boolean }

/** Who stands at the counter, who is away and who stands in; the last one is not let go without somebody in his place. */
function Staff() {
  const w = words.value.desk;
  const path = '/api/v1/substitutions';
  const { data, problem, again } = useLoad(path, (abort) => get<{ items: Entry[] }>(path, abort));
  const [said, setSaid] = useState({ person: '', substitute: '', from: '', to: '' });
  const [key, setKey] = useState(newKey);
  const put = (change: Partial<typeof said>) => setSaid((now) => ({ ...now, ...change }));
  const done = async () => {
    await loadSession();
    again();
  };
  const taking = useTaking(again);
  const units = useLoad('/api/v1/units', (abort) => get<{ items: { unit: string; is_desk: boolean }[] }>('/api/v1/units', abort));
  const desks = new Set((units.data?.items ?? []).filter((one) => one.is_desk).map((one) => one.unit));
  const staff = [...colleagues.value.values()].filter((one) => one.roles.some((held) => desks.has(held.unit)));
  const submit = () => {
    const missing: FieldWrong[] = (['person', 'from', 'to'] as const).filter((field) => said[field] === '').map((field) => ({ id: `away-${field}`, label: w[field], message: words.value.form.missing }));
    if (said.from !== '' && said.to !== '' && said.to < said.from) missing.push({ id: 'away-to', label: w.to, message: w.backwards });
    void taking.take(missing, async () => {
      await post(`/api/v1/people/${said.person}/absences`, { from: said.from, to: said.to, ...(said.substitute ? { substitute: said.substitute } : {}) }, { key });
      setKey(newKey());
      notify(w.entered(nameOf(said.person)));
      setSaid({ person: '', substitute: '', from: '', to: '' });
      await done();
    });
  };
  const end = (entry: Entry) => taking.take([], async (again_key) => {
    await post(`/api/v1/substitutions/${entry.substitution}/end`, {}, { key: `${again_key}-${entry.substitution}` });
    notify(w.ended);
    await done();
  });
  return (
    <section class="beside is-open" aria-labelledby="staff-heading">
      <div class="stack">
        <h2 id="staff-heading">{w.staff}</h2>
        {problem && <Wrong problem={problem} again={again} />}
        {!data && !problem && <Skeleton rows={4} />}
        <div class="scroll">
          <table class="cards">
            <caption class="visually-hidden">{w.staff}</caption>
            <thead><tr><th scope="col">{w.name}</th><th scope="col">{w.today}</th><th scope="col">{w.standsIn}</th></tr></thead>
            <tbody>
              {staff.map((one) => {
                const entries = (data?.items ?? []).filter((entry) => entry.person === one.person);
                return (
                  <tr key={one.person}>
                    <td><strong>{one.name || one.person}</strong></td>
                    <td data-label={w.today}>{one.absent ? <span class="shape paused">{w.away}</span> : <span class="shape on_track">{w.here}</span>}</td>
                    <td data-label={w.standsIn}>
                      <ul class="charges">
                        {entries.map((entry) => (
                          <li key={entry.substitution} class="row">
                            <span>{nameOf(entry.substitute)}, {date(entry.from)} – {date(entry.to)}</span>
                            <button type="button" class="button small" aria-label={w.endOne(nameOf(entry.substitute), one.name)} onClick={() => void end(entry)}>{w.end}</button>
                          </li>
                        ))}
                      </ul>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </div>
      <form class="panel" noValidate aria-labelledby="away-heading" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <h2 id="away-heading">{w.enter}</h2>
        {taking.head}
        <SelectField id="away-person" label={w.person} required value={said.person} onChange={(person) => put({ person })} empty={words.value.act.anybody} choices={people(staff.map((one) => one.person))} wrong={taking.wrong('away-person')} />
        <TextField id="away-from" type="date" label={w.from} required value={said.from} onChange={(from) => put({ from, to: said.to || from })} wrong={taking.wrong('away-from')} />
        <TextField id="away-to" type="date" label={w.to} required value={said.to} onChange={(to) => put({ to })} wrong={taking.wrong('away-to')} />
        <SelectField id="away-substitute" label={w.substitute} hint={w.substituteHint} value={said.substitute} onChange={(substitute) => put({ substitute })} empty={w.nobody} choices={people([...colleagues.value.keys()].filter((one) => one !== said.person))} />
        <p><button type="submit" class="button primary" disabled={taking.busy}>{w.enterIt}</button></p>
      </form>
    </section>
  );
}
