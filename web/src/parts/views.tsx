// Filters that somebody wants again, by name: kept on the server for him alone, beside his drafts.
import { useState } from 'preact/hooks';
import { ask, get, Problem } from '../api/client';
import { notify } from '../app/notices';
import { place } from '../app/router';
import { words } from '../words';
import { viewsWords } from '../words/views';
import { Dialog } from './dialog';
import { ErrorSummary, type FieldWrong, TextField } from './form';
import { useLoad, Wrong } from './load';

interface View { name: string; path: string; query: string }

const id = 'saved-views';
const address = `/api/v1/drafts/${id}`;
const most = 20;

async function read(signal?: AbortSignal): Promise<View[]> {
  const { items } = await get<{ items: { id: string }[] }>('/api/v1/drafts', signal);
  if (!items.some((one) => one.id === id)) return [];
  return (await get<{ content: { views?: View[] } }>(address, signal)).content.views ?? [];
}

const keep = (views: View[]) => ask('PUT', address, { body: { views } });

export function SavedViews() {
  const w = viewsWords.value;
  const { path, query } = place.value;
  const { data, problem, again } = useLoad('saved-views', read);
  const [naming, setNaming] = useState(false);
  const own = data?.filter((one) => one.path === path) ?? [];
  const filter = new URLSearchParams(query);
  filter.delete('cursor');
  const now = filter.toString();
  const remove = async (name: string) => {
    try {
      await keep((await read()).filter((one) => one.name !== name || one.path !== path));
      notify(w.removed);
      again();
    } catch (error) {
      if (error instanceof Problem) notify(error.detail || error.title, { wrong: true });
    }
  };
  return (
    <details class="views">
      <summary>{w.views}{own.length > 0 && ` (${own.length})`}</summary>
      <div class="panel">
        {problem && <Wrong problem={problem} again={again} />}
        {data && own.length === 0 && <p class="muted small">{w.none}</p>}
        {own.length > 0 && (
          <ul class="chips">
            {own.map((one) => (
              <li class="chip" key={one.name}>
                <a href={one.query === '' ? path : `${path}?${one.query}`} aria-current={one.query === now ? 'page' : undefined}>{one.name}</a>
                <button type="button" aria-label={w.remove(one.name)} onClick={() => void remove(one.name)}><span aria-hidden="true">&times;</span></button>
              </li>
            ))}
          </ul>
        )}
        <div class="row"><button type="button" class="button" onClick={() => setNaming(true)}>{w.save}</button></div>
      </div>
      {naming && <NameDialog path={path} query={now} onClose={() => setNaming(false)} onDone={() => { setNaming(false); again(); }} />}
    </details>
  );
}

function NameDialog({ path, query, onClose, onDone }: { path: string; query: string; onClose: () => void; onDone: () => void }) {
  const w = viewsWords.value;
  const [name, setName] = useState('');
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const show = (message: string) => {
    setWrongs([{ id: 'view-name', label: w.name, message }]);
    setTurn((count) => count + 1);
  };
  const save = async () => {
    const wanted = name.trim();
    if (wanted === '') return show(words.value.form.missing);
    try {
      const others = (await read()).filter((one) => one.name !== wanted || one.path !== path);
      if (others.length >= most) return show(w.tooMany);
      await keep([...others, { name: wanted, path, query }]);
      notify(w.saved(wanted));
      onDone();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    }
  };
  return (
    <Dialog title={w.saveTitle} onClose={onClose} onSubmit={() => void save()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary">{w.save} <kbd>Ctrl+Enter</kbd></button></>}>
      <ErrorSummary wrongs={wrongs} turn={turn} />
      {problem && <Wrong problem={problem} />}
      <TextField id="view-name" label={w.name} hint={w.nameHint} required value={name} onChange={setName} wrong={wrongs[0]?.message} />
    </Dialog>
  );
}
