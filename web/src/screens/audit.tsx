// A dossier as an auditor reads it: who did what and when, in which role and for whom; who had it and how long; how its dates
// came about; its files and papers with their digests; and under which signed checkpoint all of that lies.
import { useState } from 'preact/hooks';
import { download, get, post, Problem, query } from '../api/client';
import type { Dossier, Explanation, File, Person, PrintedPaper, TimelineEvent } from '../api/types';
import { notify } from '../app/notices';
import { colleagues, nameOf } from '../app/session';
import { Changes, changesOf, type Names, readNames, valuesOf } from '../parts/changes';
import { Dates } from '../parts/dates';
import { Skeleton, useLoad, Wrong } from '../parts/load';
import { Actor, Said } from '../parts/timeline';
import { words } from '../words';
import { auditWords } from '../words/audit';
import { moment, number, workingTime } from '../words/format';
import '../style/audit.css';

interface Checkpoint { size: number; root: string; signed: { size: number; note: string } | null }

interface Looked {
  dossier: Dossier;
  events: TimelineEvent[];
  explanation: Explanation;
  files: File[];
  papers: PrintedPaper[];
  names: Names;
  people: ReadonlyMap<string, Person>;
}

/** Oldest first, all of them. */
async function eventsOf(at: string, abort: AbortSignal): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: TimelineEvent[]; next_cursor: string | null } = await get(`${at}/timeline${query({ cursor })}`, abort);
    events.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return events.reverse();
}

/** Everybody who ever was in it; a portal or the program itself never was. */
const isOfOffice = (id: string) => colleagues.value.has(id);
/** Who gave an act its right: whoever is stood in for. */
const inWhoseRight = (event: TimelineEvent) => event.actor.for ?? event.actor.person;

async function look(at: string, abort: AbortSignal): Promise<Looked> {
  const [dossier, events, explanation, files, papers, names] = await Promise.all([
    get<Dossier>(at, abort),
    eventsOf(at, abort),
    get<Explanation>(`${at}/explain`, abort),
    get<{ items: File[] }>(`${at}/files`, abort),
    get<{ items: PrintedPaper[] }>(`${at}/papers`, abort),
    readNames(abort),
  ]);
  const ids = [...new Set(events.map(inWhoseRight).filter(isOfOffice))];
  const people = await Promise.all(ids.map((id) => get<Person>(`/api/v1/people/${encodeURIComponent(id)}`, abort)));
  return {
    dossier,
    events,
    explanation,
    files: files.items,
    papers: papers.items,
    names,
    people: new Map(people.map((one) => [one.person, one])),
  };
}

const sections = ['proof', 'timeline', 'hands', 'dates', 'files', 'papers'] as const;

export default function Audit({ parameter }: { parameter: string }) {
  const w = auditWords.value;
  const at = `/api/v1/dossiers/${encodeURIComponent(parameter)}`;
  const looked = useLoad(`audit ${at}`, (abort) => look(at, abort));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const takePack = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await download(`${at}/audit-pack`);
      notify(w.packed);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  if (looked.problem && !looked.data) return <Wrong problem={looked.problem} again={looked.again} />;
  if (!looked.data) return <Skeleton rows={14} />;
  const { dossier, events, explanation, files, papers, names, people } = looked.data;
  return (
    <>
      <p class="small no-print"><a href={`/ho-so/${encodeURIComponent(parameter)}`}>{w.back}</a></p>
      <div class="heading">
        <h1>{words.value.screens.audit} <span class="code">{dossier.code ?? words.value.inbox.noCode}</span></h1>
        <button type="button" class="button primary no-print" aria-describedby="pack-means" disabled={busy} onClick={() => void takePack()}>{w.pack}</button>
      </div>
      <p><strong>{dossier.people?.applicant}</strong> · {dossier.procedure.name} · {dossier.step.name}</p>
      <p class="small muted no-print" id="pack-means">{w.packMeans}</p>
      {problem && <Wrong problem={problem} />}
      <nav aria-label={w.parts} class="no-print"><ul class="row plain">{sections.map((one) => <li key={one}><a href={`#${one}`}>{w[one]}</a></li>)}</ul></nav>
      <Proof events={events} code={dossier.code ?? dossier.id} />
      <section class="stack" id="timeline" aria-labelledby="timeline-heading">
        <h2 id="timeline-heading">{w.timeline}</h2>
        <Acts events={events} names={names} people={people} />
      </section>
      <section class="stack" id="hands" aria-labelledby="hands-heading">
        <h2 id="hands-heading">{w.hands}</h2>
        <Hands events={events} names={names} />
      </section>
      <section class="stack" id="dates" aria-labelledby="dates-heading">
        <h2 id="dates-heading">{w.dates}</h2>
        <div class="panel"><Dates explanation={explanation} /></div>
      </section>
      <section class="stack" id="files" aria-labelledby="files-heading">
        <h2 id="files-heading">{w.files}</h2>
        <Files at={at} files={files} />
      </section>
      <section class="stack" id="papers" aria-labelledby="papers-heading">
        <h2 id="papers-heading">{w.papers}</h2>
        <Papers dossier={dossier.id} papers={papers} />
      </section>
    </>
  );
}

function Proof({ events, code }: { events: TimelineEvent[]; code: string }) {
  const w = auditWords.value;
  const address = '/api/v1/journal/checkpoint';
  const { data, problem, again, put } = useLoad(address, (abort) => get<Checkpoint>(address, abort));
  const [busy, setBusy] = useState(false);
  const sign = async () => {
    setBusy(true);
    try {
      put(await post<Checkpoint>(address, {}));
      notify(w.signed);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      notify(error.detail || error.title, { wrong: true });
    } finally {
      setBusy(false);
    }
  };
  const signed = data?.signed ?? null;
  // A C2SP note: name of the log, size, root, and the signatures behind an empty line.
  const [origin, size, root] = signed?.note.split('\n') ?? [];
  const missing = events.filter((one) => one.seq > (signed?.size ?? 0)).length;
  return (
    <section class="panel" id="proof" aria-labelledby="proof-heading">
      <h2 id="proof-heading">{w.proof}</h2>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={3} />}
      {data && (
        <>
          <p><span class={`shape ${missing === 0 ? 'stopped' : 'due_soon'}`}>{!signed ? w.noCheckpoint : missing === 0 ? w.covered(number(events.length), number(events[0]?.seq ?? 0), number(events.at(-1)?.seq ?? 0)) : w.uncovered(number(events.length), number(missing))}</span></p>
          {signed && (
            <dl class="facts">
              <div class="fact"><dt>{w.origin}</dt><dd><code>{origin}</code></dd></div>
              <div class="fact"><dt>{w.covers}</dt><dd>{w.events(number(Number(size)))}</dd></div>
              <div class="fact"><dt>{w.root}</dt><dd><code class="wrap">{root}</code></dd></div>
            </dl>
          )}
          <p class="small muted">{w.verify}</p>
          {missing > 0 && <p class="no-print"><button type="button" class="button" disabled={busy} onClick={() => void sign()}>{w.sign}</button></p>}
          <p class="small no-print">{w.others}: <a href={`/nhat-ky${query({ object: code, action: 'dossier_read' })}`}>{w.read}</a> · <a href={`/nhat-ky${query({ object: code, refused: 'true' })}`}>{w.refused}</a></p>
        </>
      )}
    </section>
  );
}

function Acts({ events, names, people }: { events: TimelineEvent[]; names: Names; people: ReadonlyMap<string, Person> }) {
  const w = auditWords.value;
  const [peopleOnly, setPeopleOnly] = useState(false);
  const known = new Map<string, string>();
  return (
    <>
      <label class="choice no-print"><input type="checkbox" checked={peopleOnly} onChange={(event) => setPeopleOnly(event.currentTarget.checked)} />{w.peopleOnly}</label>
      <div class="scroll">
        <table class="cards acts">
          <caption class="visually-hidden">{w.timeline}</caption>
          <thead><tr><th scope="col" class="n">{w.seq}</th><th scope="col">{w.when}</th><th scope="col">{w.who}</th><th scope="col">{w.role}</th><th scope="col">{w.what}</th><th scope="col">{w.said}</th></tr></thead>
          <tbody>
            {events.map((one) => {
              const changes = changesOf(one, names, known);
              for (const [name, value] of valuesOf(one)) known.set(name, value);
              if (peopleOnly && one.actor.person.startsWith('system:')) return null;
              return (
                <tr key={one.seq}>
                  <td class="n" data-label={w.seq}>{number(one.seq)}</td>
                  <td data-label={w.when}>
                    <time dateTime={one.at} class="nowrap">{moment(one.at)}</time>
                    {one.recorded_at.slice(0, 16) > one.at.slice(0, 16) && <><br /><span class="small muted">{w.entered(moment(one.recorded_at))}</span></>}
                  </td>
                  <td data-label={w.who}><Actor event={one} /></td>
                  <td data-label={w.role}><Role event={one} people={people} /></td>
                  <td data-label={w.what}>{one.type_name}{one.deadline_name && <>: {one.deadline_name}</>}</td>
                  <td data-label={w.said}>
                    <Changes changes={changes} />
                    <Said event={one} />
                    <details class="small no-print"><summary>{w.whole}</summary><pre class="small">{JSON.stringify({ actor: one.actor, ...(one.data as object), ...(one.personal ?? {}) }, null, 1)}</pre></details>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The roles that were held on the day of the act, by whoever acted or was stood in for. */
function Role({ event, people }: { event: TimelineEvent; people: ReadonlyMap<string, Person> }) {
  const w = auditWords.value;
  const person = inWhoseRight(event);
  if (!isOfOffice(person)) return null;
  const day = event.at.slice(0, 10);
  const held = (people.get(person)?.roles ?? []).filter((one) => one.from <= day && (!one.to || day <= one.to));
  return (
    <>
      {held.length === 0 ? <span class="muted">{w.noRole}</span> : held.map((one) => <span key={`${one.role} ${one.unit}`} class="held">{one.role_name}<br /><span class="small muted">{one.unit_name}</span></span>)}
      {event.actor.for && <span class="small held">({w.standsFor(nameOf(event.actor.for))})</span>}
    </>
  );
}

interface Charge { from: string; minutes: number; person?: string; role?: string; unit?: string; step?: string; applicant?: boolean }

function Hands({ events, names }: { events: TimelineEvent[]; names: Names }) {
  const w = auditWords.value;
  const stretches = events.filter((one) => (one.data as { charge?: Charge }).charge).map((one) => ({ seq: one.seq, until: one.at, step: one.from_name, charge: (one.data as unknown as { charge: Charge }).charge }));
  if (stretches.length === 0) return <p class="muted">{w.noHands}</p>;
  const who = (charge: Charge) => (charge.applicant ? w.applicantsTime : [charge.person && nameOf(charge.person), names.get(charge.role ?? '') ?? charge.role, names.get(charge.unit ?? '') ?? charge.unit].filter(Boolean).join(', '));
  return (
    <div class="scroll">
      <table class="cards">
        <caption class="visually-hidden">{w.hands}</caption>
        <thead><tr><th scope="col">{w.holder}</th><th scope="col">{w.step}</th><th scope="col">{w.from}</th><th scope="col">{w.until}</th><th scope="col">{w.time}</th></tr></thead>
        <tbody>
          {stretches.map((one) => (
            <tr key={one.seq}>
              <td data-label={w.holder}>{who(one.charge)}</td>
              <td data-label={w.step}>{one.step ?? one.charge.step}</td>
              <td data-label={w.from}><span class="nowrap">{moment(one.charge.from)}</span></td>
              <td data-label={w.until}><span class="nowrap">{moment(one.until)}</span></td>
              <td data-label={w.time}>{workingTime(one.charge.minutes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Files({ at, files }: { at: string; files: File[] }) {
  const w = auditWords.value;
  if (files.length === 0) return <p class="muted">{w.noFiles}</p>;
  return (
    <div class="scroll">
      <table class="cards">
        <caption class="visually-hidden">{w.files}</caption>
        <thead><tr><th scope="col" class="n">{w.seq}</th><th scope="col">{w.file}</th><th scope="col">{w.added}</th><th scope="col">{w.digest}</th></tr></thead>
        <tbody>
          {files.map((one) => (
            <tr key={one.file}>
              <td class="n" data-label={w.seq}>{number(one.file)}</td>
              <td data-label={w.file}>{one.digest ? <a href={`${at}/files/${one.file}`} download={one.name ?? ''}>{one.name}</a> : one.name}{one.replaced_by && <><br /><span class="small muted">{w.replaced(number(one.replaced_by))}</span></>}</td>
              <td data-label={w.added}>{nameOf(one.added_by)}<br /><span class="small muted nowrap">{moment(one.added_at)}</span></td>
              <td data-label={w.digest}>{one.digest ? <code class="small wrap">{one.digest}</code> : w.erased}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Papers({ dossier, papers }: { dossier: string; papers: PrintedPaper[] }) {
  const w = auditWords.value;
  if (papers.length === 0) return <p class="muted">{w.noPapers}</p>;
  return (
    <div class="scroll">
      <table class="cards">
        <caption class="visually-hidden">{w.papers}</caption>
        <thead><tr><th scope="col">{w.paper}</th><th scope="col">{w.print}</th><th scope="col">{w.issued}</th><th scope="col">{w.digest}</th></tr></thead>
        <tbody>
          {papers.map((one) => (
            <tr key={one.paper}>
              <td data-label={w.paper}>{one.digest ? <a href={`/giay/${encodeURIComponent(dossier)}/${one.paper}`} target="_blank" rel="noopener">{one.form_name} {one.number}/{one.year}</a> : <>{one.form_name} {one.number}/{one.year}</>}</td>
              <td data-label={w.print}>{w.printOf(one.print)}{one.reason && <><br /><span class="small muted">{words.value.printing.reasons[one.reason] ?? one.reason}</span></>}</td>
              <td data-label={w.issued}>{nameOf(one.issued_by)}<br /><span class="small muted nowrap">{moment(one.issued_at)}</span></td>
              <td data-label={w.digest}>{one.digest ? <code class="small wrap">{one.digest}</code> : w.erased}{one.pdf_digest && <><br /><span class="small muted">{w.pdf}:</span> <code class="small wrap">{one.pdf_digest}</code></>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
