// One action on many dossiers, when all of them allow it without asking for more; a result for each.
import { useEffect, useState } from 'preact/hooks';
import { get, newKey, post, Problem } from '../api/client';
import type { Action, Rows, WorkItem } from '../api/types';
import { notify } from '../app/notices';
import { me } from '../app/session';
import { Dialog } from '../parts/dialog';
import { SelectField } from '../parts/form';
import { Wrong } from '../parts/load';
import { words } from '../words';

/** Needs nothing that differs from dossier to dossier; whoever signs many, signs all in one capacity. */
function isPlain(action: Action): boolean {
  return action.allowed && action.requires.every((one) => ['fee_paid', 'consults_closed', 'signer'].includes(one)) && ['advance', 'submit', 'approve', 'sign'].includes(action.kind);
}

export function BulkDialog({ rows, onClose, onDone }: { rows: WorkItem[]; onClose: () => void; onDone: () => void }) {
  const w = words.value.bulk;
  const [shared, setShared] = useState<Action[] | null>(null);
  const [action, setAction] = useState('');
  const [capacity, setCapacity] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [results, setResults] = useState<Rows['results'] | null>(null);
  const [todo, setTodo] = useState(rows);
  useEffect(() => {
    Promise.all(rows.map((row) => get<{ actions: Action[] }>(`/api/v1/dossiers/${row.id}/actions`))).then(
      (all) => {
        const [first, ...others] = all.map((one) => one.actions.filter(isPlain));
        const common = (first ?? []).filter((one) => others.every((list) => list.some((other) => other.id === one.id && other.to === one.to)));
        setShared(common);
        setAction(common[0]?.id ?? '');
      },
      (error) => setProblem(error),
    );
  }, []);
  const signs = shared?.find((one) => one.id === action)?.requires.includes('signer') ?? false;
  const take = async () => {
    if (action === '') return;
    try {
      const answer = await post<Rows>('/api/v1/dossiers:batch-advance', { action, ...(signs ? { args: { signer: { person: me.value?.person, ...(capacity ? { capacity } : {}) } } } : {}), dossiers: todo.map((row) => ({ dossier: row.id, version: '*' })) }, { key: newKey() });
      setResults(answer.results);
      notify(w.results(answer.done, answer.refused));
      if (answer.refused === 0) onDone();
      else setTodo(todo.filter((_, index) => answer.results[index]?.problem));
    } catch (error) {
      if (error instanceof Problem) setProblem(error);
    }
  };
  return (
    <Dialog
      title={w.title(todo.length)}
      onClose={results ? onDone : onClose}
      onSubmit={() => void take()}
      foot={
        <>
          <button type="button" class="button" onClick={results ? onDone : onClose}>{words.value.close}</button>
          <button type="submit" class="button primary" disabled={!shared || shared.length === 0}>{results ? w.again : w.go} <kbd>Ctrl+Enter</kbd></button>
        </>
      }
    >
      {problem && <Wrong problem={problem} />}
      {!shared && !problem && <p role="status">{w.looking}</p>}
      {shared?.length === 0 && <p class="note">{w.none}</p>}
      {shared && shared.length > 0 && <SelectField id="bulk-action" label={w.action} value={action} onChange={setAction} choices={shared.map((one) => ({ value: one.id, label: `${one.name} → ${one.to_name}` }))} />}
      {signs && <SelectField id="bulk-capacity" label={words.value.act.capacity} value={capacity} onChange={setCapacity} choices={Object.entries(words.value.act.capacities).map(([value, label]) => ({ value, label }))} />}
      <table>
        <caption class="visually-hidden">{w.title(rows.length)}</caption>
        <thead><tr><th scope="col">{words.value.inbox.code}</th><th scope="col">{words.value.inbox.step}</th><th scope="col">{w.result}</th></tr></thead>
        <tbody>
          {rows.map((row) => {
            const result = results?.find((one) => one.dossier === row.id);
            const refused = result?.problem as { title?: string; detail?: string } | undefined;
            return (
              <tr key={row.id}>
                <td class="code">{row.code}</td>
                <td>{row.step.name}</td>
                <td>{refused ? <span class="shape overdue">{refused.detail ?? refused.title}</span> : result ? <span class="shape stopped">{w.done}</span> : ''}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Dialog>
  );
}
