// Numbering a list of the office and opening it to be printed.
import { useState } from 'preact/hooks';
import { post, Problem } from '../api/client';
import type { PrintedPaper } from '../api/types';
import { notify } from '../app/notices';
import { roles } from '../app/session';
import { listWords } from '../words/lists';

export type WantedList = { form: 'register'; year: number } | { form: 'hand_over'; unit: string; day: string };

/** Whom the server lets number a list. */
export const makesLists = () => ['clerk', 'desk_head', 'records'].some((role) => roles.value.has(role));

/** Numbers, keeps and opens it to be printed. */
export async function makeList(wanted: WantedList): Promise<PrintedPaper> {
  const paper = await post<PrintedPaper>('/api/v1/papers', wanted);
  open(paper.page, '_blank', 'noopener');
  notify(listWords.value.opened(listName(paper)), { seconds: 8 });
  return paper;
}

export const listName = (paper: PrintedPaper) => listWords.value.made(paper.form_name, String(paper.number), String(paper.year));

/** One press, one paper: on a screen where unit and day are known. */
export function MakeList({ wanted, label }: { wanted: WantedList; label: string }) {
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      await makeList(wanted);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      notify(error.detail || error.title, { wrong: true });
    } finally {
      setBusy(false);
    }
  };
  return <button type="button" class="button" disabled={busy} onClick={() => void make()}>{label}</button>;
}
