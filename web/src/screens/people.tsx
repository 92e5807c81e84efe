// The administrator's people: who belongs to the office, in which roles and until when, how each gets in, and how one leaves.
import { useState } from 'preact/hooks';
import { get, newKey, post, Problem, query } from '../api/client';
import type { Person } from '../api/types';
import { notify } from '../app/notices';
import { go, place, withQuery } from '../app/router';
import { loadSession, me, permissions, today } from '../app/session';
import { folded } from '../parts/combo';
import { Chips } from '../parts/chips';
import { Dialog } from '../parts/dialog';
import { ErrorSummary, type FieldWrong, SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { AppointDialog, Away, readPeople } from '../parts/staffing';
import { words } from '../words';
import { date, number } from '../words/format';
import { staffWords } from '../words/staff';

interface Named { unit?: string; role?: string; name: string; is_outside: boolean }
interface Office { people: Person[]; units: Named[]; roles: Named[] }

async function readOffice(signal: AbortSignal): Promise<Office> {
  const [people, units, roles] = await Promise.all([
    readPeople(signal),
    get<{ items: Named[] }>('/api/v1/units', signal),
    get<{ items: Named[] }>('/api/v1/roles', signal),
  ]);
  return { people, units: units.items.filter((one) => !one.is_outside), roles: roles.items.filter((one) => !one.is_outside) };
}

export default function PeopleScreen() {
  const { data, problem, again } = useLoad('office', readOffice);
  const person = place.value.query.get('person');
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={12} />;
  const done = () => {
    again();
    void loadSession();
  };
  return person ? <One key={person} id={person} office={data} onDone={done} /> : <List office={data} onDone={done} />;
}

function List({ office, onDone }: { office: Office; onDone: () => void }) {
  const w = staffWords.value;
  const said = place.value.query;
  const [adding, setAdding] = useState(false);
  const wanted = folded(said.get('q') ?? '').split(/\s+/).filter(Boolean);
  const unit = said.get('unit') ?? '';
  const role = said.get('role') ?? '';
  const rows = office.people.filter(
    (one) =>
      wanted.every((word) => folded(`${one.name} ${one.person}`).includes(word)) &&
      (unit === '' || one.roles.some((held) => held.unit === unit)) &&
      (role === '' || one.roles.some((held) => held.role === role)) &&
      (one.roles.length > 0 || said.get('gone') === 'true'),
  );
  const chips = [
    ...(unit ? [{ name: 'unit', label: w.unit, value: office.units.find((one) => one.unit === unit)?.name ?? unit }] : []),
    ...(role ? [{ name: 'role', label: w.role, value: office.roles.find((one) => one.role === role)?.name ?? role }] : []),
  ];
  const may = permissions.value.has('administer');
  return (
    <>
      <div class="heading">
        <h1>{w.list} <span class="muted small">({number(rows.length)})</span></h1>
        {may && <button type="button" class="button primary" onClick={() => setAdding(true)}>{w.add}</button>}
      </div>
      <div class="panel filter">
        <TextField id="people-q" label={w.find} value={said.get('q') ?? ''} onChange={(q) => go(withQuery({ q }), 'replace')} />
        <SelectField id="people-unit" label={w.unit} value={unit} onChange={(value) => go(withQuery({ unit: value }))} empty={w.everyUnit} choices={office.units.map((one) => ({ value: one.unit ?? '', label: one.name }))} />
        <SelectField id="people-role" label={w.role} value={role} onChange={(value) => go(withQuery({ role: value }))} empty={w.everyRole} choices={office.roles.map((one) => ({ value: one.role ?? '', label: one.name }))} />
        <label class="choice">
          <input type="checkbox" checked={said.get('gone') === 'true'} onChange={(event) => go(withQuery({ gone: event.currentTarget.checked ? 'true' : null }))} />
          {w.gone}
        </label>
      </div>
      <Chips chips={chips} />
      {rows.length === 0 && <Empty title={w.empty}><p class="muted">{w.emptyWhy}</p></Empty>}
      {rows.length > 0 && (
        <div class="scroll">
          <table class="cards">
            <caption class="visually-hidden">{w.list}</caption>
            <thead><tr><th scope="col">{w.name}</th><th scope="col">{w.roles}</th><th scope="col">{w.account}</th><th scope="col">{w.away}, {w.standsIn.toLowerCase()}</th></tr></thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.person}>
                  <td><a href={`/quan-tri/nguoi-dung${query({ person: one.person })}`}>{one.name || one.person}</a> <span class="small muted">{one.person}</span></td>
                  <td data-label={w.roles}><Roles person={one} /></td>
                  <td data-label={w.account}>{one.account ? (w.accounts[one.account] ?? one.account) : ''}</td>
                  <td data-label={w.away}><Away person={one} onDone={onDone} may={false} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && <AddDialog office={office} onClose={() => setAdding(false)} onDone={onDone} />}
    </>
  );
}

function Roles({ person }: { person: Person }) {
  const w = staffWords.value;
  return (
    <ul class="charges">
      {person.roles.map((one) => (
        <li key={`${one.role} ${one.unit} ${one.from}`}>
          {one.role_name}, <span class="small muted">{one.unit_name}{one.from > today() ? `, ${w.later} ${date(one.from)}` : ''}{one.to ? `, ${w.until(date(one.to))}` : ''}</span>
        </li>
      ))}
    </ul>
  );
}

type Open = { what: 'grant' | 'password' | 'departure' | 'appoint' } | { what: 'end'; role: Person['roles'][number] };

function One({ id, office, onDone }: { id: string; office: Office; onDone: () => void }) {
  const w = staffWords.value;
  const path = `/api/v1/people/${encodeURIComponent(id)}`;
  const { data, problem, again } = useLoad(path, (signal) => get<Person>(path, signal));
  const [open, setOpen] = useState<Open | null>(null);
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton />;
  const close = () => setOpen(null);
  const done = () => {
    close();
    again();
    onDone();
  };
  const isMe = id === me.value?.person;
  const may = permissions.value.has('administer') && !isMe;
  const isOver = (to: string | null) => to !== null && to < today();
  return (
    <>
      <p class="small"><a href="/quan-tri/nguoi-dung">{w.back}</a></p>
      <div class="heading">
        <h1>{data.name || data.person}</h1>
        <span class="muted">{data.person} · {w.account}: {data.account ? (w.accounts[data.account] ?? data.account) : '\u2013'}</span>
      </div>
      {isMe && <p class="note">{w.oneself}</p>}
      <section class="panel" aria-labelledby="roles">
        <h2 id="roles">{w.roles}</h2>
        <ul class="papers">
          {data.roles.map((one) => (
            <li key={`${one.role} ${one.unit} ${one.from}`}>
              <span>
                <strong>{one.role_name}</strong>, {one.unit_name} <span class="small muted">{one.to ? w.period(date(one.from), date(one.to)) : w.since(date(one.from))}</span>
                {isOver(one.to) && <span class="flag calm">{w.formerly}</span>}
                {one.from > today() && <span class="flag">{w.later}</span>}
              </span>
              {may && !isOver(one.to) && <button type="button" class="button" onClick={() => setOpen({ what: 'end', role: one })} aria-label={`${w.end}: ${one.role_name}, ${one.unit_name}`}>{w.end}</button>}
            </li>
          ))}
        </ul>
        {may && <div class="row"><button type="button" class="button primary" onClick={() => setOpen({ what: 'grant' })}>{w.grant}</button></div>}
      </section>
      <section class="panel" aria-labelledby="away">
        <h2 id="away">{w.substitutes}</h2>
        {data.absences.length + data.substitutes.length === 0 && <p class="muted">{w.nobodyAway}</p>}
        <Away person={data} onDone={done} may={permissions.value.has('staffing')} />
        <div class="row"><button type="button" class="button" onClick={() => setOpen({ what: 'appoint' })}>{w.appoint}</button></div>
      </section>
      {may && (
        <section class="panel" aria-labelledby="account">
          <h2 id="account">{w.account}</h2>
          <div class="row">
            <button type="button" class="button" onClick={() => setOpen({ what: 'password' })}>{w.password}</button>
            <button type="button" class="button danger" onClick={() => setOpen({ what: 'departure' })}>{w.departure}</button>
          </div>
        </section>
      )}
      {open?.what === 'appoint' && <AppointDialog person={data} onClose={close} onDone={done} />}
      {open?.what === 'grant' && <GrantDialog person={data} office={office} onClose={close} onDone={done} />}
      {open?.what === 'password' && <PasswordDialog person={data} onClose={close} onDone={again} />}
      {open?.what === 'departure' && <LeaveDialog title={w.departureTitle(data.name)} text={w.departureText} label={w.departureGo} path={`${path}/departure`} body={{}} said={w.departed(data.name)} onClose={close} onDone={done} />}
      {open?.what === 'end' && (
        <LeaveDialog title={w.endTitle(open.role.role_name, data.name)} text={w.endText} label={w.end} path={`${path}/roles`} body={{ end: [{ role: open.role.role, unit: open.role.unit }] }} said={w.saved} onClose={close} onDone={done} />
      )}
    </>
  );
}

interface Leaving { title: string; text: string; label: string; path: string; body: object; said: string; onClose: () => void; onDone: () => void }

/** Ends roles; when work is left in the hands, says which. */
function LeaveDialog({ title, text, label, path, body, said, onClose, onDone }: Leaving) {
  const w = staffWords.value;
  const [problem, setProblem] = useState<Problem | null>(null);
  const codes = problem?.code === 'has_open_work' ? (problem.about.dossiers ?? '').split(', ').filter(Boolean) : [];
  const leave = async () => {
    try {
      await post(path, body, { key: newKey() });
      notify(said);
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <Dialog title={title} onClose={onClose} onSubmit={() => void leave()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button danger">{label}</button></>}>
      <p>{text}</p>
      {problem && codes.length === 0 && <Wrong problem={problem} />}
      {codes.length > 0 && (
        <div class="errors" role="alert">
          <h3>{w.openWork(codes.length)}</h3>
          <p class="small">{w.openWorkWhat}</p>
          <ul class="codes">{codes.map((one) => <li key={one} class="code">{one}</li>)}</ul>
          <p><button type="button" class="button" onClick={() => void navigator.clipboard?.writeText(codes.join('\n')).then(() => notify(w.copied, { seconds: 4 }))}>{w.copyList}</button></p>
        </div>
      )}
    </Dialog>
  );
}

function GrantDialog({ person, office, onClose, onDone }: { person: Person; office: Office; onClose: () => void; onDone: () => void }) {
  const w = staffWords.value;
  const [said, setSaid] = useState({ role: '', unit: '', from: today(), to: '' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const give = async () => {
    const missing = missingRole(said);
    setWrongs(missing);
    setTurn((count) => count + 1);
    if (missing.length > 0) return;
    try {
      await post(`/api/v1/people/${person.person}/roles`, { grant: [roleOf(said)] });
      notify(w.saved);
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <Dialog title={w.grantTitle(person.name)} onClose={onClose} onSubmit={() => void give()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary">{w.grant} <kbd>Ctrl+Enter</kbd></button></>}>
      <ErrorSummary wrongs={wrongs} turn={turn} />
      {problem && <Wrong problem={problem} />}
      <RoleFields office={office} said={said} put={setSaid} wrongs={wrongs} />
    </Dialog>
  );
}

interface RoleSaid { role: string; unit: string; from: string; to: string }
const roleOf = ({ role, unit, from, to }: RoleSaid) => ({ role, unit, ...(from ? { from } : {}), ...(to ? { to } : {}) });

function missingRole(said: RoleSaid): FieldWrong[] {
  const w = staffWords.value;
  const all: FieldWrong[] = [];
  if (!said.role) all.push({ id: 'grant-role', label: w.role, message: words.value.form.choose });
  if (!said.unit) all.push({ id: 'grant-unit', label: w.unit, message: words.value.form.choose });
  return all;
}

function RoleFields({ office, said, put, wrongs }: { office: Office; said: RoleSaid; put: (said: RoleSaid) => void; wrongs: FieldWrong[] }) {
  const w = staffWords.value;
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  return (
    <>
      <SelectField id="grant-role" label={w.role} required value={said.role} onChange={(role) => put({ ...said, role })} empty={words.value.form.choose} choices={office.roles.map((one) => ({ value: one.role ?? '', label: one.name }))} wrong={wrong('grant-role')} />
      <SelectField id="grant-unit" label={w.unit} required value={said.unit} onChange={(unit) => put({ ...said, unit })} empty={words.value.form.choose} choices={office.units.map((one) => ({ value: one.unit ?? '', label: one.name }))} wrong={wrong('grant-unit')} />
      <div class="columns">
        <TextField id="grant-from" label={w.from} type="date" value={said.from} onChange={(from) => put({ ...said, from })} />
        <TextField id="grant-to" label={w.to} type="date" hint={w.toOpen} value={said.to} onChange={(to) => put({ ...said, to })} />
      </div>
    </>
  );
}

/** Letters and digits that nobody mistakes for one another when reading them out. */
function freshPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte, index) => (letters[byte % letters.length] ?? 'a') + (index % 4 === 3 && index < 15 ? '-' : '')).join('');
}

function Once({ password }: { password: string }) {
  const w = staffWords.value;
  return (
    <div class="note" role="status">
      <p>{w.passwordOnce}</p>
      <p class="row">
        <output class="promise code" id="first-password">{password}</output>
        <button type="button" class="button" onClick={() => void navigator.clipboard?.writeText(password).then(() => notify(w.copied, { seconds: 4 }))}>{w.copy}</button>
      </p>
    </div>
  );
}

function PasswordDialog({ person, onClose, onDone }: { person: Person; onClose: () => void; onDone: () => void }) {
  const w = staffWords.value;
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const set = async () => {
    if (password !== '') return onClose();
    const fresh = freshPassword();
    try {
      await post(`/api/v1/people/${person.person}/password`, { password: fresh });
      setPassword(fresh);
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <Dialog title={w.passwordTitle(person.name)} onClose={onClose} onSubmit={() => void set()} foot={<><button type="button" class="button" onClick={onClose}>{password ? words.value.close : words.value.cancel}</button>{password === '' && <button type="submit" class="button primary">{w.passwordMake}</button>}</>}>
      {problem && <Wrong problem={problem} />}
      {password === '' ? <p>{w.passwordText}</p> : <Once password={password} />}
    </Dialog>
  );
}

function AddDialog({ office, onClose, onDone }: { office: Office; onClose: () => void; onDone: () => void }) {
  const w = staffWords.value;
  const [said, setSaid] = useState({ person: '', name: '' });
  const [role, setRole] = useState<RoleSaid>({ role: '', unit: '', from: today(), to: '' });
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  const add = async () => {
    const missing: FieldWrong[] = [];
    if (!/^[a-z0-9][a-z0-9-]*$/.test(said.person)) missing.push({ id: 'add-person', label: w.id, message: w.idHint });
    if (said.name.trim() === '') missing.push({ id: 'add-name', label: w.name, message: words.value.form.missing });
    missing.push(...missingRole(role));
    setWrongs(missing);
    setTurn((count) => count + 1);
    if (missing.length > 0) return;
    const fresh = freshPassword();
    try {
      await post('/api/v1/people', { ...said, roles: [roleOf(role)], password: fresh });
      setPassword(fresh);
      setProblem(null);
      notify(w.added(said.name));
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <Dialog title={w.addTitle} onClose={onClose} onSubmit={() => (password ? onClose() : void add())} foot={<><button type="button" class="button" onClick={onClose}>{password ? words.value.close : words.value.cancel}</button>{password === '' && <button type="submit" class="button primary">{w.add} <kbd>Ctrl+Enter</kbd></button>}</>}>
      {password === '' ? (
        <>
          <ErrorSummary wrongs={wrongs} turn={turn} />
          {problem && <Wrong problem={problem} />}
          <TextField id="add-name" label={w.name} required value={said.name} onChange={(name) => setSaid({ ...said, name })} wrong={wrong('add-name')} />
          <TextField id="add-person" label={w.id} required hint={w.idHint} value={said.person} onChange={(person) => setSaid({ ...said, person })} wrong={wrong('add-person')} />
          <RoleFields office={office} said={role} put={setRole} wrongs={wrongs} />
        </>
      ) : (
        <Once password={password} />
      )}
    </Dialog>
  );
}
