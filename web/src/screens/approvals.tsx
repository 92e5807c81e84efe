// Approving and signing, at a desk and on a phone: what waits for this person, one after the other, or several at once with a
// result for each. Whatever goes back goes with its reason.
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { get, post, query } from '../api/client';
import type { Action, Timeliness, WorkItem, WorkPage } from '../api/types';
import { bind } from '../app/keys';
import { notify } from '../app/notices';
import { place, withQuery } from '../app/router';
import { me } from '../app/session';
import { ActDialog } from '../parts/act';
import { Beside, type Looked, open, opened, Panel, useLooked } from '../parts/brief';
import { Clock } from '../parts/clock';
import { type FieldWrong, LongField, SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { type Column, Rows } from '../parts/rows';
import { escape, useTaking } from '../parts/taking';
import { Timeline } from '../parts/timeline';
import { words } from '../words';
import { moment, number } from '../words/format';
import { BulkDialog } from './bulk';

const states: Timeliness[] = ['overdue', 'due_today', 'due_soon', 'on_track'];
const decides = (action: Action) => ['approve', 'sign', 'open_consults', 'assign'].includes(action.kind) || action.requires.includes('signer');

export default function Approvals() {
  const w = words.value.approvals;
  const said = place.value.query;
  const timeliness = said.get('timeliness');
  const path = `/api/v1/worklist${query({ due_of: 'step', counts: 'true', timeliness, procedure: said.get('procedure'), cursor: said.get('cursor') })}`;
  const { data, problem, again } = useLoad(path, (abort) => get<WorkPage>(path, abort));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [bulk, setBulk] = useState(false);
  const rows = data?.items ?? [];
  const keyOf = (row: WorkItem) => row.code ?? row.id;
  const chosen = rows.filter((row) => selected.has(keyOf(row)));
  useEffect(() => setSelected(new Set()), [path]);
  useLayoutEffect(() => bind('F8', () => chosen.length > 0 && setBulk(true)));
  const done = () => {
    const at = rows.findIndex((row) => keyOf(row) === opened());
    const next = rows[at + 1] ?? rows[at - 1];
    open(next ? keyOf(next) : null);
    again();
  };
  const columns: Column<WorkItem>[] = [
    { label: words.value.inbox.code, render: keyOf },
    { label: words.value.inbox.owner, render: (row) => <>{row.applicant}<br /><span class="small muted">{row.procedure.name}</span></> },
    { label: words.value.inbox.step, render: (row) => row.step.name },
    { label: words.value.inbox.stepDue, render: (row) => <Clock due={row.step_due} /> },
    { label: words.value.inbox.appointment, render: (row) => <Clock due={row.dossier_due} /> },
  ];
  const count = (one: Timeliness) => data?.counts?.[one] ?? 0;
  return (
    <>
      <div class="heading"><h1>{words.value.screens.approvals}</h1>{data && <span class="small muted">{words.value.inbox.asOf(moment(data.as_of.time))}</span>}</div>
      <nav aria-label={words.value.inbox.states}>
        <ul class="tabs">
          <li><a href={withQuery({ timeliness: null, mo: null })} aria-current={timeliness ? undefined : 'page'}>{words.value.inbox.all}{data?.counts && <span class="count">{number(Object.values(data.counts).reduce((sum, one) => sum + one, 0))}</span>}</a></li>
          {states.filter((one) => count(one) > 0 || timeliness === one).map((one) => (
            <li key={one}><a href={withQuery({ timeliness: one, mo: null })} aria-current={timeliness === one ? 'page' : undefined}><span class={`shape ${one}`}>{words.value.inbox[one]}</span><span class={`count ${one}`}>{number(count(one))}</span></a></li>
          ))}
        </ul>
      </nav>
      <Beside
        list={
          <>
            {problem && <Wrong problem={problem} again={again} />}
            {!data && !problem && <Skeleton rows={10} />}
            {data && rows.length === 0 && <Empty title={w.empty}><p class="muted">{timeliness ? words.value.inbox.emptyFiltered : w.emptyWhy}</p></Empty>}
            {rows.length > 0 && <Rows caption={words.value.screens.approvals} rows={rows} keyOf={keyOf} nameOf={keyOf} columns={columns} open={opened()} onOpen={(row) => open(keyOf(row))} selected={selected} setSelected={setSelected} />}
            {data?.next_cursor && <p><a class="button" href={`/duyet${query({ ...Object.fromEntries(said), mo: null, cursor: data.next_cursor })}`}>{words.value.inbox.next}</a></p>}
          </>
        }
        panel={opened() === '' ? null : <Chosen key={opened()} code={opened()} onDone={done} />}
      />
      {chosen.length > 0 && (
        <div class="bulk" role="region" aria-label={words.value.inbox.selected(chosen.length)}>
          <strong>{words.value.inbox.selected(chosen.length)}</strong>
          <button type="button" class="button primary" onClick={() => setBulk(true)}>{w.bulk} <kbd>F8</kbd></button>
          <button type="button" class="button" onClick={() => setSelected(new Set())}>{words.value.inbox.unselect} <kbd>Esc</kbd></button>
        </div>
      )}
      {bulk && <BulkDialog rows={chosen} onClose={() => setBulk(false)} onDone={() => { setBulk(false); setSelected(new Set()); open(null); again(); }} />}
    </>
  );
}

function Chosen({ code, onDone }: { code: string; onDone: () => void }) {
  const looked = useLooked(code);
  const [dialog, setDialog] = useState(false);
  useLayoutEffect(() => escape(() => !dialog && open(null)));
  useEffect(() => document.getElementById('brief-heading')?.focus(), [looked.data === null]);
  return <Panel looked={looked}>{(data) => <Decide looked={data} again={looked.again} onDone={onDone} onDialog={setDialog} />}</Panel>;
}

function Decide({ looked, again, onDone, onDialog }: { looked: Looked; again: () => void; onDone: () => void; onDialog: (is: boolean) => void }) {
  const w = words.value.approvals;
  const a = words.value.act;
  const { dossier, actions, version } = looked;
  const possible = actions.filter((one) => one.allowed);
  const yes = possible.find(decides);
  const backs = possible.filter((one) => one.kind === 'send_back');
  const others = possible.filter((one) => one !== yes && !backs.includes(one));
  const why = actions.filter((one) => decides(one) && !one.allowed)[0]?.why_not;
  const signs = yes?.requires.includes('signer') ?? false;
  const numbered = yes?.requires.includes('number') ?? false;
  const plain = yes && yes.kind !== 'assign' && yes.requires.every((one) => ['signer', 'number', 'fee_paid', 'consults_closed'].includes(one));
  const [capacity, setCapacity] = useState('');
  const [paper, setPaper] = useState('');
  const [reason, setReason] = useState('');
  const [acting, setActing] = useState('');
  const taking = useTaking(again, dossier);
  const act = (id: string) => {
    setActing(id);
    onDialog(id !== '');
  };
  const submit = () => {
    if (!yes) return;
    if (!plain) return act(yes.id);
    const missing: FieldWrong[] = numbered && paper.trim() === '' ? [{ id: 'approve-number', label: a.number, message: words.value.form.missing }] : [];
    void taking.take(missing, async (key) => {
      const body = { action: yes.id, ...(signs ? { signer: { person: me.value?.person, ...(capacity ? { capacity } : {}) } } : {}), ...(numbered ? { number: paper, date: dossier.as_of.time.slice(0, 10) } : {}), ...(reason.trim() ? { reason } : {}) };
      await post(`/api/v1/dossiers/${dossier.id}/transitions`, body, { ifMatch: version, key });
      notify(a.done(yes.name));
      onDone();
    });
  };
  const back = (action: Action) => {
    const missing: FieldWrong[] = reason.trim() === '' ? [{ id: 'approve-reason', label: w.note, message: w.reasonMissing }] : [];
    void taking.take(missing, async (key) => {
      await post(`/api/v1/dossiers/${dossier.id}/transitions`, { action: action.id, reason }, { ifMatch: version, key: `${key}-${action.id}` });
      notify(a.done(action.name));
      onDone();
    });
  };
  useLayoutEffect(() => bind('Ctrl+Enter', submit));
  return (
    <>
      {!yes && <p class="note">{why?.detail ?? why?.title ?? a.nothing}</p>}
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {taking.head}
        {signs && <SelectField id="approve-capacity" label={a.capacity} value={capacity} onChange={setCapacity} choices={Object.entries(a.capacities).map(([value, label]) => ({ value, label }))} />}
        {numbered && <TextField id="approve-number" label={a.number} required value={paper} onChange={setPaper} wrong={taking.wrong('approve-number')} />}
        {(plain || backs.length > 0) && <LongField id="approve-reason" label={w.note} hint={backs.length > 0 ? w.noteHint : undefined} value={reason} onChange={setReason} wrong={taking.wrong('approve-reason')} />}
        <p class="row decide">
          {yes && <button type="submit" class="button primary" disabled={taking.busy}>{yes.name} <kbd>Ctrl+Enter</kbd></button>}
          {backs.map((one) => <button type="button" key={one.id} class="button danger" disabled={taking.busy} onClick={() => back(one)}>{one.name}</button>)}
        </p>
        {others.length > 0 && <p class="row">{others.map((one) => <button type="button" key={one.id} class="button small" onClick={() => act(one.id)}>{one.name}</button>)}</p>}
      </form>
      <Recent dossier={dossier.id} version={version} />
      {acting && <ActDialog dossier={dossier.id} code={dossier.code ?? ''} chosen={acting} onClose={() => act('')} onDone={() => { act(''); onDone(); }} />}
    </>
  );
}

/** How it came here: the last acts, with what was said. */
function Recent({ dossier, version }: { dossier: string; version: number }) {
  const path = `/api/v1/dossiers/${dossier}/timeline`;
  const { data } = useLoad(`${path}#${version}`, (abort) => get<{ items: Parameters<typeof Timeline>[0]['events'] }>(path, abort));
  if (!data) return null;
  const acts = data.items.filter((one) => one.to_name || one.type === 'noted' || one.type === 'reminded').slice(0, 3);
  return (
    <details open>
      <summary>{words.value.approvals.recent}</summary>
      <Timeline events={acts} />
    </details>
  );
}
