// The calendar of a year: days off, worked Saturdays, days nobody has decided yet; and what another calendar would move.
import { useState } from 'preact/hooks';
import { get, newKey, post, Problem } from '../api/client';
import type { Law } from '../api/types';
import { notify } from '../app/notices';
import { place, withQuery } from '../app/router';
import { permissions, roles, today } from '../app/session';
import { Dialog } from '../parts/dialog';
import { LongField, RadioField, SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { words } from '../words';
import { date, moment, number, weekday } from '../words/format';
import { lawWords } from '../words/law';
import '../style/calendar.css';

interface Day { date: string; kind: string; work: boolean; name?: string; notice?: string }
interface Text { years: { year: number; notified: boolean }[]; days: Day[]; hours: { from: string; spans: { from_minute: number; to_minute: number }[] }[] }
interface Loaded { text: Text; law: Law }

async function read(signal: AbortSignal): Promise<Loaded> {
  const [version, law] = await Promise.all([get<{ text: Text }>('/api/v1/law/versions/calendar', signal), get<Law>('/api/v1/law', signal)]);
  return { text: version.text, law };
}

export default function CalendarScreen() {
  const w = lawWords.value;
  const { data, problem, again } = useLoad('calendar', read);
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={12} />;
  const year = Number(place.value.query.get('year')) || Number(today().slice(0, 4));
  const known = data.text.years.find((one) => one.year === year);
  const days = data.text.days.filter((one) => one.date.startsWith(`${year}-`));
  const waiting = data.law.proposals.find((one) => one.kind === 'calendar');
  return (
    <>
      <div class="heading">
        <h1>{w.calendar} {year}</h1>
        <nav aria-label={w.year} class="row">
          <a class="button" href={withQuery({ year: String(year - 1) })}>{w.previous}</a>
          <a class="button" href={withQuery({ year: String(year + 1) })}>{w.next}</a>
        </nav>
      </div>
      <p class="muted">{w.calendarIntro}</p>
      {!known && <Empty title={w.noYear}><p class="muted">{w.noYearWhy}</p></Empty>}
      {known && (
        <>
          <p class="row">
            <span class={`shape ${known.notified ? 'on_track' : 'due_soon'}`}>{known.notified ? w.notified : w.provisionalYear}</span>
            {data.text.hours.slice(-1).map((one) => (
              <span key={one.from} class="muted">{w.hours}: {one.spans.map((span) => `${clock(span.from_minute)}\u2013${clock(span.to_minute)}`).join(', ')} ({w.hoursFrom(date(one.from))})</span>
            ))}
          </p>
          <Legend />
          <div class="year">{Array.from({ length: 12 }, (_, index) => <Month key={index} year={year} month={index} days={days} />)}</div>
          <Notices days={days} />
        </>
      )}
      {waiting && <Waiting hash={waiting.hash} onDone={again} />}
      {permissions.value.has('law') && <Change year={year} onDone={again} />}
    </>
  );
}

const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const shown = ['statutory', 'in_lieu', 'swap_off', 'swap_work', 'undecided'];

function Legend() {
  const w = lawWords.value;
  return (
    <ul class="legend" aria-label={w.legend}>
      {shown.map((kind) => <li key={kind}><span class={`cell ${kind}`} aria-hidden="true">{w.marks[kind]}</span> {w.dayKinds[kind]}</li>)}
      <li><span class="cell weekend" aria-hidden="true">7</span> {w.dayKinds.weekend}</li>
    </ul>
  );
}

function Month({ year, month, days }: { year: number; month: number; days: Day[] }) {
  const w = lawWords.value;
  const first = new Date(Date.UTC(year, month, 1));
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const before = (first.getUTCDay() + 6) % 7;
  const cells = [...Array.from({ length: before }, () => 0), ...Array.from({ length }, (_, index) => index + 1)];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, index) => cells.slice(index * 7, index * 7 + 7));
  const now = today();
  return (
    <table class="month">
      <caption>{w.months.split(',')[month]}</caption>
      <thead><tr>{w.weekdays.split(',').map((one) => <th key={one} scope="col">{one}</th>)}</tr></thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={index}>
            {Array.from({ length: 7 }, (_, column) => {
              const day = week[column] ?? 0;
              if (day === 0) return <td key={column}></td>;
              const at = `${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
              const special = days.find((one) => one.date === at);
              const kind = special?.kind ?? (column > 4 ? 'weekend' : 'ordinary');
              return (
                <td key={column} class={`cell ${kind}${at === now ? ' now' : ''}`} aria-current={at === now ? 'date' : undefined}>
                  {day}
                  {special && <><b aria-hidden="true">{w.marks[kind]}</b><span class="visually-hidden"> {w.dayKinds[kind]}: {special.name}</span></>}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Notices({ days }: { days: Day[] }) {
  const w = lawWords.value;
  return (
    <div class="scroll">
      <table class="cards">
        <caption class="pad"><h2>{w.days} ({number(days.length)})</h2></caption>
        <thead><tr><th scope="col">{w.date}</th><th scope="col">{w.kind}</th><th scope="col">{w.name}</th><th scope="col">{w.notice}</th></tr></thead>
        <tbody>
          {[...days].sort((one, other) => (one.date < other.date ? -1 : 1)).map((one) => (
            <tr key={`${one.date} ${one.kind}`}>
              <td class="nowrap"><strong>{date(one.date)}</strong> <span class="small muted">{weekday(one.date)}</span></td>
              <td data-label={w.kind}><span class={`cell inline ${one.kind}`} aria-hidden="true">{w.marks[one.kind]}</span> {w.dayKinds[one.kind] ?? one.kind}</td>
              <td data-label={w.name} lang="vi">{one.name}</td>
              <td data-label={w.notice} class="small" lang="vi">{one.notice}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Moved { id: string; code: string; procedure: { name: string }; applicant: string; change: string; appointment: { from: string | null; to: string | null } }
interface Effects { state: string; notice: string; count: number; dossiers: Moved[] }

function MovedList({ effects }: { effects: Effects }) {
  const w = lawWords.value;
  if (effects.count === 0) return <p role="status">{w.movesNone}</p>;
  return (
    <div class="scroll">
      <table class="cards">
        <caption class="pad"><h3>{w.moves(number(effects.count))}</h3></caption>
        <thead><tr><th scope="col">{w.dossier}</th><th scope="col">{w.applicant}</th><th scope="col">{w.oldDate}</th><th scope="col">{w.newDate}</th></tr></thead>
        <tbody>
          {effects.dossiers.map((one) => (
            <tr key={one.id}>
              <td><a class="code" href={`/ho-so/${encodeURIComponent(one.code || one.id)}`}>{one.code || one.id.slice(0, 10)}</a> <span class="small muted">{one.procedure.name}</span></td>
              <td data-label={w.applicant}>{one.applicant}</td>
              <td data-label={w.oldDate}>{one.appointment.from ? moment(one.appointment.from) : '\u2013'}</td>
              <td data-label={w.newDate}><strong>{one.appointment.to ? moment(one.appointment.to) : '\u2013'}</strong> <span class="flag">{w.changesOf[one.change] ?? one.change}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Adopted by a head, who chooses for the open dossiers. */
function Waiting({ hash, onDone }: { hash: string; onDone: () => void }) {
  const w = lawWords.value;
  const { data, problem, again } = useLoad(`preview ${hash}`, () => post<Effects>('/api/v1/calendar/preview', {}));
  const [applying, setApplying] = useState(false);
  const may = roles.value.has('leader');
  return (
    <section class="panel" aria-labelledby="calendar-waiting">
      <h2 id="calendar-waiting">{w.calendarWaiting}: {data?.notice ?? <code>{hash.slice(0, 12)}</code>}</h2>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={3} />}
      {data && <MovedList effects={data} />}
      <p class="row">
        <a class="button" href={`/quan-tri/thu-tuc/${hash}?tab=changes`}>{w.sees}</a>
        {may && <button type="button" class="button primary" onClick={() => setApplying(true)}>{w.apply}</button>}
      </p>
      {applying && <ApplyDialog onClose={() => setApplying(false)} onDone={() => { setApplying(false); onDone(); }} />}
    </section>
  );
}

function ApplyDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const w = lawWords.value;
  const [key] = useState(newKey);
  const [choice, setChoice] = useState('move');
  const [problem, setProblem] = useState<Problem | null>(null);
  const apply = async () => {
    try {
      const { moved } = await post<{ moved: number }>('/api/v1/calendar/notices', { choice }, { key });
      notify(w.applied(moved));
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <Dialog title={w.applyTitle} onClose={onClose} onSubmit={() => void apply()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary">{w.approve} <kbd>Ctrl+Enter</kbd></button></>}>
      {problem && <Wrong problem={problem} />}
      <RadioField id="calendar-choice" label={w.choice} value={choice} onChange={setChoice} choices={Object.entries(w.choices).map(([value, label]) => ({ value, label }))} />
      <p class="small muted">{w.approveText}</p>
    </Dialog>
  );
}

interface Said { date: string; kind: 'off' | 'work'; name: string }

function Change({ year, onDone }: { year: number; onDone: () => void }) {
  const w = lawWords.value;
  const [key, setKey] = useState(newKey);
  const [days, setDays] = useState<Said[]>([]);
  const [notice, setNotice] = useState('');
  const [effects, setEffects] = useState<Effects | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const body = () => ({
    notice,
    ...Object.fromEntries((['off', 'work'] as const).map((kind) => [kind, days.filter((one) => one.kind === kind && one.date).map((one) => ({ date: one.date, ...(one.name ? { name: one.name } : {}) }))])),
  });
  const put = (at: number, change: Partial<Said>) => {
    setDays(days.map((one, index) => (index === at ? { ...one, ...change } : one)));
    setEffects(null);
  };
  const ask = async (address: string) => {
    setProblem(null);
    try {
      setEffects(await post<Effects>(address, body(), { key }));
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      return false;
    }
  };
  const propose = async () => {
    if (!(await ask('/api/v1/calendar/proposals'))) return;
    notify(w.calendarProposed);
    setDays([]);
    setNotice('');
    setEffects(null);
    setKey(newKey());
    onDone();
  };
  const isWhole = days.some((one) => one.date !== '') && notice.trim() !== '';
  return (
    <form class="panel" aria-labelledby="change" noValidate onSubmit={(event) => { event.preventDefault(); void ask('/api/v1/calendar/preview'); }}>
      <h2 id="change">{w.change}</h2>
      <p class="muted small">{w.changeText}</p>
      {problem && <Wrong problem={problem} />}
      <LongField id="notice" label={w.notice} required value={notice} onChange={setNotice} maxLength={300} />
      {days.map((one, index) => (
        <div key={index} class="filter day-row">
          <TextField id={`day-${index}`} label={w.date} type="date" value={one.date} onChange={(value) => put(index, { date: value })} />
          <SelectField id={`day-kind-${index}`} label={w.kind} value={one.kind} onChange={(kind) => put(index, { kind: kind as Said['kind'] })} choices={[{ value: 'off', label: w.off }, { value: 'work', label: w.work }]} />
          <TextField id={`day-name-${index}`} label={w.dayName} value={one.name} onChange={(name) => put(index, { name })} />
          <button type="button" class="button" aria-label={w.removeDay(one.date ? date(one.date) : String(index + 1))} onClick={() => setDays(days.filter((_, other) => other !== index))}>&times;</button>
        </div>
      ))}
      <div class="row">
        <button type="button" class="button" onClick={() => setDays([...days, { date: `${year}-01-01`, kind: 'off', name: '' }])}>{w.addDay}</button>
        <button type="submit" class="button" disabled={!isWhole}>{w.preview}</button>
        <button type="button" class="button primary" disabled={!isWhole || !effects} onClick={() => void propose()}>{w.propose}</button>
      </div>
      {effects && <MovedList effects={effects} />}
    </form>
  );
}
