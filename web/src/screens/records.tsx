// The records clerk's desk: results that wait for number and seal, results signed in ink, opinions and decisions that arrive as
// letters. One list, one form beside it, and after each the next.
import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { get, post, query } from '../api/client';
import type { Action, AwaitedOpinion, Dossier, WorkItem, WorkPage } from '../api/types';
import { bind } from '../app/keys';
import { notify } from '../app/notices';
import { go, place, withQuery } from '../app/router';
import { people, withRole } from '../app/session';
import { ActDialog } from '../parts/act';
import { Beside, type Looked, open, opened, Panel, useLooked } from '../parts/brief';
import { Clock } from '../parts/clock';
import { type FieldWrong, LongField, RadioField, SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { type Column, Rows } from '../parts/rows';
import { ScanField, sendScan } from '../parts/scan';
import { escape, Find, nextOf, useTaking } from '../parts/taking';
import { words } from '../words';
import { date, moment } from '../words/format';

const tabs = ['so', 'ky', 'y-kien', 'den'] as const;
type Tab = (typeof tabs)[number];
/** Whose act each list waits for: records itself, a leader's ink, somebody outside. */
const role_of: Record<Exclude<Tab, 'y-kien'>, string[]> = { so: ['records'], ky: ['leader'], den: ['province', 'council', 'agency'] };

/** The number that was given last: the next one is suggested. */
const given = signal('');

export default function Records() {
  const w = words.value.records;
  const asked = place.value.query.get('viec');
  const tab: Tab = tabs.find((one) => one === asked) ?? 'so';
  return (
    <>
      <h1>{words.value.screens.records}</h1>
      <nav aria-label={w.work}>
        <ul class="tabs">
          {tabs.map((one) => <li key={one}><a href={withQuery({ viec: one === 'so' ? null : one, mo: null, q: null })} aria-current={one === tab ? 'page' : undefined}>{w.tabs[one]}</a></li>)}
        </ul>
      </nav>
      <p class="muted small">{w.means[tab]}</p>
      {tab === 'y-kien' ? <Opinions /> : <Waiting tab={tab} key={tab} />}
    </>
  );
}

function Waiting({ tab }: { tab: Exclude<Tab, 'y-kien'> }) {
  const w = words.value.records;
  const said = place.value.query;
  const lists = role_of[tab].map((role) => `/api/v1/dossiers${query({ role, state: 'working', due_of: 'step', q: said.get('q'), procedure: said.get('procedure'), cursor: said.get('cursor') })}`);
  const { data, problem, again } = useLoad(lists.join(), async (abort) => {
    const pages = await Promise.all(lists.map((one) => get<WorkPage>(one, abort)));
    return { items: pages.flatMap((one) => one.items), next: pages.length === 1 ? (pages[0]?.next_cursor ?? null) : null };
  });
  const rows = data?.items ?? [];
  const code = opened();
  const done = () => {
    const at = rows.findIndex((row) => row.code === code);
    open(rows[at + 1]?.code ?? rows[at - 1]?.code ?? null);
    again();
  };
  return (
    <Beside
      list={
        <>
          <Find />
          {problem && <Wrong problem={problem} again={again} />}
          {!data && !problem && <Skeleton />}
          {data && rows.length === 0 && <Empty title={w.empty[tab]}><p class="muted">{said.has('q') ? words.value.inbox.emptyFiltered : w.emptyWhy}</p></Empty>}
          {rows.length > 0 && <List rows={rows} caption={w.tabs[tab]} />}
          {data?.next && <p><a class="button" href={`${place.value.path}${query({ ...Object.fromEntries(said), mo: null, cursor: data.next })}`}>{words.value.inbox.next}</a></p>}
        </>
      }
      panel={code === '' ? null : <Chosen key={`${tab}${code}`} tab={tab} code={code} onDone={done} />}
    />
  );
}

function List({ rows, caption }: { rows: WorkItem[]; caption: string }) {
  const w = words.value.inbox;
  const columns: Column<WorkItem>[] = [
    { label: w.code, render: (row) => row.code ?? w.noCode },
    { label: w.owner, render: (row) => <>{row.applicant}<br /><span class="small muted">{row.procedure.name}</span></> },
    { label: w.step, render: (row) => row.step.name },
    { label: w.stepDue, render: (row) => <Clock due={row.step_due} /> },
    { label: w.appointment, render: (row) => <Clock due={row.dossier_due} /> },
  ];
  return <Rows caption={caption} rows={rows} keyOf={(row) => row.code ?? row.id} nameOf={(row) => row.code ?? w.noCode} columns={columns} open={opened()} onOpen={(row) => open(row.code ?? row.id)} />;
}

function Chosen({ tab, code, onDone }: { tab: Exclude<Tab, 'y-kien'>; code: string; onDone: () => void }) {
  const looked = useLooked(code);
  useLayoutEffect(() => escape(() => open(null)));
  useEffect(() => (document.querySelector<HTMLElement>('#issue-number, #ink-signer') ?? document.getElementById('brief-heading'))?.focus(), [looked.data === null]);
  return (
    <Panel looked={looked}>
      {(data) => (tab === 'so' ? <Issue looked={data} again={looked.again} onDone={onDone} /> : tab === 'ky' ? <InInk looked={data} again={looked.again} onDone={onDone} /> : <FromOutside looked={data} onDone={onDone} />)}
    </Panel>
  );
}

interface PanelProps { looked: Looked; again: () => void; onDone: () => void }

function Issue({ looked, again, onDone }: PanelProps) {
  const w = words.value.records;
  const a = words.value.act;
  const issue = looked.actions.find((one) => one.kind === 'issue' || one.requires.includes('number'));
  const back = looked.actions.find((one) => one.kind === 'send_back');
  const [number, setNumber] = useState(given.value === '' ? '' : nextOf(given.value));
  const [day, setDay] = useState(looked.dossier.as_of.time.slice(0, 10));
  const [sealed, setSealed] = useState(false);
  const [scan, setScan] = useState<globalThis.File | null>(null);
  const [returning, setReturning] = useState(false);
  const taking = useTaking(again, looked.dossier);
  const submit = () => {
    if (!issue) return;
    const missing: FieldWrong[] = [];
    if (number.trim() === '') missing.push({ id: 'issue-number', label: a.number, message: words.value.form.missing });
    if (day === '') missing.push({ id: 'issue-date', label: a.date, message: words.value.form.missing });
    if (!sealed) missing.push({ id: 'issue-sealed', label: w.sealed, message: w.notSealed });
    void taking.take(missing, async (key) => {
      if (scan) await sendScan(looked.dossier.id, scan);
      await post(`/api/v1/dossiers/${looked.dossier.id}/transitions`, { action: issue.id, number, date: day }, { ifMatch: looked.version, key });
      given.value = number;
      notify(w.issued(number, looked.dossier.code ?? ''));
      onDone();
    });
  };
  useLayoutEffect(() => bind('Ctrl+Enter', submit));
  if (!issue) return <>{taking.head}<p class="note">{w.movedOn(looked.dossier.step.name)}</p></>;
  if (!issue.allowed) return <>{taking.head}<p class="note">{issue.why_not?.detail ?? issue.why_not?.title}</p></>;
  return (
    <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {taking.head}
      <div class="columns">
        <TextField id="issue-number" label={a.number} required hint={given.value === '' ? undefined : w.suggested} value={number} onChange={setNumber} wrong={taking.wrong('issue-number')} />
        <TextField id="issue-date" label={a.date} type="date" required value={day} onChange={setDay} wrong={taking.wrong('issue-date')} />
      </div>
      <ScanField id="issue-scan" label={w.scan} hint={w.scanHint} file={scan} onChange={setScan} />
      <div class={taking.wrong('issue-sealed') ? 'field is-wrong' : 'field'}>
        <label class="choice"><input id="issue-sealed" type="checkbox" checked={sealed} onChange={(event) => setSealed(event.currentTarget.checked)} />{w.sealed}</label>
        {taking.wrong('issue-sealed') && <span class="wrong">{taking.wrong('issue-sealed')}</span>}
      </div>
      <p class="row">
        <button type="submit" class="button primary" disabled={taking.busy}>{w.issue} <kbd>Ctrl+Enter</kbd></button>
        {back?.allowed && <button type="button" class="button" onClick={() => setReturning(true)}>{back.name}</button>}
      </p>
      {returning && back && <ActDialog dossier={looked.dossier.id} code={looked.dossier.code ?? ''} chosen={back.id} onClose={() => setReturning(false)} onDone={() => { setReturning(false); onDone(); }} />}
    </form>
  );
}

/** Signed on paper: who, in which capacity, when; the scan takes the approved draft's place as its signed version. */
function InInk({ looked, again, onDone }: PanelProps) {
  const w = words.value.records;
  const a = words.value.act;
  const { dossier, files } = looked;
  const today = dossier.as_of.time.slice(0, 10);
  const sign = looked.actions.find((one) => one.requires.includes('signer'));
  const [signer, setSigner] = useState('');
  const [capacity, setCapacity] = useState('');
  const [day, setDay] = useState(today);
  const [number, setNumber] = useState(given.value === '' ? '' : nextOf(given.value));
  const [draft, setDraft] = useState(String(files.at(-1)?.file ?? ''));
  const [scan, setScan] = useState<globalThis.File | null>(null);
  const taking = useTaking(again, looked.dossier);
  const numbered = sign?.requires.includes('number') ?? false;
  const submit = () => {
    if (!sign) return;
    const missing: FieldWrong[] = [];
    if (signer === '') missing.push({ id: 'ink-signer', label: a.signer, message: words.value.form.choose });
    if (day === '' || day > today) missing.push({ id: 'ink-date', label: w.signedOn, message: day === '' ? words.value.form.missing : w.notYet });
    if (number.trim() === '' && numbered) missing.push({ id: 'ink-number', label: a.number, message: words.value.form.missing });
    if (!scan) missing.push({ id: 'ink-scan', label: w.signedScan, message: w.noScan });
    void taking.take(missing, async (key) => {
      const at = `/api/v1/dossiers/${dossier.id}`;
      const signed = { action: sign.id, signer: { person: signer, ...(capacity ? { capacity } : {}) }, ...(numbered ? { number, date: day } : {}), ...(day < today ? { at: signedAt(day, dossier.step.entered_at), at_reason: w.paperReason } : {}) };
      const replaced = files.find((one) => String(one.file) === draft);
      if (scan) await sendScan(dossier.id, scan, replaced ? { document: replaced.document, replaces: replaced.file } : {});
      await post(`${at}/transitions`, signed, { ifMatch: looked.version, key });
      if (number.trim() !== '' && !numbered) {
        const { actions } = await get<{ actions: Action[] }>(`${at}/actions`);
        const issue = actions.find((one) => one.kind === 'issue' && one.allowed);
        if (issue) await post(`${at}/transitions`, { action: issue.id, number, date: day }, { ifMatch: '*', key: `${key}-issue` });
        given.value = number;
      }
      notify(w.inkDone(dossier.code ?? ''));
      onDone();
    });
  };
  useLayoutEffect(() => bind('Ctrl+Enter', submit));
  if (!sign) return <>{taking.head}<p class="note">{w.nothingToSign(dossier.step.name)}</p></>;
  return (
    <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {taking.head}
      <div class="columns">
        <SelectField id="ink-signer" label={a.signer} required value={signer} onChange={setSigner} empty={a.anybody} choices={people(withRole('leader', 'head'))} wrong={taking.wrong('ink-signer')} />
        <SelectField id="ink-capacity" label={a.capacity} value={capacity} onChange={setCapacity} choices={Object.entries(a.capacities).map(([value, label]) => ({ value, label }))} />
        <TextField id="ink-date" label={w.signedOn} type="date" required value={day} onChange={setDay} wrong={taking.wrong('ink-date')} />
        <TextField id="ink-number" label={a.number} required={numbered} hint={numbered ? undefined : w.numberAlso} value={number} onChange={setNumber} wrong={taking.wrong('ink-number')} />
      </div>
      {files.length > 0 && <SelectField id="ink-draft" label={w.draft} hint={w.draftHint} value={draft} onChange={setDraft} empty={w.noDraft} choices={files.map((one) => ({ value: String(one.file), label: one.name ?? String(one.file) }))} />}
      <div class={taking.wrong('ink-scan') ? 'is-wrong' : ''}>
        <ScanField id="ink-scan" label={w.signedScan} file={scan} onChange={setScan} />
        {taking.wrong('ink-scan') && <span class="wrong small">{taking.wrong('ink-scan')}</span>}
      </div>
      <p><button type="submit" class="button primary" disabled={taking.busy}>{w.enterInk} <kbd>Ctrl+Enter</kbd></button></p>
    </form>
  );
}

/** The end of that day's office, but not before it lay there to be signed. */
function signedAt(day: string, entered: string): string {
  const end = `${day}T17:00:00+07:00`;
  return Date.parse(end) < Date.parse(entered) ? entered : end;
}

function FromOutside({ looked, onDone }: { looked: Looked; onDone: () => void }) {
  const [acting, setActing] = useState('');
  const { dossier, actions } = looked;
  return (
    <>
      <ul class="actions">
        {actions.filter((one) => one.allowed).map((one) => <li key={one.id}><button type="button" class="button" onClick={() => setActing(one.id)}>{one.name}</button></li>)}
      </ul>
      {actions.every((one) => !one.allowed) && <p class="note">{words.value.act.nothing}</p>}
      {acting && <ActDialog dossier={dossier.id} code={dossier.code ?? ''} chosen={acting} onClose={() => setActing('')} onDone={() => { setActing(''); onDone(); }} />}
    </>
  );
}

function Opinions() {
  const w = words.value.records;
  const late = place.value.query.get('qua-han') === '1';
  const path = `/api/v1/consults${query({ late: late ? 'true' : null })}`;
  const { data, problem, again } = useLoad(path, (abort) => get<{ items: AwaitedOpinion[]; total: number }>(path, abort));
  const rows = data?.items ?? [];
  const keyOf = (row: AwaitedOpinion) => `${row.code ?? row.dossier}~${row.party}`;
  const row = rows.find((one) => keyOf(one) === opened());
  const columns: Column<AwaitedOpinion>[] = [
    { label: words.value.inbox.code, render: (one) => one.code ?? words.value.inbox.noCode },
    { label: w.agency, render: (one) => <strong>{one.name}</strong> },
    { label: words.value.inbox.owner, render: (one) => <>{one.applicant}<br /><span class="small muted">{one.procedure_name}</span></> },
    { label: words.value.dossier.asked, render: (one) => date(one.asked) },
    { label: words.value.dossier.answerDue, render: (one) => <span class={one.late ? 'shape overdue' : ''}>{moment(one.due)}</span> },
  ];
  return (
    <Beside
      list={
        <>
          <label class="choice"><input type="checkbox" checked={late} onChange={(event) => go(withQuery({ 'qua-han': event.currentTarget.checked ? '1' : null, mo: null }))} />{w.onlyLate}</label>
          {problem && <Wrong problem={problem} again={again} />}
          {!data && !problem && <Skeleton />}
          {data && rows.length === 0 && <Empty title={w.empty['y-kien']}><p class="muted">{late ? words.value.inbox.emptyFiltered : w.emptyWhy}</p></Empty>}
          {rows.length > 0 && <Rows caption={w.tabs['y-kien']} rows={rows} keyOf={keyOf} nameOf={(one) => `${one.code ?? ''} ${one.name}`} columns={columns} open={opened()} onOpen={(one) => open(keyOf(one))} />}
        </>
      }
      panel={row ? <Opinion key={keyOf(row)} row={row} again={again} onDone={() => { open(null); again(); }} /> : null}
    />
  );
}

function Opinion({ row, again, onDone }: { row: AwaitedOpinion; again: () => void; onDone: () => void }) {
  const w = words.value.records;
  const a = words.value.act;
  const [said, setSaid] = useState({ opinion: 'agrees', number: '', day: '', incoming: '', answer: '' });
  const [scan, setScan] = useState<globalThis.File | null>(null);
  const put = (change: Partial<typeof said>) => setSaid((now) => ({ ...now, ...change }));
  const taking = useTaking(again, useLoad(`${row.dossier} ${row.version}`, (abort) => get<Dossier>(`/api/v1/dossiers/${row.dossier}`, abort)).data);
  useLayoutEffect(() => escape(() => open(null)));
  useEffect(() => document.getElementById('opinion-number')?.focus(), []);
  const submit = () => {
    const missing: FieldWrong[] = [];
    if (said.number.trim() === '') missing.push({ id: 'opinion-number', label: a.number, message: words.value.form.missing });
    if (said.day === '') missing.push({ id: 'opinion-date', label: a.date, message: words.value.form.missing });
    void taking.take(missing, async (key) => {
      const digest = scan ? await sendScan(row.dossier, scan) : '';
      const body = { opinion: said.opinion, number: said.number, date: said.day, ...(said.incoming ? { incoming_number: said.incoming } : {}), ...(said.answer ? { answer: said.answer } : {}), ...(digest ? { scan: digest } : {}) };
      await post(`/api/v1/dossiers/${row.dossier}/consults/${row.party}/answer`, body, { ifMatch: row.version, key });
      notify(w.answered(row.name));
      onDone();
    });
  };
  const remind = () => taking.take([], async (key) => {
    await post(`/api/v1/dossiers/${row.dossier}/consults/${row.party}/remind`, {}, { key: `${key}-remind` });
    notify(w.agencyReminded(row.name));
  });
  useLayoutEffect(() => bind('Ctrl+Enter', submit));
  return (
    <section class="panel" aria-labelledby="brief-heading">
      <p class="row small"><button type="button" class="button small" onClick={() => open(null)}>{words.value.dossier.back} <kbd>Esc</kbd></button></p>
      <h2 id="brief-heading">{row.name}</h2>
      <p><a class="code" href={`/ho-so/${encodeURIComponent(row.code ?? row.dossier)}`}>{row.code}</a> {row.applicant}<br /><span class="muted small">{row.procedure_name}</span></p>
      <p class={row.late ? 'shape overdue' : ''}>{words.value.dossier.answerDue} {moment(row.due)}</p>
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {taking.head}
        <div class="columns">
          <TextField id="opinion-number" label={a.number} required value={said.number} onChange={(number) => put({ number })} wrong={taking.wrong('opinion-number')} />
          <TextField id="opinion-date" label={a.date} type="date" required value={said.day} onChange={(day) => put({ day })} wrong={taking.wrong('opinion-date')} />
          <TextField id="opinion-incoming" label={w.incoming} value={said.incoming} onChange={(incoming) => put({ incoming })} />
        </div>
        <RadioField id="opinion-kind" label={w.opinion} value={said.opinion} onChange={(opinion) => put({ opinion })} choices={Object.entries(w.opinions).map(([value, label]) => ({ value, label }))} />
        <LongField id="opinion-answer" label={w.answer} value={said.answer} onChange={(answer) => put({ answer })} />
        <ScanField id="opinion-scan" label={w.letterScan} file={scan} onChange={setScan} />
        <p class="row">
          <button type="submit" class="button primary" disabled={taking.busy}>{w.enterAnswer} <kbd>Ctrl+Enter</kbd></button>
          <button type="button" class="button" disabled={taking.busy} onClick={() => void remind()}>{w.remindAgency}</button>
        </p>
      </form>
    </section>
  );
}
