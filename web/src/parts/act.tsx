// Taking an action: which one, and what this one asks for. What may not be taken is not offered here; the dossier's page
// says why. An act that has just been taken can be taken back for ten seconds: a pull-back, which leaves a trace.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { get, newKey, post, Problem } from '../api/client';
import type { Action, Dossier, Receipt } from '../api/types';
import { notify } from '../app/notices';
import { me, people, roles, withRole } from '../app/session';
import { words } from '../words';
import { Dialog } from './dialog';
import { ErrorSummary, type FieldWrong, LongField, RadioField, SelectField, TextField } from './form';
import { Skeleton, Wrong } from './load';
import { Meanwhile, type Since, since } from './meanwhile';
import { type Lines, MarksField, type Paper, SupplementField } from './papers';

interface Props {
  dossier: string;
  code: string;
  /** The action to begin with; else the first that is allowed. */
  chosen?: string | undefined;
  onClose: () => void;
  onDone: (action: Action) => void;
}

interface Said {
  reason: string;
  assignee: string;
  number: string;
  date: string;
  signer: string;
  capacity: string;
  approver: string;
  collectorKind: string;
  collector: string;
  collectorId: string;
  authorisation: string;
  receiptShown: boolean;
  allRight: boolean;
  marks: Record<string, string>;
  lines: Lines;
}

export function ActDialog({ dossier, code, chosen, onClose, onDone }: Props) {
  const w = words.value.act;
  const [found, setFound] = useState<{ dossier: Dossier; actions: Action[]; version: number } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [id, setId] = useState(chosen ?? '');
  const [said, setSaid] = useState<Said | null>(null);
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  /** What others did since this form was opened, once the server says that they did. */
  const [meanwhile, setMeanwhile] = useState<Since | null>(null);
  const key = useMemo(newKey, [id, turn]);

  const load = () => {
    Promise.all([get<Dossier>(`/api/v1/dossiers/${dossier}`), get<{ actions: Action[]; version: number }>(`/api/v1/dossiers/${dossier}/actions`)]).then(
      ([data, offered]) => {
        const actions = offered.actions.filter((one) => one.allowed);
        setFound({ dossier: data, actions, version: offered.version });
        setId((now) => (actions.some((one) => one.id === now) ? now : (actions[0]?.id ?? '')));
        setSaid((now) => now ?? beginning(data));
      },
      (error) => setProblem(error),
    );
  };
  useEffect(load, [dossier]);

  const isThere = found !== null;
  useEffect(() => document.getElementById('act-action')?.focus(), [isThere]);

  const action = found?.actions.find((one) => one.id === id);
  const put = (change: Partial<Said>) => setSaid((now) => (now ? { ...now, ...change } : now));

  const take = async () => {
    if (!found || !action || !said || busy) return;
    const missing = missingIn(action, said);
    setWrongs(missing);
    setTurn((count) => count + 1);
    if (missing.length > 0) return;
    setBusy(true);
    setProblem(null);
    try {
      await post<Receipt>(`/api/v1/dossiers/${dossier}/transitions`, argumentsOf(action, said, found.dossier), { ifMatch: found.version, key });
      notify(w.done(action.name), { way: { label: w.undo, take: () => void pullBack(dossier, onDone, action) } });
      onDone(action);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'version_conflict') {
        setMeanwhile(await since(found.dossier));
        load();
      } else {
        setProblem(error);
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={w.title(code)}
      onClose={onClose}
      onSubmit={() => void take()}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>{words.value.cancel}</button>
          <button type="submit" class="button primary" disabled={!action || busy}>{w.go} <kbd>Ctrl+Enter</kbd></button>
        </>
      }
    >
      {!found && !problem && <Skeleton rows={3} />}
      <ErrorSummary wrongs={wrongs} turn={turn} />
      {problem && <Wrong problem={problem} />}
      {meanwhile && <Meanwhile since={meanwhile} />}
      {found && found.actions.length === 0 && <p>{w.nothing}</p>}
      {found && action && said && (
        <>
          <SelectField id="act-action" label={w.action} value={id} onChange={(value) => { setId(value); setWrongs([]); setProblem(null); }} choices={found.actions.map((one) => ({ value: one.id, label: one.name }))} hint={w.to(action.to_name)} />
          <Needs action={action} dossier={found.dossier} said={said} put={put} wrongs={wrongs} />
        </>
      )}
    </Dialog>
  );
}

async function pullBack(dossier: string, onDone: (action: Action) => void, action: Action) {
  try {
    await post(`/api/v1/dossiers/${dossier}/acts/pull_back`, {}, { ifMatch: '*' });
    notify(words.value.act.undone);
    onDone(action);
  } catch (error) {
    if (error instanceof Problem) notify(error.detail || error.title, { wrong: true });
  }
}

const needs = (action: Action, what: string) => action.requires.includes(what);
const asksLines = (action: Action) => action.kind === 'request_supplement' || action.kind === 'ask_before_receipt';
const asksAssignee = (action: Action) => needs(action, 'assignee') || action.kind === 'assign';
const asksMarks = (action: Action) => needs(action, 'documents_checked') || action.kind === 'complete_supplement';

function beginning(dossier: Dossier): Said {
  return {
    reason: '', assignee: '', number: '', date: dossier.as_of.time.slice(0, 10), signer: signsHimself() ? (me.value?.person ?? '') : '', capacity: '', approver: '',
    collectorKind: 'applicant', collector: dossier.people?.applicant ?? '', collectorId: '', authorisation: '', receiptShown: true,
    allRight: false, marks: {}, lines: {},
  };
}

function signsHimself(): boolean {
  return roles.value.has('leader') || roles.value.has('head');
}

/** The head of the desk approves by acting: somebody else received it. */
const asksApprover = (action: Action) => needs(action, 'approval') || action.kind === 'void_intake' ? !(action.kind === 'void_intake' && roles.value.has('desk_head')) : false;

function missingIn(action: Action, said: Said): FieldWrong[] {
  const w = words.value.act;
  const all: FieldWrong[] = [];
  const want = (is: boolean, value: string, id: string, label: string, message = words.value.form.missing) => {
    if (is && value.trim() === '') all.push({ id, label, message });
  };
  want(needs(action, 'reason'), said.reason, 'act-reason', w.reason);
  want(asksAssignee(action), said.assignee, 'act-assignee', w.assignee, words.value.form.choose);
  want(needs(action, 'number'), said.number, 'act-number', w.number);
  want(needs(action, 'signer'), said.signer, 'act-signer', w.signer, words.value.form.choose);
  want(asksApprover(action), said.approver, 'act-approver', w.approver, words.value.form.choose);
  if (needs(action, 'collector')) {
    want(true, said.collector, 'act-collector', w.collector);
    want(said.collectorKind === 'representative', said.authorisation, 'act-authorisation', w.authorisation);
  }
  if (asksLines(action)) {
    const lines = Object.values(said.lines);
    if (lines.length === 0 || lines.some((one) => one.reason.trim() === '')) all.push({ id: 'act-lines', label: w.lines, message: w.linesMissing });
  }
  return all;
}

function argumentsOf(action: Action, said: Said, dossier: Dossier): Record<string, unknown> {
  const body: Record<string, unknown> = { action: action.id };
  if (said.reason.trim() !== '') body.reason = said.reason;
  if (asksAssignee(action)) body.assignee = said.assignee;
  if (needs(action, 'number')) Object.assign(body, { number: said.number, date: said.date });
  if (needs(action, 'signer')) body.signer = { person: said.signer, ...(said.capacity ? { capacity: said.capacity } : {}) };
  if (asksApprover(action)) body.approved_by = said.approver;
  if (needs(action, 'collector'))
    body.collector = {
      kind: said.collectorKind,
      name: said.collector,
      ...(said.collectorId ? { id: said.collectorId } : {}),
      ...(said.authorisation ? { authorisation: said.authorisation } : {}),
      receipt_shown: said.receiptShown,
    };
  if (asksMarks(action)) {
    if (said.allRight) body.all_right = true;
    const marks = action.kind === 'complete_supplement' && said.allRight ? Object.fromEntries((dossier.supplement_lines ?? []).map((one) => [one, 'right'])) : said.marks;
    const given = Object.entries(marks).filter(([, mark]) => mark !== 'unchecked');
    if (given.length > 0) body.marks = Object.fromEntries(given.map(([id, mark]) => [id, { mark }]));
  }
  if (asksLines(action)) body.lines = Object.entries(said.lines).map(([document, line]) => ({ document, reason: line.reason, mark: line.mark }));
  return body;
}

interface NeedsProps {
  action: Action;
  dossier: Dossier;
  said: Said;
  put: (change: Partial<Said>) => void;
  wrongs: FieldWrong[];
}

function Needs({ action, dossier, said, put, wrongs }: NeedsProps) {
  const w = words.value.act;
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  const papers = dossier.documents as unknown as Paper[];
  return (
    <>
      {asksAssignee(action) && (
        <SelectField id="act-assignee" label={w.assignee} required value={said.assignee} onChange={(assignee) => put({ assignee })} wrong={wrong('act-assignee')} empty={w.anybody} choices={people(action.assignees ?? [])} />
      )}
      {asksMarks(action) && (
        <MarksField
          papers={action.kind === 'complete_supplement' ? papers.filter((one) => (dossier.supplement_lines ?? []).includes(one.id)) : papers}
          marks={said.marks}
          allRight={said.allRight}
          onMarks={(marks) => put({ marks, allRight: false })}
          onAllRight={(allRight) => put({ allRight, marks: {} })}
        />
      )}
      {asksLines(action) && <SupplementField papers={papers} lines={said.lines} onChange={(lines) => put({ lines })} wrong={wrong('act-lines')} />}
      {needs(action, 'number') && (
        <>
          <TextField id="act-number" label={w.number} required value={said.number} onChange={(number) => put({ number })} wrong={wrong('act-number')} />
          <TextField id="act-date" label={w.date} type="date" value={said.date} onChange={(date) => put({ date })} />
        </>
      )}
      {needs(action, 'signer') && (
        <>
          <SelectField id="act-signer" label={w.signer} required value={said.signer} onChange={(signer) => put({ signer })} wrong={wrong('act-signer')} empty={w.anybody} choices={people(withRole('leader', 'head'))} />
          <SelectField id="act-capacity" label={w.capacity} value={said.capacity} onChange={(capacity) => put({ capacity })} choices={Object.entries(w.capacities).map(([value, label]) => ({ value, label }))} />
        </>
      )}
      {asksApprover(action) && (
        <SelectField id="act-approver" label={w.approver} required value={said.approver} onChange={(approver) => put({ approver })} wrong={wrong('act-approver')} empty={w.anybody} choices={people(withRole('desk_head', 'head', 'leader'))} />
      )}
      {needs(action, 'collector') && (
        <>
          <RadioField id="act-collector-kind" label={w.collectorKind} value={said.collectorKind} onChange={(collectorKind) => put({ collectorKind, collector: collectorKind === 'applicant' ? (dossier.people?.applicant ?? '') : '' })} choices={Object.entries(w.collectorKinds).map(([value, label]) => ({ value, label }))} />
          <TextField id="act-collector" label={w.collector} required value={said.collector} onChange={(collector) => put({ collector })} wrong={wrong('act-collector')} />
          <TextField id="act-collector-id" label={w.collectorId} value={said.collectorId} onChange={(collectorId) => put({ collectorId })} numeric />
          {said.collectorKind === 'representative' && <TextField id="act-authorisation" label={w.authorisation} required value={said.authorisation} onChange={(authorisation) => put({ authorisation })} wrong={wrong('act-authorisation')} />}
          <label class="choice">
            <input type="checkbox" checked={said.receiptShown} onChange={(event) => put({ receiptShown: event.currentTarget.checked })} />
            {w.receiptShown}
          </label>
        </>
      )}
      <LongField id="act-reason" label={w.reason} required={needs(action, 'reason')} value={said.reason} onChange={(reason) => put({ reason })} wrong={wrong('act-reason')} />
    </>
  );
}
