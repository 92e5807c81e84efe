// One dossier: who it is, both clocks, what can be done now and why the rest cannot; its papers, its past, its dates.
import { useLayoutEffect, useState } from 'preact/hooks';
import { ask, get, post, Problem, query } from '../api/client';
import type { Action, Dossier, Explanation, TimelineEvent } from '../api/types';
import { bind } from '../app/keys';
import { notify } from '../app/notices';
import { go, place, withQuery } from '../app/router';
import { nameOf, permissions, roles } from '../app/session';
import { nextAfter } from '../app/walk';
import { ActDialog } from '../parts/act';
import { Clock, State } from '../parts/clock';
import { Dates } from '../parts/dates';
import { LongField } from '../parts/form';
import { Empty, Later, Skeleton, useLoad, Wrong } from '../parts/load';
import type { Paper } from '../parts/papers';
import { Printing } from '../parts/printing';
import { Timeline } from '../parts/timeline';
import { words } from '../words';
import { dong, fullMoment, moment, number } from '../words/format';
import Correct from './correct';

const tabs = ['info', 'documents', 'timeline', 'talk', 'files', 'printing', 'dates', 'map'] as const;
type TabName = (typeof tabs)[number];

export default function DossierScreen({ parameter }: { parameter: string }) {
  const w = words.value.dossier;
  const at = `/api/v1/dossiers/${encodeURIComponent(parameter)}`;
  const whole = useLoad(at, (abort) => get<Dossier>(at, abort));
  const offered = useLoad(`${at}/actions`, (abort) => get<{ actions: Action[] }>(`${at}/actions`, abort));
  const [acting, setActing] = useState<string | null>(null);
  const actions = offered.data?.actions ?? [];
  const first = actions.find((one) => one.allowed);
  useLayoutEffect(() => bind('F8', () => first && setActing(first.id)));
  const asked = place.value.query.get('tab');
  const tab: TabName = tabs.find((one) => one === asked) ?? 'info';

  const again = () => {
    whole.again();
    offered.again();
  };
  if (whole.problem && !whole.data) return <Wrong problem={whole.problem} again={again} />;
  const dossier = whole.data;
  if (!dossier) return <Skeleton rows={12} />;
  const code = dossier.code ?? words.value.inbox.noCode;
  const done = () => {
    setActing(null);
    const next = nextAfter(dossier.code ?? dossier.id);
    // Whoever works through a list goes on with it; the message offers the way back.
    if (next !== '') go(`/ho-so/${encodeURIComponent(next)}`);
    else again();
  };
  return (
    <>
      <p class="row small">
        <a href="/ho-so">{w.back}</a>
        {permissions.value.has('audit') && <a href={`/ho-so/${encodeURIComponent(parameter)}/danh-gia`}>{words.value.screens.audit}</a>}
      </p>
      <div class="panel identity-panel">
        <div class="identity">
          <div class="stack tight names">
            <h1>
              <span class="code">{code}</span>
              {dossier.code && (
                <button type="button" class="button plain small" onClick={() => void navigator.clipboard?.writeText(dossier.code ?? '').then(() => notify(w.copied, { seconds: 4 }))}>{w.copyCode}</button>
              )}
            </h1>
            <p><strong>{dossier.people?.applicant}</strong></p>
            <p class="muted">{dossier.procedure.name}</p>
            <p class="row">
              <State timeliness={dossier.timeliness} name={dossier.timeliness_name ?? ''} />
              <span>{dossier.step.name}</span>
              <span class="muted">{dossier.holder.person ? nameOf(dossier.holder.person) : `${dossier.holder.role_name ?? ''}, ${w.unassigned}`}</span>
            </p>
          </div>
          <div class="clocks">
            <Clock label={w.stepClock} due={{ at: dossier.step.due_at, timeliness: dossier.step.timeliness ?? 'no_date', timeliness_name: dossier.step.timeliness_name, left_text: dossier.step.left_text, working_minutes_left: dossier.step.working_minutes_left }} />
            <Clock label={w.dossierClock} due={{ at: dossier.dates.appointment, timeliness: dossier.timeliness, timeliness_name: dossier.timeliness_name, left_text: dossier.left_text, working_minutes_left: dossier.working_minutes_left }} />
          </div>
        </div>
      </div>
      <div class="split">
        <div class="stack">
          <nav aria-label={w.tabs}>
            <ul class="tabs">
              {tabs.map((one) => (
                <li key={one}><a href={withQuery({ tab: one === 'info' ? null : one })} aria-current={one === tab ? 'page' : undefined}>{w[one]}</a></li>
              ))}
            </ul>
          </nav>
          {tab === 'info' && <Info dossier={dossier} again={again} />}
          {tab === 'documents' && <Documents dossier={dossier} />}
          {tab === 'timeline' && <Past at={at} version={dossier.as_of.seq} />}
          {tab === 'talk' && <Talk at={at} />}
          {tab === 'files' && <Files at={at} />}
          {tab === 'printing' && <Printing dossier={dossier.id} />}
          {tab === 'dates' && <Explained at={at} />}
          {tab === 'map' && <Later load={() => import('./walked')} dossier={dossier} />}
        </div>
        <section class="panel" aria-labelledby="now">
          <h2 id="now">{w.now}</h2>
          {dossier.step.instruction && <p class="note small">{dossier.step.instruction}</p>}
          {offered.problem && <Wrong problem={offered.problem} again={offered.again} />}
          {!offered.data && !offered.problem && <Skeleton rows={3} />}
          {offered.data && actions.length === 0 && <p class="muted">{words.value.act.nothing}</p>}
          <ul class="actions">
            {actions.filter((one) => one.allowed).map((one) => (
              <li key={one.id}>
                <button type="button" class={`button${one === first ? ' primary' : ''}`} onClick={() => setActing(one.id)}>
                  <span>{one.name}</span>
                  {one === first && <kbd>F8</kbd>}
                </button>
              </li>
            ))}
          </ul>
          <Refused actions={actions.filter((one) => !one.allowed)} />
        </section>
      </div>
      {acting !== null && <ActDialog dossier={dossier.id} code={code} chosen={acting} onClose={() => setActing(null)} onDone={done} />}
    </>
  );
}

/** What cannot be done, told once for each reason. */
function Refused({ actions }: { actions: Action[] }) {
  if (actions.length === 0) return null;
  const reasons = new Map<string, Action[]>();
  for (const one of actions) {
    const why = one.why_not?.detail || one.why_not?.title || '';
    reasons.set(why, [...(reasons.get(why) ?? []), one]);
  }
  return (
    <div class="stack">
      <h3 class="small">{words.value.dossier.cannot}</h3>
      {[...reasons].map(([why, list]) => (
        <div key={why} class="refused">
          <p class="why">{why}</p>
          <ul>{list.map((one) => <li key={one.id} class="small">{one.name}</li>)}</ul>
        </div>
      ))}
    </div>
  );
}

function Info({ dossier, again }: { dossier: Dossier; again: () => void }) {
  const w = words.value.dossier;
  const [correcting, setCorrecting] = useState(false);
  const rows: [string, string | null | undefined][] = [
    [w.procedure, dossier.procedure.name],
    ...(['applicant', 'applicant_address', 'applicant_phone', 'owner', 'representative', 'project', 'title'] as const)
      // What was not typed is made of the others: it says nothing twice.
      .filter((key) => key === 'applicant' || dossier.people?.[key] !== dossier.people?.applicant)
      .map((key): [string, string | undefined] => [w[key], dossier.people?.[key]]),
    [w.step, dossier.step.name],
    [w.holder, [dossier.holder.person ? nameOf(dossier.holder.person) : w.unassigned, dossier.holder.role_name, dossier.holder.unit_name].filter(Boolean).join(', ')],
    [w.sender, dossier.sender ? [dossier.sender.person && nameOf(dossier.sender.person), dossier.sender.unit_name].filter(Boolean).join(', ') : null],
    [w.officer, dossier.main_officer ? nameOf(dossier.main_officer) : null],
    [w.status, dossier.status.national_name],
    [w.channel, dossier.channel_name],
    [w.submitted, fullMoment(dossier.dates.submitted_at)],
    [w.received, dossier.dates.received_at ? fullMoment(dossier.dates.received_at) : null],
    [w.originalDue, dossier.dates.original_due?.text],
    [w.legalDue, dossier.dates.legal_due?.text],
    [w.appointment, dossier.dates.appointment_text],
    [w.finished, dossier.dates.finished_at ? fullMoment(dossier.dates.finished_at) : null],
    [w.ending, dossier.ending_name],
    [w.law, dossier.procedure.version.slice(0, 12)],
  ];
  const held = dossier.held as unknown as { from: string; to: string | null; ground: string }[];
  const open = held.find((one) => !one.to);
  return (
    <div class="panel">
      {open && (
        <div class="note">
          <strong>{w.paused}</strong>
          <p>{w.pausedSince(moment(open.from), open.ground)}</p>
        </div>
      )}
      <dl class="facts">
        {rows.filter(([, value]) => value).map(([name, value]) => (
          <div class="fact" key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {(roles.value.has('clerk') || roles.value.has('desk_head')) && <p><button type="button" class="button" onClick={() => setCorrecting(true)}>{words.value.correct.open}</button></p>}
      {correcting && <Correct dossier={dossier} onClose={() => setCorrecting(false)} onDone={() => { setCorrecting(false); again(); }} />}
    </div>
  );
}

interface Fee { id: string; name: string; amount: number | null; state: string }
interface Consult { party: string; name?: string; asked: string; due: string; answered: string | null; late: boolean }

function Documents({ dossier }: { dossier: Dossier }) {
  const w = words.value.dossier;
  const papers = dossier.documents as unknown as Paper[];
  const fees = dossier.fees as unknown as Fee[];
  const consults = dossier.consults as unknown as Consult[];
  return (
    <div class="stack">
      <section class="panel">
        <h2>{words.value.act.documents}</h2>
        {papers.length === 0 && <p class="muted">{w.noDocuments}</p>}
        <ul class="papers">
          {papers.map((one) => (
            <li key={one.id}>
              <span>{one.name} {one.required && <span class="muted small">({w.required})</span>}</span>
              <span class={`shape ${one.mark === 'right' ? 'stopped' : one.mark === 'unchecked' ? 'no_date' : 'overdue'}`}>{one.mark_name}</span>
            </li>
          ))}
        </ul>
      </section>
      {fees.length > 0 && (
        <section class="panel">
          <h2>{w.fees}</h2>
          <ul class="papers">
            {fees.map((one) => (
              <li key={one.id}>
                <span>{one.name}</span>
                <span>{one.amount === null ? w.byAmount : dong(one.amount)} · <strong>{w.feeStates[one.state] ?? one.state}</strong></span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {consults.length > 0 && (
        <section class="panel">
          <h2>{w.consults}</h2>
          <ul class="papers">
            {consults.map((one) => (
              <li key={one.party}>
                <span>{one.name ?? one.party}<br /><span class="small muted">{w.asked} {moment(one.asked)} · {w.answerDue} {moment(one.due)}</span></span>
                <span class={`shape ${one.answered ? 'stopped' : one.late ? 'overdue' : 'due_soon'}`}>{one.answered ? `${w.answered} ${moment(one.answered)}` : one.late ? w.lateAnswer : w.waiting}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface TimelinePage { items: TimelineEvent[]; next_cursor: string | null }

function Past({ at, version }: { at: string; version: number }) {
  const { data, problem, again, put } = useLoad(`${at}/timeline#${version}`, (abort) => get<TimelinePage>(`${at}/timeline`, abort));
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton />;
  const older = async () => {
    const next = await get<TimelinePage>(`${at}/timeline${query({ cursor: data.next_cursor })}`);
    put({ items: [...data.items, ...next.items], next_cursor: next.next_cursor });
  };
  return (
    <div class="panel">
      <Timeline events={data.items} />
      {data.next_cursor && <button type="button" class="button" onClick={() => void older()}>{words.value.dossier.older}</button>}
    </div>
  );
}

function Talk({ at }: { at: string }) {
  const w = words.value.dossier;
  const { data, problem, again } = useLoad(`${at}/timeline`, (abort) => get<TimelinePage>(`${at}/timeline`, abort));
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<Problem | null>(null);
  const send = async () => {
    if (text.trim() === '') return document.getElementById('note')?.focus();
    try {
      await post(`${at}/acts/note`, { text });
      setText('');
      setWrong(null);
      notify(w.noteSent, { seconds: 4 });
      again();
    } catch (error) {
      if (error instanceof Problem) setWrong(error);
    }
  };
  const notes = (data?.items ?? []).filter((one) => one.type === 'noted');
  return (
    <div class="panel">
      <form class="stack" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        {wrong && <Wrong problem={wrong} />}
        <LongField id="note" label={w.noteLabel} hint={w.noteHint} value={text} onChange={setText} />
        <p><button type="submit" class="button primary">{w.noteSend}</button></p>
      </form>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={4} />}
      {data && (notes.length === 0 ? <p class="muted">{w.noTalk}</p> : <Timeline events={notes} />)}
    </div>
  );
}

interface Kept { file: number; name: string | null; type: string; size: number }

function Files({ at }: { at: string }) {
  const w = words.value.dossier;
  const { data, problem, again } = useLoad(`${at}/files`, async (abort) => (await ask<{ items: Kept[] }>('GET', `${at}/files`, { signal: abort })).data);
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={4} />;
  if (data.items.length === 0) return <Empty title={w.noFiles}><p class="muted">{w.noFilesWhy}</p></Empty>;
  return (
    <div class="panel">
      <ul class="papers">
        {data.items.map((one) => (
          <li key={one.file}>
            <a href={`${at}/files/${one.file}`} download={one.name ?? ''}>{one.name}</a>
            <span class="muted small">{one.type} · {w.size(number(Math.ceil(one.size / 1024)))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Explained({ at }: { at: string }) {
  const { data, problem, again } = useLoad(`${at}/explain`, (abort) => get<Explanation>(`${at}/explain`, abort));
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton />;
  return <div class="panel"><Dates explanation={data} /></div>;
}
