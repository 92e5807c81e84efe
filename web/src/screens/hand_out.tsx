// Returning results: what waits at the counter, and the scan of a receipt that opens the right one.
import { useState } from 'preact/hooks';
import { get } from '../api/client';
import type { Action, WorkItem, WorkPage } from '../api/types';
import { codeOf } from '../app/keys';
import { notify } from '../app/notices';
import { go } from '../app/router';
import { ActDialog } from '../parts/act';
import { TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { words } from '../words';
import { moment } from '../words/format';

const path = '/api/v1/dossiers?state=finished&limit=100';

export default function HandOut() {
  const w = words.value.handOut;
  const { data, problem, again } = useLoad(path, (abort) => get<WorkPage>(path, abort));
  const [text, setText] = useState('');
  const [giving, setGiving] = useState<{ row: Pick<WorkItem, 'id' | 'code'>; action: string } | null>(null);
  const open = () => {
    const code = codeOf(text) || text.trim();
    if (code === '') return;
    const row = data?.items.find((one) => one.code === code || one.code?.endsWith(`-${code}`));
    if (row) void give(row);
    else go(`/ho-so/${encodeURIComponent(code)}`);
    setText('');
  };
  const give = async (row: Pick<WorkItem, 'id' | 'code'>) => {
    const { actions } = await get<{ actions: Action[] }>(`/api/v1/dossiers/${row.id}/actions`);
    const found = actions.find((one) => one.kind === 'return_result' && one.allowed);
    if (found) setGiving({ row, action: found.id });
    else notify(actions.find((one) => one.kind === 'return_result')?.why_not?.detail ?? w.notReady, { wrong: true });
  };
  return (
    <>
      <h1>{words.value.screens.hand_out}</h1>
      <form class="panel" onSubmit={(event) => { event.preventDefault(); open(); }}>
        <div class="row scan">
          <TextField id="scan" label={w.scan} value={text} onChange={setText} />
          <button type="submit" class="button primary">{w.open}</button>
        </div>
      </form>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton />}
      {data?.items.length === 0 && <Empty title={w.empty}><p class="muted">{w.emptyWhy}</p></Empty>}
      {data && data.items.length > 0 && (
        <div class="scroll">
          <table class="cards">
            <caption class="pad"><h2>{w.ready}</h2></caption>
            <thead><tr><th scope="col">{words.value.inbox.code}</th><th scope="col">{words.value.inbox.procedure}</th><th scope="col">{words.value.inbox.owner}</th><th scope="col">{words.value.inbox.step}</th><th scope="col">{w.since}</th><th scope="col"><span class="visually-hidden">{w.give}</span></th></tr></thead>
            <tbody>
              {data.items.map((row) => (
                <tr key={row.id}>
                  <td><a class="code" href={`/ho-so/${encodeURIComponent(row.code ?? row.id)}`}>{row.code}</a></td>
                  <td data-label={words.value.inbox.procedure}>{row.procedure.name}</td>
                  <td data-label={words.value.inbox.owner}>{row.applicant}</td>
                  <td data-label={words.value.inbox.step}>{row.step.name}</td>
                  <td data-label={w.since}>{row.finished_at ? moment(row.finished_at) : ''}</td>
                  <td><button type="button" class="button" onClick={() => void give(row)} aria-label={`${w.give} ${row.code ?? ''}`}>{w.give}</button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {giving && (
        <ActDialog
          dossier={giving.row.id}
          code={giving.row.code ?? ''}
          chosen={giving.action}
          onClose={() => setGiving(null)}
          onDone={() => {
            setGiving(null);
            again();
            document.getElementById('scan')?.focus();
          }}
        />
      )}
    </>
  );
}
