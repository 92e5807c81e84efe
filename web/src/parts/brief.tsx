// One dossier beside the list that it was opened from: who, what, both clocks, its files; and what may be done with it.
import type { ComponentChildren } from 'preact';
import { get } from '../api/client';
import type { Action, Dossier, File } from '../api/types';
import { go, place } from '../app/router';
import { words } from '../words';
import { Clock } from './clock';
import { type Loaded, Skeleton, useLoad, Wrong } from './load';

export interface Looked {
  dossier: Dossier;
  actions: Action[];
  version: number;
  files: File[];
}

export function useLooked(code: string): Loaded<Looked> {
  const at = `/api/v1/dossiers/${encodeURIComponent(code)}`;
  return useLoad(at, async (abort) => {
    const [dossier, offered, files] = await Promise.all([
      get<Dossier>(at, abort),
      get<{ actions: Action[]; version: number }>(`${at}/actions`, abort),
      get<{ items: File[] }>(`${at}/files`, abort),
    ]);
    return { dossier, actions: offered.actions, version: offered.version, files: files.items.filter((one) => one.replaced_by === null) };
  });
}

/** Which dossier is open beside the list stands in the address; the page of the list stays. */
export function opened(): string {
  return place.value.query.get('mo') ?? '';
}

export function open(code: string | null): void {
  const query = new URLSearchParams(place.value.query);
  if (code) query.set('mo', code);
  else query.delete('mo');
  const text = query.toString();
  go(place.value.path + (text === '' ? '' : `?${text}`), 'replace');
}

/** The list, and at its right what is open; on a phone what is open takes the list's place. */
export function Beside({ list, panel }: { list: ComponentChildren; panel: ComponentChildren }) {
  return (
    <div class={`beside${panel ? ' is-open takes-over' : ''}`}>
      <div class="stack">{list}</div>
      {panel && <div class="stack">{panel}</div>}
    </div>
  );
}

export function Panel({ looked, children }: { looked: Loaded<Looked>; children: (data: Looked) => ComponentChildren }) {
  const w = words.value;
  return (
    <section class="panel" aria-labelledby="brief-heading">
      <p class="row small"><button type="button" class="button small" onClick={() => open(null)}>{w.dossier.back} <kbd>Esc</kbd></button></p>
      {looked.problem && <Wrong problem={looked.problem} again={looked.again} />}
      {!looked.data && !looked.problem && <Skeleton rows={6} />}
      {looked.data && <Brief looked={looked.data} />}
      {looked.data && children(looked.data)}
    </section>
  );
}

function Brief({ looked }: { looked: Looked }) {
  const w = words.value.dossier;
  const { dossier, files } = looked;
  const code = dossier.code ?? words.value.inbox.noCode;
  // After a new appointment the clock still runs against the law's date: that one is shown.
  const moved = dossier.dates.legal_due != null && dossier.dates.legal_due.due !== dossier.dates.appointment;
  return (
    <>
      <h2 id="brief-heading" tabIndex={-1}><a class="code" href={`/ho-so/${encodeURIComponent(dossier.code ?? dossier.id)}`}>{code}</a></h2>
      <p><strong>{dossier.people?.applicant}</strong><br />{dossier.procedure.name}</p>
      {dossier.people?.title && dossier.people.title !== dossier.people.applicant && <p class="small">{dossier.people.title}</p>}
      <div class="clocks">
        <Clock label={w.stepClock} due={{ at: dossier.step.due_at, timeliness: dossier.step.timeliness ?? 'no_date', timeliness_name: dossier.step.timeliness_name, left_text: dossier.step.left_text, working_minutes_left: dossier.step.working_minutes_left }} />
        <Clock label={moved ? w.legalDue : w.dossierClock} due={{ at: moved ? dossier.dates.legal_due?.due : dossier.dates.appointment, timeliness: dossier.timeliness, timeliness_name: dossier.timeliness_name, left_text: dossier.left_text, working_minutes_left: dossier.working_minutes_left }} />
      </div>
      {files.length > 0 && (
        <details>
          <summary>{w.files} ({files.length})</summary>
          <ul class="plain-list small">{files.map((one) => <li key={one.file}><a href={`/api/v1/dossiers/${dossier.id}/files/${one.file}`} download={one.name ?? ''}>{one.name}</a></li>)}</ul>
        </details>
      )}
    </>
  );
}
