// The manager's map: how dossiers of a procedure really went, with how often and how long, as a drawing and as a list.
import { useState } from 'preact/hooks';
import { get, query } from '../api/client';
import type { Flow, Procedure } from '../api/types';
import { go, place, withQuery } from '../app/router';
import { folded } from '../parts/combo';
import { TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { type Graph, ProcessMap } from '../parts/map';
import { words } from '../words';
import { compare, date, moment, number, workingTime } from '../words/format';
import { mapWords } from '../words/map';

export default function MapScreen({ parameter }: { parameter: string }) {
  return parameter === '' ? <Choose /> : <Walked procedure={parameter} />;
}

function Choose() {
  const w = mapWords.value;
  const path = '/api/v1/procedures';
  const { data, problem, again } = useLoad(path, (signal) => get<{ items: Procedure[] }>(path, signal));
  const text = place.value.query.get('q') ?? '';
  const wanted = folded(text).split(/\s+/).filter(Boolean);
  const fields = new Map<string, Procedure[]>();
  for (const one of data?.items ?? [])
    if (wanted.every((word) => folded(one.name).includes(word))) fields.set(one.field, [...(fields.get(one.field) ?? []), one]);
  return (
    <>
      <div class="heading"><h1>{w.title}</h1><span class="muted">{w.intro}</span></div>
      <div class="panel"><TextField id="map-q" label={w.find} value={text} onChange={(q) => go(withQuery({ q }), 'replace')} /></div>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton />}
      {data && fields.size === 0 && <Empty title={w.empty} />}
      {[...fields].sort(([one], [other]) => compare(one, other)).map(([field, procedures]) => (
        <section class="panel" key={field}>
          <h2>{field}</h2>
          <ul class="plain-list">{procedures.map((one) => <li key={one.id}><a href={`/quy-trinh/${one.id}`}>{one.name}</a></li>)}</ul>
        </section>
      ))}
    </>
  );
}

function Walked({ procedure }: { procedure: string }) {
  const w = mapWords.value;
  const said = place.value.query;
  const [period, setPeriod] = useState({ from: said.get('from') ?? '', to: said.get('to') ?? '' });
  const path = `/api/v1/procedures/${encodeURIComponent(procedure)}/flow${query({ from: said.get('from'), to: said.get('to') })}`;
  const { data, problem, again } = useLoad(path, (signal) => get<Flow>(path, signal));
  return (
    <>
      <p class="small"><a href="/quy-trinh">{w.others}</a></p>
      <div class="heading">
        <h1>{data?.name ?? w.title}</h1>
        {data && <span class="small muted">{words.value.inbox.asOf(moment(data.as_of.time))}</span>}
      </div>
      <form class="panel filter" onSubmit={(event) => { event.preventDefault(); go(withQuery(period)); }}>
        <TextField id="map-from" label={w.from} type="date" value={period.from || data?.from || ''} onChange={(from) => setPeriod({ ...period, from })} />
        <TextField id="map-to" label={w.to} type="date" value={period.to || data?.to || ''} onChange={(to) => setPeriod({ ...period, to })} />
        <button type="submit" class="button primary">{w.show}</button>
      </form>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={12} />}
      {data && (
        <>
          <p class="row">
            <strong>{w.dossiers(number(data.dossiers))}</strong> <span class="muted">{date(data.from)} – {date(data.to)}</span>
            {!data.complete && <span class="shape due_soon">{w.partly}</span>}
          </p>
          {data.dossiers === 0 && <Empty title={w.none}><p class="muted">{w.noneWhy}</p></Empty>}
          <ProcessMap graph={graphOfFlow(data)} legend={w.legendFlow} />
          <Figures flow={data} />
        </>
      )}
    </>
  );
}

/** A quarter of the stays and more left late, or at least one. */
function lateness(step: Flow['steps'][number]): 'late' | 'very-late' | undefined {
  if (step.late === 0) return undefined;
  return step.late * 4 >= step.entered ? 'very-late' : 'late';
}

function graphOfFlow(flow: Flow): Graph {
  const w = mapWords.value;
  return {
    steps: flow.steps.map((one) => ({
      id: one.id,
      kind: one.kind,
      name: one.name,
      note: [
        lateness(one) === 'very-late' ? '\u25a0' : lateness(one) === 'late' ? '\u25b2' : '',
        one.median_minutes === null ? '' : workingTime(one.median_minutes),
        one.here > 0 && one.kind !== 'closed' ? w.hereShort(number(one.here)) : '',
      ].filter(Boolean).join(' \u00b7 '),
      mark: lateness(one),
    })),
    edges: flow.actions,
  };
}

function Figures({ flow }: { flow: Flow }) {
  const w = mapWords.value;
  const names = new Map(flow.steps.map((one) => [one.id, one.name]));
  const time = (minutes: number | null) => (minutes === null ? '\u2013' : workingTime(minutes));
  const listOf = (step: string) => `/ho-so${query({ state: 'open', procedure: flow.id, step })}`;
  return (
    <div class="scroll">
      <table class="cards">
        <caption class="pad"><h2>{w.list}</h2></caption>
        <thead>
          <tr>
            <th scope="col">{w.step}</th><th scope="col">{w.role}</th><th scope="col" class="n">{w.entered}</th><th scope="col" class="n">{w.here}</th><th scope="col" class="n">{w.late}</th>
            <th scope="col" class="n">{w.budget}</th><th scope="col" class="n">{w.median}</th><th scope="col" class="n">{w.p90}</th><th scope="col">{w.next}</th>
          </tr>
        </thead>
        <tbody>
          {flow.steps.map((one) => (
            <tr key={one.id}>
              <th scope="row" class="name"><strong>{one.name}</strong></th>
              <td data-label={w.role}>{one.role_name}</td>
              <td data-label={w.entered} class="n">{number(one.entered)}</td>
              <td data-label={w.here} class="n">{one.here > 0 && one.kind !== 'closed' ? <a href={listOf(one.id)}>{number(one.here)}</a> : number(one.here)}</td>
              <td data-label={w.late} class="n">{one.late > 0 ? <span class={`shape ${lateness(one) === 'very-late' ? 'overdue' : 'due_soon'}`}>{number(one.late)}</span> : '0'}</td>
              <td data-label={w.budget} class="n">{one.budget_minutes > 0 ? workingTime(one.budget_minutes) : '\u2013'}</td>
              <td data-label={w.median} class="n">{time(one.median_minutes)}</td>
              <td data-label={w.p90} class="n">{time(one.p90_minutes)}</td>
              <td data-label={w.next}>
                <ul class="charges">
                  {flow.actions.filter((action) => action.from === one.id && action.count > 0).sort((first, second) => second.count - first.count).map((action) => (
                    <li key={action.id}>{action.name} {'\u2192'} {names.get(action.to)}: <strong>{number(action.count)}</strong></li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
