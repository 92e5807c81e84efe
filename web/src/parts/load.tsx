// Loading, empty, wrong: the states that every screen has.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren, ComponentType } from 'preact';
import { Problem } from '../api/client';
import { language, words } from '../words';
import { time } from '../words/format';

export interface Loaded<T> {
  data: T | null;
  problem: Problem | null;
  again: () => void;
  /** Puts what an act answered in place of what was loaded. */
  put: (data: T) => void;
}

/** Loads when `key` changes and keeps the former answer while it does. */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ data: T | null; problem: Problem | null; key: string }>({ data: null, problem: null, key });
  const [turn, setTurn] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  const spoken = language.value;
  useEffect(() => {
    const aborter = new AbortController();
    loader.current(aborter.signal).then(
      (data) => !aborter.signal.aborted && setState({ data, problem: null, key }),
      (error) => {
        if (aborter.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem(0, 'unexpected', String(error), '');
        setState((former) => ({ data: former.key === key ? former.data : null, problem, key }));
      },
    );
    return () => aborter.abort();
  }, [key, turn, spoken]);
  return {
    data: state.data,
    problem: state.problem,
    again: () => setTurn((count) => count + 1),
    put: (data) => setState({ data, problem: null, key }),
  };
}

export function Skeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">{words.value.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

export function Wrong({ problem, again }: { problem: Problem; again?: () => void }) {
  const w = words.value.wrong;
  const said = problem.title || (problem.code === 'no_connection' ? w.noConnection : w.unexpected);
  return (
    <div class="errors" role="alert">
      <h2>{said}</h2>
      {problem.detail && problem.detail !== said && <p>{problem.detail}</p>}
      <p class="small">
        {w.code}: <code>{problem.code}</code>
        {problem.trace && (
          <>
            {' \u00b7 '}
            {w.trace}: <code>{problem.trace}</code>
          </>
        )}
      </p>
      {again && (
        <p>
          <button type="button" class="button" onClick={again}>
            {w.again}
          </button>
        </p>
      )}
    </div>
  );
}

/** Whether what was typed is kept on the server yet. */
export function DraftState({ draft }: { draft: { savedAt: string; waits: boolean } }) {
  const w = words.value.draft;
  return <span role="status">{draft.waits ? <span class="shape overdue">{w.waits}</span> : draft.savedAt ? w.saved(time(draft.savedAt)) : ''}</span>;
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="panel empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** A part that few open comes when it is opened. */
export function Later<Props extends object>({ load, ...props }: Props & { load: () => Promise<{ default: ComponentType<Props> }> }) {
  const { data, problem, again } = useLoad('module', load);
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton />;
  return <data.default {...(props as unknown as Props)} />;
}
