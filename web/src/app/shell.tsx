// The frame: who is in, where one can go, the search, the messages; and the screen of this address in it.
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, goToLogin, lastAsked, Problem } from '../api/client';
import icon from '../icon.svg';
import { Dialog } from '../parts/dialog';
import { Empty, Skeleton, Wrong } from '../parts/load';
import { type Language, language, speak, words } from '../words';
import { bind, codeOf, startKeys } from './keys';
import { dismiss, notices, notify } from './notices';
import { go, place } from './router';
import { type Screen, screenAt, screens } from './screens';
import { loadSession, me } from './session';

export function Shell() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const helps = useSignal(false);
  useEffect(() => {
    loadSession().catch((error) => error instanceof Problem && error.status !== 401 && setProblem(error));
    startKeys(() => document.getElementById('search')?.focus());
    return bind('?', () => (helps.value = true));
  }, []);
  useEffect(() => bind('F2', () => go('/tiep-nhan')), []);
  const found = screenAt(place.value.path);
  const title = found?.screen.title(words.value) ?? words.value.notFound;
  useEffect(() => {
    document.title = `${title} \u00b7 ${words.value.product}`;
  }, [title]);
  if (problem) return <main><Wrong problem={problem} again={() => location.reload()} /></main>;
  if (!me.value) return <main><Skeleton /></main>;
  return (
    <>
      <a class="skip" href="#main">{words.value.skip}</a>
      {me.value.demonstration && (
        <div class="training" role="note"><strong>{words.value.training}</strong> {' \u00b7 '} {words.value.trainingMeans}</div>
      )}
      <Top />
      <main id="main" tabIndex={-1}>
        {found ? <Loaded screen={found.screen} parameter={found.parameter} /> : <Empty title={words.value.notFound}><a href="/ho-so">{words.value.screens.inbox}</a></Empty>}
      </main>
      <footer class="foot">
        <span>{me.value.office}</span>
        <span>
          <button type="button" class="button plain small" onClick={() => (helps.value = true)}>
            {words.value.keys.title} <kbd>?</kbd>
          </button>
        </span>
      </footer>
      <Toasts />
      <SessionEnd />
      {helps.value && <Help onClose={() => (helps.value = false)} />}
    </>
  );
}

function Top() {
  const w = words.value;
  const [text, setText] = useState('');
  const search = () => {
    const code = codeOf(text);
    if (code !== '') go(`/ho-so/${code}`);
    else if (text.trim() !== '') go(`/ho-so?q=${encodeURIComponent(text.trim())}`);
    setText('');
  };
  const known = me.value;
  return (
    <header class="top">
      <div class="top-row">
        <a class="brand" href="/ho-so">
          <img src={icon} alt="" width="28" height="28" />
          <span>{w.product}</span>
        </a>
        <form class="search" role="search" onSubmit={(event) => { event.preventDefault(); search(); }}>
          <label class="visually-hidden" for="search">{w.search}</label>
          <input id="search" type="search" placeholder={w.searchHint} value={text} onInput={(event) => setText(event.currentTarget.value)} autoComplete="off" />
          <kbd aria-hidden="true">F4</kbd>
        </form>
        <div class="who">
          <div class="tongues" role="group" aria-label={w.tongue}>
            {(['vi', 'en'] as Language[]).map((one) => (
              <button key={one} type="button" lang={one} aria-pressed={language.value === one} aria-label={`${one.toUpperCase()} ${one === 'vi' ? w.vietnamese : w.english}`} onClick={() => { speak(one); void loadSession(); }}>
                {one.toUpperCase()}
              </button>
            ))}
          </div>
          <div class="who-name">
            <a href="/tai-khoan" aria-current={place.value.path === '/tai-khoan' ? 'page' : undefined}><strong>{known?.name || known?.person}</strong></a>
            <span class="small muted">{known?.roles[0]?.role_name}</span>
          </div>
          <button type="button" class="button" onClick={() => void logOut()}>{w.logOut}</button>
        </div>
      </div>
      <nav aria-label={w.navigation}>
        <ul class="nav">
          {screens.filter((one) => one.offered?.()).map((one) => (
            <li key={one.path}>
              <a href={one.path} aria-current={place.value.path === one.path ? 'page' : place.value.path.startsWith(`${one.path}/`) ? 'true' : undefined}>{one.title(w)}</a>
            </li>
          ))}
          <li><a href="/tra-cuu">{w.screens.lookup}</a></li>
        </ul>
      </nav>
    </header>
  );
}

async function logOut() {
  try {
    await ask('DELETE', '/api/v1/session');
  } finally {
    location.assign('/dang-nhap');
  }
}

/** Each screen is fetched when it is first opened. */
function Loaded({ screen, parameter }: { screen: Screen; parameter: string }) {
  const [ready, setReady] = useState<{ path: string; Component: ComponentType<{ parameter: string }> } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const was = useRef('');
  useEffect(() => {
    setProblem(null);
    screen.load().then(
      (module) => {
        setReady({ path: screen.path, Component: module.default });
        // Readers hear where they are; the first page leaves the focus where the browser put it.
        if (was.current !== '' && was.current !== screen.path) document.getElementById('main')?.focus({ preventScroll: true });
        was.current = screen.path;
      },
      () => setProblem(new Problem(0, 'no_connection', '', '')),
    );
  }, [screen.path]);
  if (problem) return <Wrong problem={problem} again={() => location.reload()} />;
  if (!ready || ready.path !== screen.path) return <Skeleton />;
  return <ready.Component parameter={parameter} key={parameter} />;
}

function Toasts() {
  const said = notices.value;
  return (
    <>
      <div class="visually-hidden" role="status" aria-live="polite">{said.filter((one) => !one.wrong).at(-1)?.text}</div>
      <div class="toasts">
        {said.map((one) => (
          <div class={`toast${one.wrong ? ' wrong' : ''}`} key={one.id} role={one.wrong ? 'alert' : undefined}>
            <span>{one.text}</span>
            {one.way ? (
              <button type="button" class="button" onClick={() => { dismiss(one.id); one.way?.take(); }}>{one.way.label}</button>
            ) : (
              <button type="button" class="button" aria-label={words.value.close} onClick={() => dismiss(one.id)}>&times;</button>
            )}
          </div>
        ))}
      </div>
    </>
  );
}

const warned_ms = 120_000;

/** Two minutes before a session ends it says so, unless somebody has worked meanwhile. */
function SessionEnd() {
  const [asks, setAsks] = useState(false);
  const session = me.value?.session;
  useEffect(() => {
    if (!session) return;
    const loaded = performance.now();
    // By the server's clock: this machine's may be wrong.
    const lasts = Date.parse(session.ends_at) - Date.parse(session.seen_at);
    const timer = setTimeout(() => {
      if (lastAsked() > loaded + 1000) loadSession().catch(goToLogin);
      else setAsks(true);
    }, Math.max(0, lasts - warned_ms));
    return () => clearTimeout(timer);
  }, [session]);
  if (!asks) return null;
  const w = words.value.sessionEnd;
  const stay = () => loadSession().then(() => { setAsks(false); notify(w.stays); }, goToLogin);
  return (
    <Dialog title={w.title} onClose={() => setAsks(false)} onSubmit={() => void stay()} foot={<button type="submit" class="button primary">{w.stay}</button>}>
      <p>{w.text}</p>
    </Dialog>
  );
}

function Help({ onClose }: { onClose: () => void }) {
  const w = words.value.keys;
  return (
    <Dialog title={w.title} onClose={onClose} onSubmit={onClose} foot={<button type="submit" class="button primary">{words.value.close}</button>}>
      <table>
        <caption class="visually-hidden">{w.title}</caption>
        <thead><tr><th scope="col">{w.key}</th><th scope="col">{w.does}</th></tr></thead>
        <tbody>
          {w.list.split('\n').map((line) => {
            const [key, does] = line.split(' = ');
            return <tr key={key}><td><kbd>{key}</kbd></td><td>{does}</td></tr>;
          })}
        </tbody>
      </table>
      <p class="small muted">{w.scanner}</p>
    </Dialog>
  );
}
