// The auditor's: who did what to which dossier and when, and in one sentence how much there is and what it comes to.
import { useState } from 'preact/hooks';
import { download, get, Problem, query } from '../api/client';
import type { TimelineEvent } from '../api/types';
import { notify } from '../app/notices';
import { go, place } from '../app/router';
import { colleagues, nameOf } from '../app/session';
import { Changes, changesOf, readNames } from '../parts/changes';
import { SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { Actor } from '../parts/timeline';
import { SavedViews } from '../parts/views';
import { words } from '../words';
import { compare, moment, number } from '../words/format';

type JournalEvent = TimelineEvent & { object: string };
interface Page { items: JournalEvent[]; next_cursor: string | null }
interface Head { size: number; root: string; signed: { size: number } | null }

const fields = ['actor', 'action', 'object', 'from', 'to', 'refused'] as const;
const formats = ['xlsx', 'csv', 'jsonl'] as const;

export default function JournalScreen() {
  const w = words.value.journal;
  const said = place.value.query;
  const path = `/api/v1/journal${query({ limit: 100, ...Object.fromEntries([...fields, 'cursor'].map((name) => [name, said.get(name)])) })}`;
  const { data, problem, again } = useLoad(path, (abort) => get<Page>(path, abort));
  const places = useLoad('names', readNames);
  const known = [...new Map((data?.items ?? []).map((one) => [one.type, one.type_name])).entries()];
  return (
    <>
      <div class="heading"><h1>{words.value.screens.journal}</h1><span class="muted">{w.intro}</span></div>
      <Verdict />
      <Filter known={known} />
      <SavedViews />
      <Export />
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={12} />}
      {data?.items.length === 0 && <Empty title={w.empty}><p class="muted">{w.emptyWhy}</p></Empty>}
      {data && data.items.length > 0 && (
        <div class="scroll">
          <table class="cards">
            <caption class="visually-hidden">{w.caption}</caption>
            <thead><tr><th scope="col" class="n">{w.seq}</th><th scope="col">{w.when}</th><th scope="col">{w.who}</th><th scope="col">{w.what}</th><th scope="col">{w.which}</th><th scope="col">{w.details}</th></tr></thead>
            <tbody>
              {data.items.map((one) => (
                <tr key={one.seq}>
                  <td class="n" data-label={w.seq}>{number(one.seq)}</td>
                  <td data-label={w.when}>
                    <time dateTime={one.recorded_at} class="nowrap">{moment(one.recorded_at)}</time>
                    {one.at.slice(0, 16) !== one.recorded_at.slice(0, 16) && <><br /><span class="small muted">{w.at(moment(one.at))}</span></>}
                  </td>
                  <td data-label={w.who}><Actor event={one} /></td>
                  <td data-label={w.what}>{one.type_name}</td>
                  <td data-label={w.which}><Which stream={one.object} code={String((one.data as Record<string, unknown>).code ?? '')} /></td>
                  <td data-label={w.details}><Changes changes={changesOf(one, places.data ?? new Map())} /><Details event={one} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div class="row">
        {said.has('cursor') && <a class="button" href={address(said, null)}>{w.newest}</a>}
        {data?.next_cursor && <a class="button" href={address(said, data.next_cursor)}>{w.older}</a>}
      </div>
    </>
  );
}

function address(said: URLSearchParams, cursor: string | null): string {
  return `/nhat-ky${query({ ...Object.fromEntries(fields.map((name) => [name, said.get(name)])), cursor })}`;
}

function Verdict() {
  const w = words.value.journal;
  const { data } = useLoad('/api/v1/journal/checkpoint', (abort) => get<Head>('/api/v1/journal/checkpoint', abort));
  if (!data) return null;
  return (
    <p class="panel verdict">
      <span>{w.verdict(number(data.size), data.root)} {data.signed ? w.signed(number(data.signed.size)) : w.unsigned}</span>
      {data.signed && <> <a href="/api/v1/journal/checkpoint/slip" target="_blank" rel="noopener">{w.slip}</a></>}
    </p>
  );
}

function Filter({ known }: { known: [string, string][] }) {
  const w = words.value.journal;
  const said = place.value.query;
  const [put, setPut] = useState<Record<string, string>>(Object.fromEntries(fields.map((name) => [name, said.get(name) ?? ''])));
  const change = (name: string) => (value: string) => setPut((now) => ({ ...now, [name]: value }));
  const people = [...colleagues.value.values()].map((one) => ({ value: one.person, label: nameOf(one.person) })).sort((one, other) => compare(one.label, other.label));
  const names = new Map(known);
  const kinds = [...new Set([...Object.keys(w.kinds), ...names.keys(), ...(put.action ? [put.action] : [])])].map((value) => ({ value, label: names.get(value) ?? w.kinds[value] ?? value }));
  return (
    <form class="panel filter" onSubmit={(event) => { event.preventDefault(); go(`/nhat-ky${query(put)}`); }}>
      <SelectField id="journal-actor" label={w.actor} value={put.actor ?? ''} onChange={change('actor')} empty={w.everybody} choices={people} />
      <SelectField id="journal-action" label={w.action} value={put.action ?? ''} onChange={change('action')} empty={w.anything} choices={kinds} />
      <TextField id="journal-object" label={`${w.object} (${w.objectHint})`} value={put.object ?? ''} onChange={change('object')} />
      <TextField id="journal-from" label={w.from} type="date" value={put.from ?? ''} onChange={change('from')} />
      <TextField id="journal-to" label={w.to} type="date" value={put.to ?? ''} onChange={change('to')} />
      <label class="choice"><input id="journal-refused" type="checkbox" checked={put.refused === 'true'} onChange={(event) => change('refused')(event.currentTarget.checked ? 'true' : '')} />{w.refused}</label>
      <button type="submit" class="button primary">{w.find}</button>
    </form>
  );
}

/** What is filtered, all pages of it, as a file; that it left is in the journal before it comes. */
function Export() {
  const w = words.value.journal;
  const [busy, setBusy] = useState('');
  const said = place.value.query;
  const take = async (format: string) => {
    setBusy(format);
    try {
      await download(`/api/v1/journal/export${query({ ...Object.fromEntries(fields.map((name) => [name, said.get(name)])), format })}`);
      notify(w.exported);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      notify(error.detail || error.title || words.value.wrong.noConnection, { wrong: true });
    } finally {
      setBusy('');
    }
  };
  return (
    <div class="row" role="group" aria-label={w.export}>
      <span class="muted">{w.export}</span>
      {formats.map((format) => <button key={format} type="button" class="button" disabled={busy !== ''} onClick={() => void take(format)}>{w.formats[format]}</button>)}
    </div>
  );
}

function Which({ stream, code }: { stream: string; code: string }) {
  const dossier = stream.startsWith('dossier:') ? stream.slice(8) : '';
  if (dossier === '') return <>{words.value.journal.stream[stream] ?? stream}</>;
  return <a class="code" href={`/ho-so/${dossier}`}>{code || dossier.slice(0, 10)}</a>;
}

/** The event's own words, field by field; the whole of it opens on demand. */
function Details({ event }: { event: JournalEvent }) {
  const data = { ...(event.data as Record<string, unknown>), ...((event.personal ?? {}) as Record<string, unknown>) };
  const plain = Object.entries(data).filter(([, value]) => typeof value !== 'object' && String(value).length <= 60);
  return (
    <details>
      <summary>{plain.slice(0, 2).map(([key, value]) => `${key}: ${String(value)}`).join(' · ') || words.value.journal.details}</summary>
      <pre class="small">{JSON.stringify(data, null, 1)}</pre>
    </details>
  );
}
