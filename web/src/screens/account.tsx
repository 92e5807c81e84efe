// One's own account: where it is open, and its password.
import { useState } from 'preact/hooks';
import { ask, get, post, Problem } from '../api/client';
import { notify } from '../app/notices';
import { me } from '../app/session';
import type { Session } from '../api/types';
import { ErrorSummary, type FieldWrong, TextField } from '../parts/form';
import { Skeleton, useLoad, Wrong } from '../parts/load';
import { words } from '../words';
import { moment } from '../words/format';
import { staffWords } from '../words/staff';

const path = '/api/v1/sessions';

/** What a browser calls itself, as people call it: "Chrome 109, Windows". */
function named(agent: string): string {
  const [, browser = '', version = ''] = /(Edg|OPR|Firefox|Chrome|Version)\/(\d+)/.exec(agent.replace(/Headless/, '').replace(/Chrome(?=.*(Edg|OPR))/, '')) ?? [];
  const system = /Windows|Android|iPhone|iPad|Mac OS|Linux/.exec(agent)?.[0] ?? '';
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', Version: 'Safari' };
  return browser === '' ? agent : [`${names[browser] ?? browser} ${version}`, system].filter(Boolean).join(', ');
}

export default function AccountScreen() {
  const w = staffWords.value;
  const { data, problem, again } = useLoad(path, (signal) => get<{ items: Session[] }>(path, signal));
  // This one first, then the one last used.
  const sorted = [...(data?.items ?? [])].sort((one, other) => Number(other.current) - Number(one.current) || (one.seen_at < other.seen_at ? 1 : -1));
  const end = async (...ids: string[]) => {
    try {
      for (const id of ids) await ask('DELETE', `${path}/${encodeURIComponent(id)}`);
      notify(w.endedSession);
      again();
    } catch (error) {
      if (error instanceof Problem) notify(error.detail || error.title, { wrong: true });
    }
  };
  return (
    <>
      <div class="heading"><h1>{w.accountTitle}</h1><span class="muted">{me.value?.name} · {me.value?.person}</span></div>
      <section class="panel" aria-labelledby="sessions">
        <h2 id="sessions">{w.sessions}</h2>
        <p class="muted small">{w.sessionsWhy}</p>
        {problem && <Wrong problem={problem} again={again} />}
        {!data && !problem && <Skeleton rows={3} />}
        {sorted.length > 2 && <div class="row"><button type="button" class="button" onClick={() => void end(...sorted.filter((one) => !one.current).map((one) => one.id))}>{w.endOthers}</button></div>}
        {data?.items.length === 0 && <p>{w.noSessions}</p>}
        {data && data.items.length > 0 && (
          <div class="scroll">
            <table class="cards">
              <caption class="visually-hidden">{w.sessions}</caption>
              <thead><tr><th scope="col">{w.agent}</th><th scope="col">{w.address}</th><th scope="col">{w.began}</th><th scope="col">{w.seen}</th><th scope="col"><span class="visually-hidden">{w.endSession}</span></th></tr></thead>
              <tbody>
                {sorted.map((one) => (
                  <tr key={one.id}>
                    <td data-label={w.agent} class="agent">{named(one.agent)}</td>
                    <td data-label={w.address} class="code">{one.address}</td>
                    <td data-label={w.began}>{moment(one.began_at)}</td>
                    <td data-label={w.seen}>{moment(one.seen_at)}</td>
                    <td>{one.current ? <span class="flag calm">{w.current}</span> : <button type="button" class="button" onClick={() => void end(one.id)} aria-label={`${w.endSession}: ${named(one.agent)} ${moment(one.began_at)}`}>{w.endSession}</button>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <Password onDone={again} />
    </>
  );
}

function Password({ onDone }: { onDone: () => void }) {
  const w = staffWords.value;
  const [said, setSaid] = useState({ current: '', fresh: '', repeat: '' });
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const labels = { current: w.currentPassword, fresh: w.newPassword, repeat: w.repeat };
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  const show = (all: FieldWrong[]) => {
    setWrongs(all);
    setTurn((count) => count + 1);
  };
  const change = async () => {
    setProblem(null);
    const missing: FieldWrong[] = (['current', 'fresh', 'repeat'] as const).filter((one) => said[one] === '').map((one) => ({ id: one, label: labels[one], message: words.value.form.missing }));
    if (missing.length === 0 && said.fresh !== said.repeat) missing.push({ id: 'repeat', label: w.repeat, message: w.differs });
    show(missing);
    if (missing.length > 0) return;
    try {
      await post('/api/v1/me/password', { current: said.current, password: said.fresh });
      setSaid({ current: '', fresh: '', repeat: '' });
      notify(w.changed);
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const weak = error.errors.find((one) => one.pointer === '/password');
      if (error.code === 'login_failed') show([{ id: 'current', label: w.currentPassword, message: w.wrongPassword }]);
      else if (weak) show([{ id: 'fresh', label: w.newPassword, message: w.weak[weak.code] ?? error.detail }]);
      else setProblem(error);
    }
  };
  return (
    <form class="panel narrow" noValidate aria-labelledby="change" onSubmit={(event) => { event.preventDefault(); void change(); }}>
      <h2 id="change">{w.change}</h2>
      <ErrorSummary wrongs={wrongs} turn={turn} />
      {problem && <Wrong problem={problem} />}
      {/* Password managers file it under this name. */}
      <span class="visually-hidden" aria-hidden="true"><input type="text" autoComplete="username" value={me.value?.person ?? ''} readOnly tabIndex={-1} /></span>
      <TextField id="current" label={w.currentPassword} type="password" fill="current-password" required value={said.current} onChange={(current) => setSaid({ ...said, current })} wrong={wrong('current')} />
      <TextField id="fresh" label={w.newPassword} type="password" fill="new-password" required hint={w.newHint} value={said.fresh} onChange={(fresh) => setSaid({ ...said, fresh })} wrong={wrong('fresh')} />
      <TextField id="repeat" label={w.repeat} type="password" fill="new-password" required value={said.repeat} onChange={(repeat) => setSaid({ ...said, repeat })} wrong={wrong('repeat')} />
      <div class="row"><button type="submit" class="button primary">{w.change}</button></div>
    </form>
  );
}
