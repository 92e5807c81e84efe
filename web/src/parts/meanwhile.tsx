// Somebody else was faster: what he did, and what stands now where something else stood when the form was opened.
import { get } from '../api/client';
import type { Dossier, TimelineEvent } from '../api/types';
import { nameOf } from '../app/session';
import { words } from '../words';
import type { Paper } from './papers';
import { Timeline } from './timeline';

export interface Since { former: Dossier; now: Dossier; events: TimelineEvent[] }

/** What happened to a dossier after it was looked at. */
export async function since(former: Dossier): Promise<Since> {
  const at = `/api/v1/dossiers/${former.id}`;
  const [now, { items }] = await Promise.all([get<Dossier>(at), get<{ items: TimelineEvent[] }>(`${at}/timeline`)]);
  return { former, now, events: items.filter((one) => one.seq > former.as_of.seq) };
}

/** What stands now where something else stood when the form was opened; what was typed is still in the fields below. */
export function Meanwhile({ since: { former, now, events } }: { since: Since }) {
  const w = words.value.compare;
  const d = words.value.dossier;
  const holder = (one: Dossier) => (one.holder.person ? nameOf(one.holder.person) : (one.holder.role_name ?? ''));
  const papers = (one: Dossier) => (one.documents as unknown as Paper[]).filter((paper) => paper.mark !== 'unchecked').map((paper) => `${paper.name}: ${paper.mark_name ?? ''}`).join('; ');
  const rows = ([
    [d.step, (one) => one.step.name],
    [d.holder, holder],
    [d.appointment, (one) => one.dates.appointment_text],
    [d.legalDue, (one) => one.dates.legal_due?.text],
    [d.applicant, (one) => one.people?.applicant],
    [d.applicant_address, (one) => one.people?.applicant_address],
    [d.applicant_phone, (one) => one.people?.applicant_phone],
    [d.project, (one) => one.people?.project],
    [d.title, (one) => one.people?.title],
    [d.documents, papers],
  ] as [string, (one: Dossier) => string | undefined][]).map(([label, of]) => ({ label, before: of(former) ?? '', after: of(now) ?? '' }));
  const changed = rows.filter((one) => one.before !== one.after);
  return (
    <section class="note stack" role="alert">
      <h3>{w.changed}</h3>
      <p>{w.kept}</p>
      {changed.length > 0 && (
        <table>
          <caption class="visually-hidden">{w.changed}</caption>
          <thead><tr><th scope="col">{w.field}</th><th scope="col">{w.before}</th><th scope="col">{w.theirs}</th></tr></thead>
          <tbody>{changed.map((one) => <tr key={one.label}><th scope="row" class="name">{one.label}</th><td>{one.before}</td><td><strong>{one.after}</strong></td></tr>)}</tbody>
        </table>
      )}
      <Timeline events={events} />
    </section>
  );
}
