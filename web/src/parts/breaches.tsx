// What is overdue and on whose time, each with a reminder to whoever has it.
import { useState } from 'preact/hooks';
import { get, post, Problem } from '../api/client';
import type { WorkItem } from '../api/types';
import { notify } from '../app/notices';
import { nameOf } from '../app/session';
import { words } from '../words';
import { workingTime } from '../words/format';
import { viewsWords } from '../words/views';
import { Clock } from './clock';
import { Dialog } from './dialog';
import { LongField } from './form';
import { Skeleton, useLoad, Wrong } from './load';
import { ReassignDialog } from './reassign';

interface Charge { charged_to: string; unit: string; unit_name: string; role: string; person: string; working_minutes: number }
type Breach = WorkItem & { held_by: Charge[] };

export function Breaches() {
  const w = words.value.board;
  const path = '/api/v1/breaches?limit=20';
  const { data, problem, again } = useLoad(path, (abort) => get<{ items: Breach[] }>(path, abort));
  const [reminding, setReminding] = useState<Breach | null>(null);
  const [reassigning, setReassigning] = useState<Breach | null>(null);
  return (
    <section class="stack">
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton />}
      {data?.items.length === 0 && <p class="panel">{w.lateNone}</p>}
      {data && data.items.length > 0 && (
        <div class="scroll">
          <table class="cards">
            <caption class="pad"><h2>{w.late}</h2></caption>
            <thead><tr><th scope="col">{words.value.inbox.code}</th><th scope="col">{words.value.inbox.procedure}</th><th scope="col">{words.value.inbox.step}</th><th scope="col">{words.value.inbox.holder}</th><th scope="col">{words.value.inbox.appointment}</th><th scope="col">{w.heldBy}</th><th scope="col"><span class="visually-hidden">{w.remind}</span></th></tr></thead>
            <tbody>
              {data.items.map((row) => (
                <tr key={row.id}>
                  <td><a class="code" href={`/ho-so/${encodeURIComponent(row.code ?? row.id)}`}>{row.code}</a></td>
                  <td data-label={words.value.inbox.procedure}>{row.procedure.name}</td>
                  <td data-label={words.value.inbox.step}>{row.step.name}</td>
                  <td data-label={words.value.inbox.holder}>{row.holder.person ? nameOf(row.holder.person) : row.holder.unit_name}</td>
                  <td data-label={words.value.inbox.appointment}><Clock due={row.dossier_due} /></td>
                  <td data-label={w.heldBy} class="small">
                    <ul class="charges">
                      {[...row.held_by].sort((one, other) => other.working_minutes - one.working_minutes).slice(0, 3).map((one, index) => (
                        <li key={index}>{one.person ? nameOf(one.person) : one.unit_name}: <strong>{workingTime(one.working_minutes)}</strong></li>
                      ))}
                    </ul>
                  </td>
                  <td>
                    <div class="row">
                      <button type="button" class="button" onClick={() => setReminding(row)} aria-label={w.remindTitle(row.code ?? '')}>{w.remind}</button>
                      <button type="button" class="button" onClick={() => setReassigning(row)} aria-label={viewsWords.value.reassignTitle(row.code ?? '')}>{viewsWords.value.reassign}</button>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {reminding && <Remind row={reminding} onClose={() => setReminding(null)} />}
      {reassigning && <ReassignDialog row={reassigning} onClose={() => setReassigning(null)} onDone={() => { setReassigning(null); again(); }} />}
    </section>
  );
}

function Remind({ row, onClose }: { row: Breach; onClose: () => void }) {
  const w = words.value.board;
  const [text, setText] = useState(w.remindUsual);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async () => {
    try {
      await post(`/api/v1/dossiers/${row.id}/reminders`, { text });
      notify(w.reminded);
      onClose();
    } catch (error) {
      if (error instanceof Problem) setProblem(error);
    }
  };
  return (
    <Dialog title={w.remindTitle(row.code ?? '')} onClose={onClose} onSubmit={() => void send()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary">{w.remind} <kbd>Ctrl+Enter</kbd></button></>}>
      {problem && <Wrong problem={problem} />}
      <LongField id="remind-text" label={w.remindText} value={text} onChange={setText} />
    </Dialog>
  );
}
