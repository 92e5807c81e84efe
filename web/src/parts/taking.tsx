// Working through a list: find in it, take one act at a time on what is open, leave it by Esc.
import { useEffect, useState } from 'preact/hooks';
import { newKey, Problem } from '../api/client';
import type { Dossier } from '../api/types';
import { go, place, withQuery } from '../app/router';
import { words } from '../words';
import { ErrorSummary, type FieldWrong } from './form';
import { Wrong } from './load';
import { Meanwhile, type Since, since } from './meanwhile';

/** What the list is narrowed to stands in the address. */
export function Find({ label }: { label?: string }) {
  const w = words.value;
  const said = place.value.query.get('q') ?? '';
  const [text, setText] = useState(said);
  useEffect(() => setText(said), [said]);
  return (
    <form class="row" role="search" onSubmit={(event) => { event.preventDefault(); go(withQuery({ q: text.trim(), mo: null })); }}>
      <label class="visually-hidden" for="list-search">{label ?? w.records.find}</label>
      <input id="list-search" type="search" class="grow" placeholder={label ?? w.records.find} value={text} onInput={(event) => setText(event.currentTarget.value)} autoComplete="off" />
      <button type="submit" class="button">{w.journal.find}</button>
    </form>
  );
}

/** One act at a time: what is wrong, and what the server said against it; when somebody else was faster, what he changed
    since `looked` was looked at. */
export function useTaking(again: () => void, looked?: Dossier | null) {
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [meanwhile, setMeanwhile] = useState<Since | null>(null);
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const take = async (missing: FieldWrong[], work: (key: string) => Promise<void>) => {
    if (busy) return;
    setWrongs(missing);
    setTurn((count) => count + 1);
    setProblem(null);
    if (missing.length > 0) return;
    setMeanwhile(null);
    setBusy(true);
    try {
      await work(key);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Whoever asked with an old version looks at the present one; what was typed stays.
      if (error.code === 'version_conflict' && looked) setMeanwhile(await since(looked));
      else setProblem(error);
      if (error.code === 'version_conflict') again();
      if (error.status !== 0 && error.status !== 503) setKey(newKey());
    } finally {
      setBusy(false);
    }
  };
  const head = (
    <>
      <ErrorSummary wrongs={wrongs} turn={turn} />
      {problem && <Wrong problem={problem} />}
      {meanwhile && <Meanwhile since={meanwhile} />}
    </>
  );
  return { take, busy, head, wrong: (id: string) => wrongs.find((one) => one.id === id)?.message };
}

/** Esc leaves what is open, unless a dialog is. */
export function escape(leave: () => void): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) leave();
  };
  addEventListener('keydown', listen);
  return () => removeEventListener('keydown', listen);
}

/** "17/GP" after "16/GP". */
export const nextOf = (number: string) => number.replace(/\d+/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));
