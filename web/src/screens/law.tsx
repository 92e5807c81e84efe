// Versions of the law: which are in force, which wait for a second person, what is proven about each and what each would change.
import { useState } from 'preact/hooks';
import { get, newKey, post, Problem } from '../api/client';
import type { Law, LawEffects, Procedure, Proofs } from '../api/types';
import { notify } from '../app/notices';
import { go, place, withQuery } from '../app/router';
import { me, nameOf, permissions, roles } from '../app/session';
import { folded } from '../parts/combo';
import { Dialog } from '../parts/dialog';
import { Effects } from '../parts/effects';
import { SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { type DefinitionText, graphOf, ProcessMap, StepList } from '../parts/map';
import { words } from '../words';
import { compare, date, moment } from '../words/format';
import { lawWords } from '../words/law';
import { mapWords } from '../words/map';

type Proposal = Law['proposals'][number];
type Version = Law['procedures'][number];

async function readAll(signal: AbortSignal): Promise<{ law: Law; names: Map<string, string> }> {
  const [law, procedures] = await Promise.all([get<Law>('/api/v1/law', signal), get<{ items: Procedure[] }>('/api/v1/procedures', signal)]);
  return { law, names: new Map(procedures.items.map((one) => [one.id, one.name])) };
}

export default function LawScreen({ parameter }: { parameter: string }) {
  return parameter === '' ? <List /> : <One hash={parameter} />;
}

function List() {
  const w = lawWords.value;
  const { data, problem, again } = useLoad('law', readAll);
  const [reloading, setReloading] = useState(false);
  const said = place.value.query;
  const wanted = folded(said.get('q') ?? '').split(/\s+/).filter(Boolean);
  const state = said.get('state') ?? '';
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={12} />;
  const nameOfLaw = (kind: string, id: string) => (kind === 'procedure' ? (data.names.get(id) ?? id) : (w.kinds[kind] ?? kind));
  const rows = data.law.procedures
    .filter((one) => wanted.every((word) => folded(`${data.names.get(one.id) ?? ''} ${one.id}`).includes(word)) && (state === '' || (one.in_force ? 'in_force' : 'adopted') === state))
    .sort((one, other) => compare(data.names.get(one.id) ?? one.id, data.names.get(other.id) ?? other.id) || compare(other.in_force_from, one.in_force_from));
  const proposals = data.law.proposals;
  return (
    <>
      <div class="heading">
        <h1>{w.title}</h1>
        {permissions.value.has('law') && <button type="button" class="button" onClick={() => setReloading(true)}>{w.reload}</button>}
      </div>
      <p class="muted">{w.intro}</p>
      <section class="panel" aria-labelledby="waiting">
        <h2 id="waiting">{w.waiting}</h2>
        {proposals.length === 0 && <p class="muted">{w.noneWaiting}</p>}
        {proposals.length > 0 && (
          <ul class="papers">
            {proposals.map((one) => (
              <li key={one.hash}>
                <span><strong>{w.kinds[one.kind] ?? one.kind}</strong>: <a href={`/quan-tri/thu-tuc/${one.hash}?tab=changes`}>{nameOfLaw(one.kind, one.id)}</a> <code class="small">{one.hash.slice(0, 12)}</code></span>
                <span class="small muted">{w.by(nameOf(one.proposed_by), moment(one.proposed_at))}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <div class="panel filter">
        <TextField id="law-q" label={w.find} value={said.get('q') ?? ''} onChange={(q) => go(withQuery({ q }), 'replace')} />
        <SelectField id="law-state" label={w.onlyState} value={state} onChange={(value) => go(withQuery({ state: value }))} empty={w.anyState} choices={['in_force', 'adopted'].map((value) => ({ value, label: w.states[value] ?? value }))} />
      </div>
      {rows.length === 0 && <Empty title={w.empty}><p class="muted">{w.emptyWhy}</p></Empty>}
      {rows.length > 0 && (
        <div class="scroll">
          <table class="cards">
            <caption class="visually-hidden">{w.versions}</caption>
            <thead><tr><th scope="col">{w.procedure}</th><th scope="col">{w.version}</th><th scope="col">{w.from}</th><th scope="col">{w.until}</th><th scope="col">{w.state}</th></tr></thead>
            <tbody>{rows.map((one) => <Row key={one.hash} version={one} name={data.names.get(one.id) ?? one.id} />)}</tbody>
          </table>
        </div>
      )}
      {reloading && <ReloadDialog onClose={() => setReloading(false)} onDone={() => { setReloading(false); again(); }} name={nameOfLaw} />}
    </>
  );
}

function Row({ version, name }: { version: Version; name: string }) {
  const w = lawWords.value;
  return (
    <tr>
      <td><a href={`/quan-tri/thu-tuc/${version.hash}`}>{name}</a></td>
      <td data-label={w.version}><code>{version.hash.slice(0, 12)}</code></td>
      <td data-label={w.from}>{date(version.in_force_from)}</td>
      <td data-label={w.until}>{version.in_force_until ? date(version.in_force_until) : '\u2013'}</td>
      <td data-label={w.state}>
        <span class={`shape ${version.in_force ? 'on_track' : 'no_date'}`}>{version.in_force ? w.states.in_force : w.states.adopted}</span>
        {version.demonstration && <span class="flag">{w.demonstration}</span>}
      </td>
    </tr>
  );
}

interface Rehearsed { changed: { hash: string; kind: string; id: string; waiting: boolean; effects: LawEffects }[]; unchanged: boolean }

/** Looks first; only what was looked at is proposed. */
function ReloadDialog({ onClose, onDone, name }: { onClose: () => void; onDone: () => void; name: (kind: string, id: string) => string }) {
  const w = lawWords.value;
  const [key] = useState(newKey);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { data, problem: unread } = useLoad('reload', () => post<Rehearsed>('/api/v1/law/reload?dry_run=true', {}));
  const fresh = data?.changed.filter((one) => !one.waiting) ?? [];
  const propose = async () => {
    if (fresh.length === 0) return onClose();
    try {
      const { proposed } = await post<{ proposed: unknown[] }>('/api/v1/law/reload', {}, { key });
      notify(w.proposed(proposed.length));
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  const wrong = problem ?? unread;
  return (
    <Dialog title={w.reload} onClose={onClose} onSubmit={() => void propose()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary" disabled={fresh.length === 0}>{w.propose} <kbd>Ctrl+Enter</kbd></button></>}>
      <p class="muted">{w.reloadText}</p>
      {wrong && wrong.defects.length === 0 && <Wrong problem={wrong} />}
      {wrong && wrong.defects.length > 0 && (
        <div class="errors" role="alert">
          <h3>{w.defects(wrong.defects.length)}</h3>
          <ul>{wrong.defects.map((one) => <li key={one} class="small code">{one}</li>)}</ul>
        </div>
      )}
      {!data && !wrong && <Skeleton rows={4} />}
      {data && fresh.length === 0 && <p role="status">{w.unchanged}</p>}
      {fresh.map((one) => (
        <section key={one.hash} class="stack">
          <h3>{w.rehearsed}: {name(one.kind, one.id)}</h3>
          <Effects effects={one.effects} />
        </section>
      ))}
    </Dialog>
  );
}

interface Text { hash: string; kind: string; id: string; state: string; text: DefinitionText & { name_vi?: string; in_force_from?: { $date: string } } }
const tabs = ['picture', 'changes', 'proofs', 'text'] as const;

function One({ hash }: { hash: string }) {
  const w = lawWords.value;
  const path = `/api/v1/law/versions/${encodeURIComponent(hash)}`;
  const { data, problem, again } = useLoad(path, (signal) => get<Text>(path, signal));
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={12} />;
  const offered = tabs.filter((one) => (one === 'changes' ? data.state === 'proposed' : one === 'text' || data.kind === 'procedure'));
  const asked = place.value.query.get('tab');
  const tab = offered.find((one) => one === asked) ?? offered[0];
  return (
    <>
      <p class="small"><a href="/quan-tri/thu-tuc">{w.back}</a></p>
      <div class="heading">
        <h1>{data.text.name_vi ?? w.kinds[data.kind] ?? data.id}</h1>
        <span class="row"><code>{data.hash.slice(0, 12)}</code> <span class={`state ${data.state === 'in_force' ? 'on_track' : data.state === 'proposed' ? 'due_soon' : 'no_date'}`}>{w.states[data.state] ?? data.state}</span></span>
      </div>
      {data.text.in_force_from && <p class="muted">{w.from} {date(data.text.in_force_from.$date)}</p>}
      <nav aria-label={w.tabs}>
        <ul class="tabs">{offered.map((one) => <li key={one}><a href={withQuery({ tab: one === offered[0] ? null : one })} aria-current={one === tab ? 'page' : undefined}>{w[one]}</a></li>)}</ul>
      </nav>
      {tab === 'picture' && <div class="stack"><section class="panel"><ProcessMap graph={graphOf(data.text)} legend={mapWords.value.legendDefinition} /></section><StepList graph={graphOf(data.text)} /></div>}
      {tab === 'changes' && <Proposed hash={data.hash} onDone={again} />}
      {tab === 'proofs' && <Proven hash={data.hash} />}
      {tab === 'text' && <pre class="panel small" tabIndex={0} aria-label={w.text}>{JSON.stringify(data.text, null, 1)}</pre>}
    </>
  );
}

function Proposed({ hash, onDone }: { hash: string; onDone: () => void }) {
  const w = lawWords.value;
  const path = `/api/v1/law/proposals/${hash}`;
  const { data, problem, again } = useLoad(path, (signal) => get<Proposal & { effects: LawEffects }>(path, signal));
  const [approving, setApproving] = useState(false);
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton />;
  const isApprover = roles.value.has('leader') || roles.value.has('manager');
  const why = data.proposed_by === me.value?.person ? w.ownProposal : isApprover ? '' : w.notApprover;
  return (
    <section class="panel">
      <p>{w.by(nameOf(data.proposed_by), moment(data.proposed_at))}</p>
      <Effects effects={data.effects} />
      <div class="row">
        <button type="button" class="button primary" disabled={why !== ''} aria-describedby={why ? 'why-not' : undefined} onClick={() => setApproving(true)}>{w.approve}</button>
        {why && <span id="why-not" class="why">{why}</span>}
      </div>
      {approving && <ApproveDialog hash={hash} onClose={() => setApproving(false)} onDone={() => { setApproving(false); onDone(); }} />}
    </section>
  );
}

function ApproveDialog({ hash, onClose, onDone }: { hash: string; onClose: () => void; onDone: () => void }) {
  const w = lawWords.value;
  const [key] = useState(newKey);
  const [problem, setProblem] = useState<Problem | null>(null);
  const approve = async () => {
    try {
      await post(`/api/v1/law/proposals/${hash}/approval`, {}, { key });
      notify(w.approved);
      go(`/quan-tri/thu-tuc/${hash}`, 'replace');
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <Dialog title={w.approveTitle} onClose={onClose} onSubmit={() => void approve()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary">{w.approve} <kbd>Ctrl+Enter</kbd></button></>}>
      {problem && <Wrong problem={problem} />}
      <p>{w.approveText}</p>
    </Dialog>
  );
}

function Proven({ hash }: { hash: string }) {
  const w = lawWords.value;
  const path = `/api/v1/law/versions/${hash}/proofs`;
  const { data, problem, again } = useLoad(path, (signal) => get<Proofs>(path, signal));
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={10} />;
  const broken = new Set(data.findings.filter((one) => one.severity === 'error').map((one) => one.rule));
  const warnings = data.findings.filter((one) => one.severity === 'warning');
  return (
    <div class="stack">
      <p class={data.proven ? 'panel' : 'errors'} role="status"><strong class={data.proven ? 'shape on_track' : 'shape overdue'}>{data.proven ? w.proven(data.cases) : w.notProven}</strong></p>
      <Findings title={w.notProven} findings={data.findings.filter((one) => one.severity === 'error')} />
      <section class="panel">
        <h2>{w.rules}</h2>
        <ul class="papers proofs">
          {Object.entries(w.ruleNames).map(([rule, name]) => (
            <li key={rule}><span>{name}</span><span class={`shape ${broken.has(rule) ? 'overdue' : 'stopped'}`}>{broken.has(rule) ? w.broken : w.holds}</span></li>
          ))}
        </ul>
      </section>
      <Findings title={w.warnings} findings={warnings} />
      {data.doubts.length === 0 ? <p class="panel">{w.noDoubts}</p> : <Findings title={w.doubts} findings={data.doubts} />}
    </div>
  );
}

function Findings({ title, findings }: { title: string; findings: Proofs['findings'] }) {
  const w = lawWords.value;
  if (findings.length === 0) return null;
  return (
    <section class="panel">
      <h2>{title} ({findings.length})</h2>
      <ul class="plain-list">
        {findings.map((one, index) => (
          <li key={index}>
            <code class="small">{one.rule}</code> <span lang="en">{one.what}</span>
            {one.path.length > 0 && <span class="small muted"> {w.path}: {one.path.join(' \u2192 ')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
