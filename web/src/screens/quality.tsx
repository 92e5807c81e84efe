// Quality: the register of nonconformities, each with its owner, cause, action and verified effect; and the internal audits.
import { useState } from 'preact/hooks';
import { get, post, query } from '../api/client';
import type { Audit, AuditTrace, Nonconformity } from '../api/types';
import { notify } from '../app/notices';
import { go, place, withQuery } from '../app/router';
import { me, nameOf, people, permissions, roles, today, withRole } from '../app/session';
import { Beside, open, opened } from '../parts/brief';
import { type FieldWrong, LongField, RadioField, SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { type Column, Rows } from '../parts/rows';
import { useTaking } from '../parts/taking';
import { words } from '../words';
import { date, moment, number } from '../words/format';
import { qualityWords } from '../words/quality';

const staff = () => people(withRole('clerk', 'desk_head', 'cashier', 'records', 'officer', 'head', 'leader', 'manager', 'auditor'));
const anyRole = (...wanted: string[]) => wanted.some((role) => roles.value.has(role));

export default function Quality() {
  const w = qualityWords.value;
  const audits = place.value.query.get('phan') === 'danh-gia';
  return (
    <>
      <h1>{words.value.screens.quality}</h1>
      <nav aria-label={w.part}>
        <ul class="tabs">
          <li><a href="/chat-luong" aria-current={audits ? undefined : 'page'}>{w.register}</a></li>
          {permissions.value.has('figures') && <li><a href="/chat-luong?phan=danh-gia" aria-current={audits ? 'page' : undefined}>{w.audits}</a></li>}
        </ul>
      </nav>
      {audits ? <Audits /> : <Register />}
    </>
  );
}

interface Page { items: Nonconformity[]; next_cursor: string | null; count: number; open: number; overdue: number; unowned: number; escalated: number }
interface Units { items: { unit: string; name: string; is_outside?: boolean }[] }

const useUnits = () => (useLoad('/api/v1/units', (abort) => get<Units>('/api/v1/units', abort)).data?.items ?? []).map((one) => ({ value: one.unit, label: one.name }));

function Register() {
  const w = qualityWords.value;
  const said = place.value.query;
  const shown = said.get('hien') ?? 'open';
  const [reporting, setReporting] = useState(false);
  const path = `/api/v1/nonconformities${query({ open: shown === 'open' ? 'true' : null, overdue: shown === 'overdue' ? 'true' : null, cursor: said.get('cursor') })}`;
  const { data, problem, again } = useLoad(path, (abort) => get<Page>(path, abort));
  const rows = data?.items ?? [];
  const columns: Column<Nonconformity>[] = [
    { label: w.number, render: (one) => one.number },
    { label: w.source, render: (one) => one.source_name },
    { label: w.dossier, render: (one) => one.code && <a class="code" href={`/ho-so/${one.code}`}>{one.code}</a> },
    { label: w.unit, render: (one) => one.unit_name },
    { label: w.owner, render: (one) => (one.owner ? nameOf(one.owner) : <span class="muted">{w.nobody}</span>) },
    { label: w.due, render: (one) => <>{date(one.due)}{one.overdue && <strong> {w.late}</strong>}</> },
    { label: w.state, render: (one) => one.state_name },
  ];
  const isOpened = reporting || opened() !== '';
  return (
    <Beside
      list={
        <>
          <form class="row ends" onSubmit={(event) => event.preventDefault()}>
            <SelectField id="shown" label={w.shown} value={shown} onChange={(value) => go(withQuery({ hien: value, mo: null, cursor: null }))} choices={Object.entries(w.filters).map(([value, label]) => ({ value, label }))} />
            <button type="button" class="button" onClick={() => { open(null); setReporting(true); }}>{w.report}</button>
          </form>
          {data && (
            <p class="small muted">
              <a href="/chat-luong?hien=open">{w.open(number(data.open))}</a> · <a href="/chat-luong?hien=overdue">{w.overdue(number(data.overdue))}</a> · {w.unowned(number(data.unowned))} · {w.escalated(number(data.escalated))}
            </p>
          )}
          {problem && <Wrong problem={problem} again={again} />}
          {!data && !problem && <Skeleton />}
          {data && rows.length === 0 && <Empty title={w.empty}><p class="muted">{w.emptyWhy}</p></Empty>}
          {rows.length > 0 && <Rows caption={w.register} rows={rows} keyOf={(one) => String(one.number)} nameOf={(one) => w.title(String(one.number))} columns={columns} open={opened()} onOpen={(one) => { setReporting(false); open(String(one.number)); }} />}
          {data?.next_cursor && <p><a class="button" href={`/chat-luong${query({ hien: shown, cursor: data.next_cursor })}`}>{words.value.inbox.next}</a></p>}
        </>
      }
      panel={!isOpened ? null : reporting ? <Report onEnd={(made) => { setReporting(false); again(); if (made) open(made); }} /> : <One key={opened()} id={opened()} onChange={again} />}
    />
  );
}

function Report({ onEnd }: { onEnd: (made: string | null) => void }) {
  const w = qualityWords.value;
  const units = useUnits();
  const [source, setSource] = useState('complaint');
  const [unit, setUnit] = useState('');
  const [dossier, setDossier] = useState('');
  const [description, setDescription] = useState('');
  const taking = useTaking(() => undefined);
  const submit = () => {
    const missing: FieldWrong[] = [];
    if (unit === '') missing.push({ id: 'report-unit', label: w.unit, message: words.value.form.missing });
    if (description.trim() === '') missing.push({ id: 'report-description', label: w.description, message: words.value.form.missing });
    void taking.take(missing, async (key) => {
      const made = await post<Nonconformity>('/api/v1/nonconformities', { source, unit, description, ...(dossier.trim() ? { dossier: dossier.trim() } : {}) }, { key });
      notify(w.reported(String(made.number)));
      onEnd(String(made.number));
    });
  };
  return (
    <section class="panel" aria-labelledby="report-heading">
      <h2 id="report-heading">{w.report}</h2>
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {taking.head}
        <SelectField id="report-source" label={w.source} value={source} onChange={setSource} choices={Object.entries(w.sources).map(([value, label]) => ({ value, label }))} />
        <SelectField id="report-unit" label={w.unit} required value={unit} empty="" onChange={setUnit} choices={units} wrong={taking.wrong('report-unit')} />
        <TextField id="report-dossier" label={w.about} value={dossier} onChange={setDossier} />
        <LongField id="report-description" label={w.description} required value={description} onChange={setDescription} wrong={taking.wrong('report-description')} />
        <p class="row"><button type="submit" class="button primary" disabled={taking.busy}>{w.send}</button><button type="button" class="button" onClick={() => onEnd(null)}>{w.cancel}</button></p>
      </form>
    </section>
  );
}

function One({ id, onChange }: { id: string; onChange: () => void }) {
  const w = qualityWords.value;
  const path = `/api/v1/nonconformities/${id}`;
  const { data, problem, again } = useLoad(path, (abort) => get<Nonconformity>(path, abort));
  const changed = (text: string) => { notify(text); again(); onChange(); };
  const own = me.value?.person === data?.owner;
  return (
    <section class="panel" aria-labelledby="one-heading">
      <p class="row small"><button type="button" class="button small" onClick={() => open(null)}>{w.back}</button></p>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={6} />}
      {data && (
        <>
          <h2 id="one-heading">{w.title(String(data.number))}</h2>
          <p><strong>{data.source_name}</strong> · {data.state_name}{data.overdue && <strong> · {w.late}</strong>}<br />
            <span class="small muted">{data.unit_name} · {w.openedBy(moment(data.opened_at))} · {data.opened_by.startsWith('system:') ? w.byItself : nameOf(data.opened_by)}</span></p>
          {data.code && <p><a class="code" href={`/ho-so/${encodeURIComponent(data.code)}`}>{data.code}</a> {data.procedure_name}</p>}
          <p>{w.owner}: {data.owner ? nameOf(data.owner) : w.nobody} · {w.due}: {date(data.due)}</p>
          {data.found_ineffective > 0 && <p class="note small">{w.ineffectiveTimes(number(data.found_ineffective))}</p>}
          <h3>{w.history}</h3>
          <ol class="stack">
            {(data.events ?? []).map((event) => (
              <li key={event.seq}>
                <span class="small muted">{moment(event.at)} · {event.person.startsWith('system:') ? w.byItself : nameOf(event.person)}</span><br />
                {event.type_name}
                {Object.entries(event.texts).map(([part, text]) => <p key={part} class="small"><strong>{partName(part)}</strong>: {text}</p>)}
              </li>
            ))}
          </ol>
          {data.state !== 'closed' && anyRole('head', 'desk_head', 'leader', 'manager') && <Assign one={data} onDone={() => changed(w.assigned)} />}
          {data.state === 'open' && own && <Treat one={data} onDone={() => changed(w.kept)} />}
          {data.state === 'treated' && !own && permissions.value.has('figures') && <Verify one={data} onDone={() => changed(w.verified)} />}
        </>
      )}
    </section>
  );
}

function partName(part: string): string {
  const w = qualityWords.value;
  return ({ description: w.description, correction: w.correction, cause: w.cause, action: w.action, effect: w.effect } as Record<string, string>)[part] ?? part;
}

interface Act { one: Nonconformity; onDone: () => void }

function Assign({ one, onDone }: Act) {
  const w = qualityWords.value;
  const [owner, setOwner] = useState(one.owner ?? '');
  const [due, setDue] = useState('');
  const taking = useTaking(onDone);
  const submit = () =>
    void taking.take(owner === '' ? [{ id: 'assign-owner', label: w.owner, message: words.value.form.missing }] : [], async (key) => {
      await post(`/api/v1/nonconformities/${one.number}/assignment`, { owner, ...(due ? { due } : {}) }, { key });
      onDone();
    });
  return (
    <form class="stack" noValidate aria-labelledby="assign-heading" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h3 id="assign-heading">{w.assign}</h3>
      {taking.head}
      <SelectField id="assign-owner" label={w.owner} required value={owner} empty={w.choose} onChange={setOwner} choices={staff()} wrong={taking.wrong('assign-owner')} />
      <TextField id="assign-due" type="date" label={w.until} value={due} onChange={setDue} />
      <p><button type="submit" class="button" disabled={taking.busy}>{w.assign}</button></p>
    </form>
  );
}

function Treat({ one, onDone }: Act) {
  const w = qualityWords.value;
  const [texts, setTexts] = useState({ correction: '', cause: '', action: '' });
  const taking = useTaking(onDone);
  const has = { correction: one.has_correction, cause: one.has_cause, action: one.has_action };
  const send = (done: boolean) => {
    const missing: FieldWrong[] = [];
    for (const part of ['correction', 'cause', 'action'] as const)
      if (done && !has[part] && texts[part].trim() === '') missing.push({ id: `treat-${part}`, label: w[part], message: words.value.form.missing });
    void taking.take(missing, async (key) => {
      const said = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
      await post(`/api/v1/nonconformities/${one.number}/treatment`, { ...said, ...(done ? { done: true } : {}) }, { key });
      onDone();
    });
  };
  return (
    <form class="stack" noValidate aria-labelledby="treat-heading" onSubmit={(event) => { event.preventDefault(); send(true); }}>
      <h3 id="treat-heading">{w.treat}</h3>
      {taking.head}
      {(['correction', 'cause', 'action'] as const).map((part) => (
        <LongField key={part} id={`treat-${part}`} label={w[part]} required={!has[part]} value={texts[part]} onChange={(text) => setTexts({ ...texts, [part]: text })} wrong={taking.wrong(`treat-${part}`)} />
      ))}
      <p class="row"><button type="submit" class="button primary" disabled={taking.busy}>{w.done}</button><button type="button" class="button" disabled={taking.busy} onClick={() => send(false)}>{w.keep}</button></p>
    </form>
  );
}

function Verify({ one, onDone }: Act) {
  const w = qualityWords.value;
  const [effective, setEffective] = useState('yes');
  const [effect, setEffect] = useState('');
  const taking = useTaking(onDone);
  const submit = () =>
    void taking.take(effect.trim() === '' ? [{ id: 'verify-effect', label: w.effect, message: words.value.form.missing }] : [], async (key) => {
      await post(`/api/v1/nonconformities/${one.number}/verification`, { effective: effective === 'yes', effect }, { key });
      onDone();
    });
  return (
    <form class="stack" noValidate aria-labelledby="verify-heading" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <h3 id="verify-heading">{w.verify}</h3>
      {taking.head}
      <RadioField id="verify-verdict" label={w.verdict} value={effective} onChange={setEffective} choices={[{ value: 'yes', label: w.effective }, { value: 'no', label: w.ineffective }]} />
      <LongField id="verify-effect" label={w.effect} required value={effect} onChange={setEffect} wrong={taking.wrong('verify-effect')} />
      <p><button type="submit" class="button primary" disabled={taking.busy}>{w.verify}</button></p>
    </form>
  );
}

function Audits() {
  const w = qualityWords.value;
  const year = place.value.query.get('nam') ?? today().slice(0, 4);
  const [planning, setPlanning] = useState(false);
  const path = `/api/v1/audits${query({ year })}`;
  const { data, problem, again } = useLoad(path, (abort) => get<{ items: Audit[] }>(path, abort));
  const rows = data?.items ?? [];
  const columns: Column<Audit>[] = [
    { label: w.number, render: (one) => one.number },
    { label: w.unit, render: (one) => one.unit_name },
    { label: w.auditor, render: (one) => nameOf(one.auditor) },
    { label: w.from, render: (one) => date(one.from) },
    { label: w.to, render: (one) => date(one.to) },
    { label: w.sample, render: (one) => `${one.checked}/${one.sampled}` },
    { label: w.findings, number: true, render: (one) => number(one.findings) },
    { label: w.concluded, render: (one) => (one.concluded_at ? date(one.concluded_at) : '') },
  ];
  return (
    <Beside
      list={
        <>
          <form class="row ends" onSubmit={(event) => event.preventDefault()}>
            <TextField id="audit-year" label={w.year} numeric value={year} onChange={(value) => { if (/^\d{4}$/.test(value)) go(withQuery({ nam: value, mo: null })); }} />
            {anyRole('leader', 'manager') && <button type="button" class="button" onClick={() => { open(null); setPlanning(true); }}>{w.plan}</button>}
          </form>
          {problem && <Wrong problem={problem} again={again} />}
          {!data && !problem && <Skeleton />}
          {data && rows.length === 0 && <Empty title={w.none}><p class="muted">{w.noneWhy}</p></Empty>}
          {rows.length > 0 && <Rows caption={w.audits} rows={rows} keyOf={(one) => String(one.number)} nameOf={(one) => w.auditTitle(String(one.number))} columns={columns} open={opened()} onOpen={(one) => { setPlanning(false); open(String(one.number)); }} />}
        </>
      }
      panel={planning ? <Plan onEnd={(made) => { setPlanning(false); again(); if (made) open(made); }} /> : opened() !== '' ? <OneAudit key={opened()} id={opened()} onChange={again} /> : null}
    />
  );
}

function Plan({ onEnd }: { onEnd: (made: string | null) => void }) {
  const w = qualityWords.value;
  const units = useUnits();
  const [said, setSaid] = useState({ unit: '', auditor: '', from: '', to: '' });
  const taking = useTaking(() => undefined);
  const set = (part: keyof typeof said) => (value: string) => setSaid({ ...said, [part]: value });
  const submit = () => {
    const missing = (Object.keys(said) as (keyof typeof said)[]).filter((part) => said[part] === '').map((part) => ({ id: `plan-${part}`, label: w[part], message: words.value.form.missing }));
    void taking.take(missing, async (key) => {
      const made = await post<Audit>('/api/v1/audits', said, { key });
      notify(w.planned(String(made.number)));
      onEnd(String(made.number));
    });
  };
  return (
    <section class="panel" aria-labelledby="plan-heading">
      <h2 id="plan-heading">{w.plan}</h2>
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {taking.head}
        <SelectField id="plan-unit" label={w.unit} required value={said.unit} empty="" onChange={set('unit')} choices={units} wrong={taking.wrong('plan-unit')} />
        <SelectField id="plan-auditor" label={w.auditor} required value={said.auditor} empty={w.choose} onChange={set('auditor')} choices={people(withRole('auditor'))} wrong={taking.wrong('plan-auditor')} />
        <TextField id="plan-from" type="date" label={w.from} required value={said.from} onChange={set('from')} wrong={taking.wrong('plan-from')} />
        <TextField id="plan-to" type="date" label={w.to} required value={said.to} onChange={set('to')} wrong={taking.wrong('plan-to')} />
        <p class="row"><button type="submit" class="button primary" disabled={taking.busy}>{w.plan}</button><button type="button" class="button" onClick={() => onEnd(null)}>{w.cancel}</button></p>
      </form>
    </section>
  );
}

function OneAudit({ id, onChange }: { id: string; onChange: () => void }) {
  const w = qualityWords.value;
  const path = `/api/v1/audits/${id}`;
  const { data, problem, again } = useLoad(path, (abort) => get<Audit>(path, abort));
  const [looked, setLooked] = useState<string | null>(null);
  const [text, setText] = useState('');
  const taking = useTaking(again);
  const own = me.value?.person === data?.auditor && !data?.concluded_at;
  const changed = (said: string) => { notify(said); setText(''); again(); onChange(); };
  const act = (part: 'sample' | 'findings' | 'conclusion', field: string, label: string, told: string) =>
    void taking.take(text.trim() === '' ? [{ id: 'audit-text', label, message: words.value.form.missing }] : [], async (key) => {
      await post(`${path}/${part}`, { [field]: text.trim() }, { key });
      changed(told);
    });
  const sample = data?.sample ?? [];
  const finished = sample.length > 0 && sample.every((one) => one.checked);
  return (
    <section class="panel" aria-labelledby="audit-heading">
      <p class="row small"><button type="button" class="button small" onClick={() => open(null)}>{w.back}</button></p>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={6} />}
      {data && (
        <>
          <h2 id="audit-heading">{w.auditTitle(String(data.number))}</h2>
          <p>{data.unit_name} · {nameOf(data.auditor)}<br /><span class="small muted">{date(data.from)} – {date(data.to)} · {w.findings}: {number(data.findings)}</span></p>
          {sample.length > 0 && (
            <>
              <p class="small muted">{w.drawn(number(sample.length))}</p>
              <ul class="stack">
                {sample.map((one) => (
                  <li key={one.dossier}>
                    <button type="button" class="button small" aria-expanded={looked === one.dossier} disabled={!permissions.value.has('audit')} onClick={() => setLooked(looked === one.dossier ? null : one.dossier)}>{one.code ?? one.dossier}</button>{' '}
                    <span class="small">{one.procedure_name} · {w.whys[one.why]} · {one.checked ? w.checked : w.unchecked}</span>
                    {looked === one.dossier && <Trace audit={data.number} dossier={one.dossier} own={own} onDone={() => changed(w.kept)} />}
                  </li>
                ))}
              </ul>
            </>
          )}
          {own && (
            <form class="stack" noValidate onSubmit={(event) => event.preventDefault()}>
              {taking.head}
              {sample.length === 0 ? (
                <>
                  <TextField id="audit-text" label={w.period} hint={w.periodHint} required value={text} onChange={setText} wrong={taking.wrong('audit-text')} />
                  <p><button type="button" class="button primary" disabled={taking.busy} onClick={() => act('sample', 'period', w.period, w.kept)}>{w.draw}</button></p>
                </>
              ) : (
                <>
                  <LongField id="audit-text" label={finished ? w.conclusion : w.findingText} value={text} onChange={setText} wrong={taking.wrong('audit-text')} />
                  <p class="row">
                    <button type="button" class="button" disabled={taking.busy} onClick={() => act('findings', 'description', w.findingText, w.found)}>{w.finding}</button>
                    {finished && <button type="button" class="button primary" disabled={taking.busy} onClick={() => act('conclusion', 'conclusion', w.conclusion, w.isConcluded)}>{w.conclude}</button>}
                  </p>
                </>
              )}
            </form>
          )}
        </>
      )}
    </section>
  );
}

function Trace({ audit, dossier, own, onDone }: { audit: number; dossier: string; own: boolean; onDone: () => void }) {
  const w = qualityWords.value;
  const path = `/api/v1/audits/${audit}/dossiers/${dossier}`;
  const { data, problem, again } = useLoad(path, (abort) => get<AuditTrace>(path, abort));
  const [answers, setAnswers] = useState<Record<string, string>>({});
  const [note, setNote] = useState('');
  const taking = useTaking(again);
  const submit = () =>
    void taking.take([], async (key) => {
      await post(`${path}/answers`, { answers, ...(note.trim() ? { note } : {}) }, { key });
      again();
      onDone();
    });
  const choices = ['yes', 'no', 'not_applicable'].map((value) => ({ value, label: w.answers[value] ?? value }));
  return (
    <form class="stack" noValidate aria-label={w.trace(data?.code ?? dossier)} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {taking.head}
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={4} />}
      {data?.ticks.map((tick) => (
        <div key={tick.tick}>
          <p class="small"><strong>{tick.name}</strong><br />{w.byJournal}: {w.answers[tick.answer]} · <span class="muted">{tick.evidence}</span></p>
          {own ? (
            <SelectField id={`tick-${tick.tick}`} label={w.answer} empty="" value={answers[tick.tick] ?? tick.said ?? ''} onChange={(value) => setAnswers({ ...answers, [tick.tick]: value })} choices={choices} />
          ) : (
            tick.said && <p class="small">{w.answer}: {w.answers[tick.said]}</p>
          )}
        </div>
      ))}
      {data && own && (
        <>
          <LongField id="trace-note" label={w.note} value={note === '' ? (data.note ?? '') : note} onChange={setNote} />
          <p><button type="submit" class="button" disabled={taking.busy}>{w.saveTrace}</button></p>
        </>
      )}
    </form>
  );
}
