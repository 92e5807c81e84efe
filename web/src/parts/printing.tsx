// The papers of a dossier: what can be printed, what was printed, and why a paper is printed once more.
import { useState } from 'preact/hooks';
import { get, post, Problem } from '../api/client';
import type { DuePaper, PrintedPaper } from '../api/types';
import { notify } from '../app/notices';
import { nameOf } from '../app/session';
import { words } from '../words';
import { moment } from '../words/format';
import { Empty, Skeleton, useLoad, Wrong } from './load';

interface Papers { id: string; due: DuePaper[]; items: PrintedPaper[] }

const reasons = ['jam', 'lost', 'correction'] as const;

/** Issues the paper and opens it to be printed. */
export async function printPaper(dossier: string, form: string, reason?: string): Promise<void> {
  const paper = await post<PrintedPaper>(`/api/v1/dossiers/${encodeURIComponent(dossier)}/papers`, reason ? { form, reason } : { form });
  open(`/giay/${encodeURIComponent(dossier)}/${paper.paper}`, '_blank', 'noopener');
}

export function Printing({ dossier }: { dossier: string }) {
  const w = words.value.printing;
  const at = `/api/v1/dossiers/${encodeURIComponent(dossier)}/papers`;
  const { data, problem, again } = useLoad(at, (abort) => get<Papers>(at, abort));
  const [wrong, setWrong] = useState<Problem | null>(null);
  const [reason, setReason] = useState<string>(reasons[0]);
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={4} />;
  if (data.due.length === 0) return <Empty title={w.none}><p class="muted">{w.noneWhy}</p></Empty>;
  const print = async (form: string, why?: string) => {
    try {
      await printPaper(dossier, form, why);
      setWrong(null);
      notify(w.opened, { seconds: 4 });
      again();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setWrong(error);
    }
  };
  return (
    <div class="panel stack">
      {wrong && <Wrong problem={wrong} />}
      <ul class="papers">
        {data.due.map((one) => (
          <li key={one.form}>
            <span>{one.form_name} <span class="muted small">({one.form_number})</span></span>
            {one.prints === 0 || one.form === 'control_slip'
              ? <button type="button" class="button" onClick={() => void print(one.form, one.prints === 0 ? undefined : reason)}>{w.print}</button>
              : <button type="button" class="button" onClick={() => void print(one.form, reason)}>{w.again(one.prints + 1)}</button>}
          </li>
        ))}
      </ul>
      {data.due.some((one) => one.prints > 0) && (
        <fieldset class="field">
          <legend>{w.reason}</legend>
          {reasons.map((one) => (
            <label key={one} class="choice">
              <input type="radio" name="reprint" checked={reason === one} onChange={() => setReason(one)} />
              {w.reasons[one]}
            </label>
          ))}
        </fieldset>
      )}
      {data.items.length > 0 && (
        <>
          <h2>{w.printed}</h2>
          <ul class="papers">
            {data.items.map((one) => (
              <li key={one.paper}>
                <a href={`/giay/${encodeURIComponent(dossier)}/${one.paper}`} target="_blank" rel="noopener">{w.copy(one.form_name, one.number, one.year, one.print)}</a>
                <span class="muted small">{moment(one.issued_at)} · {nameOf(one.issued_by)}{one.reason && ` · ${w.reasons[one.reason] ?? one.reason}`}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
