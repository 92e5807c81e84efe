// The register of a year and the list of what the desk hands to a unit: papers of the office, numbered and kept as printed.
import { useState } from 'preact/hooks';
import { get, Problem } from '../api/client';
import type { PrintedPaper } from '../api/types';
import { words } from '../words';
import { listWords } from '../words/lists';
import { ErrorSummary, type FieldWrong, SelectField, TextField } from './form';
import { useLoad, Wrong } from './load';
import { listName, makeList, makesLists, type WantedList } from './make_list';

interface Unit { unit: string; name: string; is_desk: boolean; is_outside: boolean }

export default function Lists({ day: today }: { day: string }) {
  const w = listWords.value;
  const units = useLoad('/api/v1/units', (abort) => get<{ items: Unit[] }>('/api/v1/units', abort));
  const thisYear = Number(today.slice(0, 4));
  const [year, setYear] = useState(String(thisYear));
  const [unit, setUnit] = useState('');
  const [day, setDay] = useState(today);
  const [made, setMade] = useState<PrintedPaper[]>([]);
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async (wanted: WantedList, missing: FieldWrong[] = []) => {
    if (busy) return;
    setWrongs(missing);
    setTurn((count) => count + 1);
    setProblem(null);
    if (missing.length > 0) return;
    setBusy(true);
    try {
      const paper = await makeList(wanted);
      setMade((former) => [paper, ...former]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const makeHandOver = () => {
    const missing: FieldWrong[] = [];
    if (unit === '') missing.push({ id: 'list-unit', label: w.unit, message: words.value.form.choose });
    if (day === '') missing.push({ id: 'list-day', label: w.day, message: words.value.form.missing });
    void make({ form: 'hand_over', unit, day }, missing);
  };
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  const may = makesLists();
  return (
    <>
      <ErrorSummary wrongs={wrongs} turn={turn} />
      {problem && <Wrong problem={problem} />}
      {units.problem && <Wrong problem={units.problem} again={units.again} />}
      {!may && <p class="note">{w.notYours}</p>}
      <div class="columns lists">
        <form class="panel" noValidate onSubmit={(event) => { event.preventDefault(); void make({ form: 'register', year: Number(year) }); }}>
          <h2>{w.register}</h2>
          <p class="muted">{w.registerMeans}</p>
          <SelectField id="list-year" label={w.year} value={year} onChange={setYear} choices={[0, 1, 2, 3].map((back) => ({ value: String(thisYear - back), label: String(thisYear - back) }))} />
          <p><button type="submit" class="button primary" disabled={busy || !may}>{w.registerOf(year)}</button></p>
        </form>
        <form class="panel" noValidate onSubmit={(event) => { event.preventDefault(); makeHandOver(); }}>
          <h2>{w.handOver}</h2>
          <p class="muted">{w.handOverMeans}</p>
          <SelectField id="list-unit" label={w.unit} required value={unit} onChange={setUnit} empty={w.choose} choices={(units.data?.items ?? []).filter((one) => !one.is_desk && !one.is_outside).map((one) => ({ value: one.unit, label: one.name }))} wrong={wrong('list-unit')} />
          <TextField id="list-day" type="date" label={w.day} required value={day} onChange={setDay} wrong={wrong('list-day')} />
          <p><button type="submit" class="button primary" disabled={busy || !may}>{w.make}</button></p>
        </form>
      </div>
      {made.length > 0 && (
        <section class="panel" aria-labelledby="made-heading">
          <h2 id="made-heading">{w.just}</h2>
          <ul class="papers">
            {made.map((one) => <li key={one.paper}><a href={one.page} target="_blank" rel="noopener">{listName(one)}</a><a href={one.pdf} target="_blank" rel="noopener" aria-label={`${w.pdf} ${listName(one)}`}>{w.pdf}</a></li>)}
          </ul>
        </section>
      )}
    </>
  );
}
