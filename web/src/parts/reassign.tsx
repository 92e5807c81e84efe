// A head or manager gives a dossier to somebody else who can hold its step.
import { useState } from 'preact/hooks';
import { newKey, post, Problem } from '../api/client';
import type { WorkItem } from '../api/types';
import { notify } from '../app/notices';
import { colleagues, nameOf } from '../app/session';
import { words } from '../words';
import { compare } from '../words/format';
import { viewsWords } from '../words/views';
import { Dialog } from './dialog';
import { ErrorSummary, type FieldWrong, LongField, SelectField } from './form';
import { Wrong } from './load';

export function ReassignDialog({ row, onClose, onDone }: { row: Pick<WorkItem, 'id' | 'code' | 'holder'>; onClose: () => void; onDone: () => void }) {
  const w = viewsWords.value;
  const [key] = useState(newKey);
  const [assignee, setAssignee] = useState('');
  const [reason, setReason] = useState('');
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const choices = [...colleagues.value.values()]
    .filter((one) => one.person !== row.holder.person && !one.absent && one.roles.some((held) => held.role === row.holder.role && held.unit === row.holder.unit))
    .map((one) => ({ value: one.person, label: nameOf(one.person) }))
    .sort((one, other) => compare(one.label, other.label));
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  const go = async () => {
    const missing: FieldWrong[] = [];
    if (assignee === '') missing.push({ id: 'reassign-to', label: w.reassignTo, message: words.value.form.choose });
    if (reason.trim() === '') missing.push({ id: 'reassign-reason', label: w.reassignReason, message: words.value.form.missing });
    setWrongs(missing);
    setTurn((count) => count + 1);
    if (missing.length > 0) return;
    try {
      await post(`/api/v1/dossiers/${row.id}/acts/reassign`, { assignee, reason }, { ifMatch: '*', key });
      notify(w.reassigned(nameOf(assignee)));
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <Dialog title={w.reassignTitle(row.code ?? '')} onClose={onClose} onSubmit={() => void go()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary" disabled={choices.length === 0}>{w.reassign} <kbd>Ctrl+Enter</kbd></button></>}>
      <ErrorSummary wrongs={wrongs} turn={turn} />
      {problem && <Wrong problem={problem} />}
      {choices.length === 0 && <p class="note">{w.nobody}</p>}
      <SelectField id="reassign-to" label={w.reassignTo} required value={assignee} onChange={setAssignee} empty={w.reassignChoose} choices={choices} wrong={wrong('reassign-to')} />
      <LongField id="reassign-reason" label={w.reassignReason} required value={reason} onChange={setReason} wrong={wrong('reassign-reason')} />
    </Dialog>
  );
}
