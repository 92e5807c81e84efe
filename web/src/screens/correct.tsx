// What was typed wrong at the counter is put right, with the reason. When somebody else corrected meanwhile, what only he
// changed is taken over, and what both changed stands side by side until it is chosen.
import { useState } from 'preact/hooks';
import { get, newKey, post, Problem } from '../api/client';
import type { Dossier, TimelineEvent } from '../api/types';
import { notify } from '../app/notices';
import { nameOf } from '../app/session';
import { Compare, type Difference, differences, merged } from '../parts/compare';
import { Dialog } from '../parts/dialog';
import { ErrorSummary, type FieldWrong, LongField, TextField } from '../parts/form';
import { Wrong } from '../parts/load';
import { words } from '../words';

interface Typed { name: string; phone: string; address: string; project: string; summary: string }

function typedOf(dossier: Dossier): Typed {
  const people = dossier.people;
  return { name: people?.applicant ?? '', phone: people?.applicant_phone ?? '', address: people?.applicant_address ?? '', project: people?.project ?? '', summary: people?.title ?? '' };
}

export default function Correct({ dossier, onClose, onDone }: { dossier: Dossier; onClose: () => void; onDone: () => void }) {
  const w = words.value.correct;
  const i = words.value.intake;
  const labels = { name: i.name, phone: i.phone, address: i.address, project: i.project, summary: i.summary };
  const [base, setBase] = useState({ typed: typedOf(dossier), version: dossier.version });
  const [form, setForm] = useState(base.typed);
  const [reason, setReason] = useState('');
  const [conflict, setConflict] = useState<{ who: string; theirs: Typed; version: number; rows: Difference[] } | null>(null);
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const put = (change: Partial<Typed>) => setForm((now) => ({ ...now, ...change }));
  const changed = (Object.keys(form) as (keyof Typed)[]).filter((field) => form[field].trim() !== base.typed[field].trim());

  const meet = async () => {
    const at = `/api/v1/dossiers/${dossier.id}`;
    const [now, { items }] = await Promise.all([get<Dossier>(at), get<{ items: TimelineEvent[] }>(`${at}/timeline`)]);
    const theirs = typedOf(now);
    // What this one did not touch is theirs; what both did is chosen.
    const kept = merged(form, theirs, new Set(changed));
    const rows = differences(kept, theirs, labels).filter((one) => theirs[one.id as keyof Typed] !== base.typed[one.id as keyof Typed]);
    setForm(kept);
    setBase({ typed: theirs, version: now.version });
    const last = items.find((one) => one.type === 'intake_corrected');
    if (rows.length > 0) setConflict({ who: last ? nameOf(last.actor.person) : '', theirs, version: now.version, rows });
    else notify(words.value.compare.changed, { wrong: true });
    setKey(newKey());
  };
  const submit = async () => {
    if (busy || conflict) return;
    const missing: FieldWrong[] = [];
    if (form.name.trim() === '') missing.push({ id: 'correct-name', label: i.name, message: words.value.form.missing });
    if (changed.length === 0) missing.push({ id: 'correct-name', label: w.what, message: w.nothing });
    if (reason.trim() === '') missing.push({ id: 'correct-reason', label: i.reason, message: words.value.form.missing });
    setWrongs(missing);
    setTurn((count) => count + 1);
    setProblem(null);
    if (missing.length > 0) return;
    setBusy(true);
    const person = Object.fromEntries(changed.filter((field) => field === 'name' || field === 'phone' || field === 'address').map((field) => [field, form[field]]));
    const rest = Object.fromEntries(changed.filter((field) => field === 'project' || field === 'summary').map((field) => [field, form[field]]));
    try {
      await post(`/api/v1/dossiers/${dossier.id}/acts/correct_intake`, { reason, ...rest, ...(Object.keys(person).length > 0 ? { applicant: person } : {}) }, { ifMatch: base.version, key });
      notify(w.done);
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === 'version_conflict') await meet();
      else setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  return (
    <Dialog
      title={w.title(dossier.code ?? '')}
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>{words.value.cancel}</button>
          <button type="submit" class="button primary" disabled={busy || conflict !== null}>{w.save} <kbd>Ctrl+Enter</kbd></button>
        </>
      }
    >
      <ErrorSummary wrongs={wrongs} turn={turn} />
      {problem && <Wrong problem={problem} />}
      {conflict && (
        <Compare
          who={conflict.who}
          rows={conflict.rows}
          onChosen={(mine) => {
            setForm((now) => merged(now, conflict.theirs, new Set([...Object.keys(now).filter((field) => !conflict.rows.some((row) => row.id === field)), ...mine])));
            setConflict(null);
          }}
        />
      )}
      <TextField id="correct-name" label={i.name} required value={form.name} onChange={(name) => put({ name })} wrong={wrong('correct-name')} />
      <TextField id="correct-phone" label={i.phone} type="tel" value={form.phone} onChange={(phone) => put({ phone })} />
      <TextField id="correct-address" label={i.address} value={form.address} onChange={(address) => put({ address })} />
      <TextField id="correct-project" label={i.project} value={form.project} onChange={(project) => put({ project })} />
      <LongField id="correct-summary" label={i.summary} value={form.summary} onChange={(summary) => put({ summary })} maxLength={1000} />
      <LongField id="correct-reason" label={i.reason} required hint={w.reasonHint} value={reason} onChange={setReason} wrong={wrong('correct-reason')} />
    </Dialog>
  );
}
