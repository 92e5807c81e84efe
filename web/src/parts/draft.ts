// What is typed is kept on the server, and comes back when the page opens again. A save that did not get through is tried
// again until it does; one that another window of the same person overtook is told, and loses nothing.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, get, Problem } from '../api/client';

const saved_every_ms = 10_000;
const tried_again_ms = 2_000;

export interface Draft<T> {
  /** When it was last saved, RFC 3339; '' while nothing is. */
  savedAt: string;
  /** The last save did not get through. */
  waits: boolean;
  /** What another window saved meanwhile; saving stops until `settle` is called. */
  theirs: T | null;
  /** Goes on from `settled`, which replaces what both windows had. */
  settle: (settled: T) => void;
  drop: () => void;
}

interface Saved { saved_at: string }

export function useDraft<T extends object>(id: string, blank: T, form: T, setForm: (form: T) => void): Draft<T> {
  const at = `/api/v1/drafts/${id}`;
  const blankText = JSON.stringify(blank);
  const last = useRef(blankText);
  const tag = useRef('');
  const now = useRef(form);
  now.current = form;
  const saving = useRef<() => void>(() => undefined);
  const stopped = useRef(false);
  const dropped = useRef(0);
  const [state, setState] = useState<{ savedAt: string; waits: boolean; theirs: T | null }>({ savedAt: '', waits: false, theirs: null });

  useEffect(() => {
    let isHere = true;
    let busy = false;
    let failed = false;
    let timer: ReturnType<typeof setTimeout>;
    const tell = (change: Partial<typeof state>) => isHere && setState((former) => ({ ...former, ...change }));
    const read = async () => {
      const { items } = await get<{ items: { id: string }[] }>('/api/v1/drafts');
      if (!items.some((one) => one.id === id)) return null;
      const { data, etag } = await ask<{ content: Partial<T>; saved_at: string }>('GET', at);
      return { content: { ...blank, ...data.content }, savedAt: data.saved_at, etag };
    };
    const save = async () => {
      const text = JSON.stringify(now.current);
      if (text === last.current || stopped.current || busy) return;
      busy = true;
      failed = false;
      const turn = dropped.current;
      try {
        if (tag.current === '') {
          const there = await read();
          if (there && JSON.stringify(there.content) !== text) throw new Problem(412, 'draft_changed', '', '');
          if (there) tag.current = there.etag;
        }
        const { data, etag } = await ask<Saved>('PUT', at, { body: JSON.parse(text), ifMatch: tag.current || '*' });
        // Handed in while it was being saved: it is no draft any more.
        if (turn !== dropped.current) return void ask('DELETE', at).catch(() => undefined);
        last.current = text;
        tag.current = etag;
        tell({ savedAt: data.saved_at, waits: false });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        failed = error.code !== 'draft_changed';
        if (failed) return tell({ waits: true });
        const there = await read().catch(() => null);
        tag.current = there?.etag ?? '';
        if (there) {
          stopped.current = true;
          tell({ theirs: there.content, waits: false });
        }
      } finally {
        busy = false;
      }
    };
    const tick = () => {
      timer = setTimeout(() => void save().finally(() => isHere && tick()), failed ? tried_again_ms : saved_every_ms);
    };
    saving.current = () => void save();
    read().then(
      (kept) => {
        if (!kept || !isHere) return;
        if (JSON.stringify(now.current) !== blankText) return; // typing was faster: the first save compares
        tag.current = kept.etag;
        last.current = JSON.stringify(kept.content);
        tell({ savedAt: kept.savedAt });
        setForm(kept.content);
      },
      // Not to be had now: the form is blank, which it was anyway.
      () => undefined,
    );
    tick();
    const leaving = () => document.visibilityState === 'hidden' && void save();
    document.addEventListener('visibilitychange', leaving);
    return () => {
      isHere = false;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', leaving);
      void save();
    };
  }, []);

  return {
    ...state,
    settle: (settled) => {
      stopped.current = false;
      last.current = '';
      setForm(settled);
      now.current = settled;
      setState((former) => ({ ...former, theirs: null }));
      saving.current();
    },
    drop: () => {
      dropped.current += 1;
      last.current = blankText;
      if (tag.current !== '') ask('DELETE', at).catch(() => undefined);
      tag.current = '';
      setState({ savedAt: '', waits: false, theirs: null });
    },
  };
}
