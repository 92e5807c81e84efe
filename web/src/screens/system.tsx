// The state of the program for its administrator: whether it takes writes, how far its views, checkpoints and receiver have come.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { get, post, Problem } from '../api/client';
import type { Outbox, Outboxes, Readiness } from '../api/types';
import { notify } from '../app/notices';
import { permissions } from '../app/session';
import { Skeleton, useLoad, Wrong } from '../parts/load';
import { moment, number } from '../words/format';
import { systemWords } from '../words/system';

const every_ms = 15_000;

interface State { readiness: Readiness; metrics: Metrics | null; at: string }
type Metrics = Map<string, number>;

/** A server that is not ready says so in the same words: 503 is an answer here. */
async function readState(signal: AbortSignal): Promise<State> {
  const asked = { signal, credentials: 'same-origin' } as const;
  let readiness: Response;
  try {
    readiness = await fetch('/readyz?verbose', asked);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'no_connection', '', '');
  }
  const metrics = await fetch('/metrics', asked).then((response) => (response.ok ? response.text() : null), () => null);
  return { readiness: { ready: false, ...((await readiness.json()) as Partial<Readiness>) }, metrics: metrics === null ? null : readMetrics(metrics), at: timeOf(readiness.headers.get('Date')) };
}

/** The server's clock, on the office's wall: this machine's may be wrong. */
function timeOf(said: string | null): string {
  return (said ? new Date(said) : new Date()).toLocaleTimeString('vi', { timeZone: 'Asia/Ho_Chi_Minh' });
}

/** Sums over labels, by name; requests also by the class of their status. */
function readMetrics(text: string): Metrics {
  const out: Metrics = new Map();
  const add = (name: string, value: number) => out.set(name, (out.get(name) ?? 0) + value);
  for (const line of text.split('\n')) {
    const found = /^([a-z_]+)(?:\{([^}]*)\})? (\S+)/.exec(line);
    if (!found) continue;
    const [, name = '', labels = '', value = ''] = found;
    if (name.endsWith('_bucket')) continue;
    add(name, Number(value));
    const status = /status="(\d)/.exec(labels)?.[1];
    if (status) add(`${name} ${status}`, Number(value));
  }
  return out;
}

export default function SystemScreen() {
  const w = systemWords.value;
  const { data, problem, again } = useLoad('state', readState);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && again(), every_ms);
    return () => clearInterval(timer);
  }, []);
  if (problem && !data) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={12} />;
  const { readiness } = data;
  return (
    <>
      <div class="heading">
        <h1>{w.title}</h1>
        <span class="small muted">{w.at(data.at)}</span>
      </div>
      {problem && <Wrong problem={problem} again={again} />}
      <p class="panel"><strong class={`shape ${readiness.ready ? 'on_track' : 'overdue'}`}>{readiness.ready ? w.ready : w.notReady}</strong></p>
      <section class="panel" aria-labelledby="checks">
        <h2 id="checks">{w.checks}</h2>
        <ul class="papers">
          {(readiness.checks ?? []).map((one) => (
            <li key={one.name}>
              <span>{w.checkNames[one.name] ?? one.name}{one.detail && <><br /><span class="small" lang="en">{one.detail}</span></>}</span>
              <span class={`shape ${one.ok ? 'on_track' : 'overdue'}`}>{one.ok ? w.ok : w.bad}</span>
            </li>
          ))}
        </ul>
      </section>
      <Figures readiness={readiness} metrics={data.metrics} />
      {permissions.value.has('administer') && <Outside />}
    </>
  );
}

function Figures({ readiness, metrics }: { readiness: Readiness; metrics: Metrics | null }) {
  const w = systemWords.value;
  const head = readiness.head ?? 0;
  const lag = head - (readiness.views ?? head);
  const commits = metrics?.get('motcua_commit_seconds_count') ?? 0;
  const requests = [...(metrics ?? [])].find(([name]) => /^motcua_http_requests(_total)?$/.test(name))?.[0] ?? '';
  const rows: [string, string, string?][] = [
    [w.head, number(head)],
    [w.views, number(readiness.views ?? 0), lag > 0 ? w.behind(number(lag)) : w.inStep],
    [w.checkpoint, readiness.checkpoint == null ? w.noCheckpoint : w.covers(number(readiness.checkpoint)), readiness.checkpoint == null ? '' : w.uncovered(number(Math.max(0, head - readiness.checkpoint)))],
    [w.queue, number(readiness.waiting ?? 0)],
    [w.dossiers, number(readiness.dossiers ?? 0)],
    [w.inMemory, number(readiness.in_memory ?? 0)],
    [w.deadlines, number(readiness.armed_deadlines ?? 0)],
  ];
  if (metrics) {
    rows.push([w.listeners, number(metrics.get('motcua_listeners') ?? 0)]);
    if (requests !== '') {
      rows.push([w.requests, number(metrics.get(requests) ?? 0)]);
      rows.push([w.refused, number(metrics.get(`${requests} 4`) ?? 0)]);
      rows.push([w.failed, number(metrics.get(`${requests} 5`) ?? 0)]);
    }
    rows.push([w.commits, number(commits)]);
    if (commits > 0) rows.push([w.commitMean, w.milliseconds(number(Math.round(((metrics.get('motcua_commit_seconds_sum') ?? 0) / commits) * 10_000) / 10))]);
  }
  return (
    <section class="panel" aria-labelledby="figures">
      <h2 id="figures">{w.figures}</h2>
      <dl class="facts">
        {rows.map(([name, value, more]) => (
          <div class="fact" key={name}>
            <dt>{name}</dt>
            <dd>{value} {more && <span class="small muted">{more}</span>}</dd>
          </div>
        ))}
      </dl>
      {!metrics && <p class="small muted">{w.metricsHidden}</p>}
    </section>
  );
}

function Outside() {
  const w = systemWords.value;
  const path = '/api/v1/outbox';
  const { data, problem, again } = useLoad(path, (signal) => get<Outboxes>(path, signal));
  if (!data) return <section class="panel" aria-label={w.outbox}>{problem ? <Wrong problem={problem} again={again} /> : <Skeleton rows={2} />}</section>;
  return (
    <>
      <Receiver id="outbox" title={w.outbox} none={w.noReceiver} state={data} path={path} again={again} />
      <Receiver id="witness" title={w.witness} none={w.noWitness} state={data.checkpoints} path={`${path}/checkpoints`} again={again}>
        <p class="row">
          <a class="button" href="/api/v1/journal/checkpoint/slip" target="_blank" rel="noopener">{w.slip}</a>
          <a class="button" href="/api/v1/journal/checkpoint/slip?format=pdf" target="_blank" rel="noopener">{w.slipPdf}</a>
        </p>
      </Receiver>
    </>
  );
}

interface ReceiverProps { id: string; title: string; none: string; state: Outbox; path: string; again: () => void; children?: ComponentChildren }

/** How far one receiver has come, and what he did not take. */
function Receiver({ id, title, none, state, path, again, children }: ReceiverProps) {
  const w = systemWords.value;
  const [busy, setBusy] = useState(false);
  const resend = async (seq: number) => {
    setBusy(true);
    try {
      await post(`${path}/dead/${seq}/resend`, {});
      notify(w.resent);
      again();
    } catch (error) {
      if (error instanceof Problem) notify(error.detail || error.title, { wrong: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {!state.receiver && <p class="muted">{none}</p>}
      {state.receiver && (
        <>
          <p>{w.receiver}: <strong>{state.receiver}</strong> · {w.position} {number(state.position ?? 0)} ({state.behind > 0 ? w.behind(number(state.behind)) : w.inStep})</p>
          {state.waiting && <p class="note">{w.waiting(number(state.waiting.seq), state.waiting.tries, state.waiting.why, state.waiting.next_at ? moment(state.waiting.next_at) : '')}</p>}
          {state.dead.length === 0 && <p class="muted">{w.noDead}</p>}
          {state.dead.length > 0 && (
            <div class="scroll">
              <table class="cards">
                <caption class="pad"><h3>{w.dead}</h3></caption>
                <thead><tr><th scope="col">{w.event}</th><th scope="col">{w.tries}</th><th scope="col">{w.when}</th><th scope="col">{w.why}</th><th scope="col"><span class="visually-hidden">{w.resend}</span></th></tr></thead>
                <tbody>
                  {state.dead.map((one) => (
                    <tr key={one.seq}>
                      <td>{number(one.seq)}</td><td data-label={w.tries}>{one.tries}</td><td data-label={w.when}>{moment(one.failed_at)}</td><td data-label={w.why} lang="en">{one.why}</td>
                      <td><button type="button" class="button" disabled={busy} onClick={() => void resend(one.seq)} aria-label={`${w.resend} ${one.seq}`}>{w.resend}</button></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
      {children}
    </section>
  );
}
