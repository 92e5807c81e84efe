// What happened, newest first: a title, the time, the real person, and what was said.
import type { TimelineEvent } from '../api/types';
import { nameOf } from '../app/session';
import { words } from '../words';
import { fullMoment, moment } from '../words/format';

const moves = new Set(['advanced', 'received', 'finished', 'closed', 'returned', 'submitted']);
const warnings = new Set(['deadline_fired', 'warned', 'breached', 'reminded']);

export function Timeline({ events }: { events: TimelineEvent[] }) {
  return (
    <ol class="timeline">
      {events.map((event) => (
        <li key={event.seq} class={event.to_name || moves.has(event.type) ? 'moved' : warnings.has(event.type) ? 'warned' : ''}>
          <strong>{event.type_name}</strong>
          {event.deadline_name && <>: {event.deadline_name}</>}
          {event.to_name && <> {'\u2192'} {event.to_name}</>}
          <br />
          <time dateTime={event.at}>{fullMoment(event.at)}</time> <span class="muted">· <Actor event={event} /></span>
          {event.late_entry && <> <span class="shape paused">{words.value.dossier.lateEntry}</span></>}
          {event.recorded_at.slice(0, 16) > event.at.slice(0, 16) && <span class="small muted"> ({words.value.journal.when.toLowerCase()} {moment(event.recorded_at)})</span>}
          <Said event={event} />
        </li>
      ))}
    </ol>
  );
}

export function Actor({ event }: { event: TimelineEvent }) {
  const w = words.value.dossier;
  const { person, for: absent } = event.actor;
  return (
    <>
      {person.startsWith('system:') ? w.system : nameOf(person)}
      {absent && ` (${w.standsIn(nameOf(absent))})`}
    </>
  );
}

/** The words that somebody wrote with it. */
export function Said({ event }: { event: TimelineEvent }) {
  const personal = (event.personal ?? {}) as Record<string, unknown>;
  const texts = Object.entries(personal).filter(([key, value]) => typeof value === 'string' && /^(reason|text|note|comment|answer)/.test(key));
  if (texts.length === 0) return null;
  return <>{texts.map(([key, value]) => <blockquote key={key}>{String(value)}</blockquote>)}</>;
}
