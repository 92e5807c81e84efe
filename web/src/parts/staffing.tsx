// Who is away and who stands in: one form for the head on the same morning and for the administrator.
import { useState } from 'preact/hooks';
import { get, post, Problem } from '../api/client';
import type { Person } from '../api/types';
import { notify } from '../app/notices';
import { colleagues, nameOf, today } from '../app/session';
import { words } from '../words';
import { compare, date } from '../words/format';
import { staffWords } from '../words/staff';
import { Dialog } from './dialog';
import { type Choice, ErrorSummary, type FieldWrong, SelectField, TextField } from './form';
import { Wrong } from './load';

/** Everybody who may stand in, the same unit first. */
function candidates(person: Person): Choice[] {
  const units = new Set(person.roles.map((one) => one.unit));
  const near = (id: string) => (colleagues.value.get(id)?.roles.some((one) => units.has(one.unit)) ? 0 : 1);
  return [...colleagues.value.values()]
    .filter((one) => one.person !== person.person && !one.absent && one.roles.length > 0 && !one.roles.some((held) => held.role === 'admin' || held.role === 'auditor'))
    .sort((one, other) => near(one.person) - near(other.person) || compare(one.name, other.name))
    .map((one) => ({ value: one.person, label: nameOf(one.person) }));
}

export function AppointDialog({ person, onClose, onDone }: { person: Person; onClose: () => void; onDone: () => void }) {
  const w = staffWords.value;
  const [from, setFrom] = useState(today());
  const [to, setTo] = useState(today());
  const [substitute, setSubstitute] = useState('');
  const [isAway, setAway] = useState(true);
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  const go = async () => {
    const missing: FieldWrong[] = [];
    if (!from) missing.push({ id: 'appoint-from', label: w.from, message: words.value.form.missing });
    if (!to) missing.push({ id: 'appoint-to', label: w.to, message: words.value.form.missing });
    if (!isAway && !substitute) missing.push({ id: 'appoint-substitute', label: w.substitute, message: words.value.form.choose });
    setWrongs(missing);
    setTurn((count) => count + 1);
    if (missing.length > 0) return;
    try {
      if (isAway) await post(`/api/v1/people/${person.person}/absences`, { from, to, ...(substitute ? { substitute } : {}) });
      else await post('/api/v1/substitutions', { person: person.person, substitute, from, to });
      notify(w.saved);
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <Dialog title={w.appointTitle(person.name)} onClose={onClose} onSubmit={() => void go()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary">{w.go} <kbd>Ctrl+Enter</kbd></button></>}>
      <ErrorSummary wrongs={wrongs} turn={turn} />
      {problem && <Wrong problem={problem} />}
      <SelectField id="appoint-substitute" label={w.substitute} value={substitute} onChange={setSubstitute} empty={isAway ? w.nobody : w.choose} choices={candidates(person)} wrong={wrong('appoint-substitute')} />
      <div class="columns">
        <TextField id="appoint-from" label={w.from} type="date" required value={from} onChange={setFrom} wrong={wrong('appoint-from')} />
        <TextField id="appoint-to" label={w.to} type="date" required value={to} onChange={setTo} wrong={wrong('appoint-to')} />
      </div>
      <div>
        <label class="choice">
          <input type="checkbox" checked={isAway} aria-describedby="appoint-away-hint" onChange={(event) => setAway(event.currentTarget.checked)} />
          {w.isAway}
        </label>
        <p class="hint small muted" id="appoint-away-hint">{w.isAwayHint}</p>
      </div>
    </Dialog>
  );
}

/** Absences that are not over and who stands in, each with a way to end it. */
export function Away({ person, onDone, may }: { person: Person; onDone: () => void; may: boolean }) {
  const w = staffWords.value;
  const back = async (from: string) => {
    try {
      await post(`/api/v1/people/${person.person}/absences/${from}/end`, {});
      notify(w.absenceEnded);
      onDone();
    } catch (error) {
      if (error instanceof Problem) notify(error.detail || error.title, { wrong: true });
    }
  };
  const stop = async (number: number) => {
    try {
      await post(`/api/v1/substitutions/${number}/end`, {});
      notify(w.stopped);
      onDone();
    } catch (error) {
      if (error instanceof Problem) notify(error.detail || error.title, { wrong: true });
    }
  };
  return (
    <>
      {person.absences.map((one) => (
        <div key={one.from} class="row">
          <span class={person.absent && one.from <= today() ? 'shape due_today' : ''}>{w.period(date(one.from), date(one.to))}</span>
          {may && <button type="button" class="button plain small" onClick={() => void back(one.from)} aria-label={`${w.returnNow}: ${person.name}`}>{w.returnNow}</button>}
        </div>
      ))}
      {person.substitutes.map((one) => (
        <div key={one.substitution} class="row">
          <span>{'\u2192'} {one.substitute_name || one.substitute} <span class="small muted">{w.period(date(one.from), date(one.to))}</span></span>
          {may && <button type="button" class="button plain small" onClick={() => void stop(one.substitution)} aria-label={`${w.stop}: ${person.name}, ${one.substitute_name}`}>{w.stop}</button>}
        </div>
      ))}
    </>
  );
}

/** All people, and afterwards whatever names are shown elsewhere. */
export async function readPeople(signal?: AbortSignal): Promise<Person[]> {
  const { items } = await get<{ items: Person[] }>('/api/v1/people', signal);
  return items.sort((one, other) => compare(one.name || one.person, other.name || other.person));
}
