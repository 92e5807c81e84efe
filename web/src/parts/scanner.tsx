// What the scanner of a counter has put into its folder: it appears by itself and is given to a paper.
import { useEffect } from 'preact/hooks';
import { get } from '../api/client';
import { go, place, withQuery } from '../app/router';
import { words } from '../words';
import { time } from '../words/format';
import { SelectField } from './form';
import { useLoad } from './load';
import type { Paper } from './papers';

interface Counter { counter: string; name: string; has_scanner: boolean }
interface Scan { name: string; size: number; scanned_at: string }

const every_ms = 3_000;

/** Where somebody sits stands in the address, as every choice does: a bookmark of it is the counter's. */
export function useCounter(): { counters: Counter[]; counter: string; choose: (counter: string) => void } {
  const { data } = useLoad('/api/v1/counters', (abort) => get<{ items: Counter[] }>('/api/v1/counters', abort));
  const counters = (data?.items ?? []).filter((one) => one.has_scanner);
  const said = place.value.query.get('quay') ?? '';
  return {
    counters,
    counter: counters.some((one) => one.counter === said) ? said : '',
    choose: (chosen) => go(withQuery({ quay: chosen }), 'replace'),
  };
}

interface Props {
  papers: Paper[];
  counters: Counter[];
  counter: string;
  onCounter: (counter: string) => void;
  /** Which scan goes with which paper. */
  given: Record<string, string>;
  onGive: (scan: string, paper: string) => void;
}

export function ScannerFolder({ papers, counters, counter, onCounter, given, onGive }: Props) {
  const w = words.value.taken;
  const scans = useLoad(`scans-${counter}`, (abort) => (counter === '' ? Promise.resolve({ items: [] as Scan[] }) : get<{ items: Scan[] }>(`/api/v1/counters/${counter}/scans`, abort)));
  const { again } = scans;
  useEffect(() => {
    const timer = setInterval(() => counter !== '' && document.visibilityState === 'visible' && again(), every_ms);
    return () => clearInterval(timer);
  }, [counter]);
  if (counters.length === 0) return null;
  const paperOf = (scan: string) => Object.keys(given).find((paper) => given[paper] === scan) ?? '';
  return (
    <section class="panel">
      <h2>{w.folder}</h2>
      <SelectField id="counter" label={w.counter} value={counter} onChange={onCounter} empty={w.noCounter} choices={counters.map((one) => ({ value: one.counter, label: one.name }))} />
      {counter !== '' && scans.data?.items.length === 0 && <p class="small muted" role="status">{w.folderEmpty}</p>}
      {(scans.data?.items ?? []).map((scan, index) => (
        <SelectField key={scan.name} id={`scan-${index}`} label={scan.name} hint={time(scan.scanned_at)} value={paperOf(scan.name)} onChange={(paper) => onGive(scan.name, paper)} empty={w.toNoPaper} choices={papers.map((one) => ({ value: one.id, label: one.name }))} />
      ))}
    </section>
  );
}
