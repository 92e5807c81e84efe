// Who has what to do: the list of an officer, a unit or everybody, with two clocks in each row, to be worked by keyboard.
import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { get, query } from '../api/client';
import type { Timeliness, WorkItem, WorkPage } from '../api/types';
import { bind } from '../app/keys';
import { go, place, withQuery } from '../app/router';
import { me, nameOf, roles } from '../app/session';
import { Chips } from '../parts/chips';
import { Clock } from '../parts/clock';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { SavedViews } from '../parts/views';
import { words } from '../words';
import { moment, number } from '../words/format';
import { ActDialog } from '../parts/act';
import { visited } from '../app/walk';
import { BulkDialog } from './bulk';

const tabs: Timeliness[] = ['overdue', 'due_today', 'due_soon', 'on_track', 'paused', 'no_date'];
const narrowing = ['q', 'procedure', 'step', 'unit', 'role', 'person', 'zone', 'state'] as const;

/** What the row shows last when somebody comes back to the list. */
const current = signal(0);

/** A list of somebody's work carries counts; one found by words or behind a number of the board is a search. */
function addressOf(fields: URLSearchParams): { path: string; isSearch: boolean } {
  const isSearch = ['q', 'state', 'role', 'zone'].some((name) => fields.has(name)) || (fields.has('person') && fields.get('person') !== '*');
  const sent = new URLSearchParams(fields);
  if (!sent.has('due_of')) sent.set('due_of', 'step');
  if (isSearch) return { path: `/api/v1/dossiers?${sent}`, isSearch };
  sent.set('counts', 'true');
  return { path: `/api/v1/worklist?${sent}`, isSearch };
}

export default function Inbox() {
  const w = words.value.inbox;
  const fields = place.value.query;
  const { path, isSearch } = addressOf(fields);
  const { data, problem, again } = useLoad(path, (abort) => get<WorkPage>(path, abort));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [acting, setActing] = useState<WorkItem | null>(null);
  const [bulk, setBulk] = useState(false);
  useEffect(() => setSelected(new Set()), [path]);
  const rows = data?.items ?? [];
  const chosen = rows.filter((row) => selected.has(row.id));

  const unit = me.value?.roles.find((one) => one.unit !== '');
  const scope = isSearch ? '' : fields.get('person') === '*' ? 'all' : fields.has('unit') ? 'unit' : 'mine';
  const chips = narrowing
    .filter((name) => fields.has(name) && !(name === 'person' && fields.get('person') === '*') && !(name === 'unit' && scope === 'unit' && fields.get('unit') === unit?.unit))
    .map((name) => ({ name, label: w.filter[name], value: shown(name, fields.get(name) ?? '', rows) }));
  const timeliness = fields.get('timeliness');

  const advance = () => {
    if (chosen.length > 1) setBulk(true);
    else {
      const row = chosen[0] ?? rows[current.value];
      if (row) setActing(row);
    }
  };
  useLayoutEffect(() => bind('F8', advance));
  const after = () => {
    setActing(null);
    setBulk(false);
    setSelected(new Set());
    again();
  };

  return (
    <>
      <div class="heading">
        <h1>{fields.has('q') ? w.search(fields.get('q') ?? '') : words.value.screens.inbox}</h1>
        <div class="row small muted">
          {data && <span>{w.asOf(moment(data.as_of.time))}</span>}
          <label class="row" for="due-of">
            {w.by}
            <select id="due-of" class="short" value={fields.get('due_of') ?? 'step'} onChange={(event) => go(withQuery({ due_of: event.currentTarget.value === 'step' ? null : 'dossier' }))}>
              <option value="step">{w.byStep}</option>
              <option value="dossier">{w.byDossier}</option>
            </select>
          </label>
        </div>
      </div>
      {!isSearch && (
        <nav aria-label={w.whose}>
          <ul class="nav scopes">
            <li><a href={withQuery({ person: null, unit: null })} aria-current={scope === 'mine' ? 'page' : undefined}>{w.mine}</a></li>
            {unit && <li><a href={withQuery({ person: null, unit: unit.unit })} aria-current={scope === 'unit' ? 'page' : undefined}>{w.unit(unit.unit_name)}</a></li>}
            <li><a href={withQuery({ person: '*', unit: null })} aria-current={scope === 'all' ? 'page' : undefined}>{w.everybody}</a></li>
          </ul>
        </nav>
      )}
      {!isSearch && (
        <nav aria-label={w.states}>
          <ul class="tabs">
            <li><Tab to={withQuery({ timeliness: null })} name={w.all} count={total(data?.counts)} here={!timeliness} /></li>
            {tabs.filter((one) => (data?.counts?.[one] ?? 0) > 0 || timeliness === one).map((one) => (
              <li key={one}><Tab to={withQuery({ timeliness: one })} name={w[one]} count={data?.counts?.[one] ?? 0} here={timeliness === one} kind={one} /></li>
            ))}
          </ul>
        </nav>
      )}
      <SavedViews />
      <Chips chips={[...chips, ...(isSearch && timeliness ? [{ name: 'timeliness', label: w.states, value: w[timeliness as Timeliness] ?? timeliness }] : [])]} />
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={12} />}
      {data && rows.length === 0 && (
        <Empty title={w.empty}>
          <p class="muted">{chips.length > 0 || timeliness || isSearch ? w.emptyFiltered : w.emptyMine}</p>
          {scope === 'mine' && unit && !timeliness && <a class="button" href={withQuery({ unit: unit.unit })}>{w.unit(unit.unit_name)}</a>}
          {(roles.value.has('clerk') || roles.value.has('desk_head')) && <a class="button primary" href="/tiep-nhan">{words.value.screens.intake} <kbd>F2</kbd></a>}
        </Empty>
      )}
      {data && rows.length > 0 && (
        <>
          <List rows={rows} selected={selected} setSelected={setSelected} />
          <div class="row">
            <span class="small muted">{w.hint}</span>
            {fields.has('cursor') && <a class="button" href={withQuery({})}>{w.first}</a>}
            {data.next_cursor && <a class="button" href={`${withQuery({})}${withQuery({}).includes('?') ? '&' : '?'}${query({ cursor: data.next_cursor }).slice(1)}`}>{w.next}</a>}
          </div>
        </>
      )}
      {chosen.length > 0 && (
        <div class="bulk" role="region" aria-label={w.selected(chosen.length)}>
          <strong>{w.selected(chosen.length)}</strong>
          <button type="button" class="button primary" onClick={advance}>{w.advance} <kbd>F8</kbd></button>
          <button type="button" class="button" onClick={() => setSelected(new Set())}>{w.unselect} <kbd>Esc</kbd></button>
        </div>
      )}
      {acting && <ActDialog dossier={acting.id} code={acting.code ?? w.noCode} onClose={() => setActing(null)} onDone={after} />}
      {bulk && <BulkDialog rows={chosen} onClose={() => setBulk(false)} onDone={after} />}
    </>
  );
}

function Tab({ to, name, count, here, kind }: { to: string; name: string; count: number | null; here: boolean; kind?: Timeliness }) {
  return (
    <a href={to} aria-current={here ? 'page' : undefined}>
      <span class={kind ? `shape ${kind}` : ''}>{name}</span>
      {count !== null && <span class={`count ${kind ?? ''}`}>{number(count)}</span>}
    </a>
  );
}

function total(counts: Record<string, number> | undefined): number | null {
  return counts ? Object.values(counts).reduce((sum, one) => sum + one, 0) : null;
}

/** A filter's value in words, found in the rows themselves where it can be. */
function shown(name: string, value: string, rows: WorkItem[]): string {
  const w = words.value.inbox;
  const row = rows[0];
  if (name === 'state') return w.stateNames[value] ?? value;
  if (name === 'person') return value === '' ? w.nobody : nameOf(value);
  if (row && name === 'procedure') return row.procedure.name;
  if (row && name === 'step') return row.step.name;
  if (row && name === 'unit') return row.holder.unit_name ?? value;
  if (row && name === 'role') return row.holder.role_name ?? value;
  return value;
}

interface ListProps {
  rows: WorkItem[];
  selected: ReadonlySet<string>;
  setSelected: (selected: ReadonlySet<string>) => void;
}

function List({ rows, selected, setSelected }: ListProps) {
  const w = words.value.inbox;
  const body = useRef<HTMLTableSectionElement>(null);
  const at = Math.min(current.value, rows.length - 1);
  useEffect(() => {
    visited.value = rows.map((row) => row.code ?? row.id);
  }, [rows]);
  const toggle = (row: WorkItem) => {
    const next = new Set(selected);
    if (!next.delete(row.id)) next.add(row.id);
    setSelected(next);
  };
  const move = (to: number) => {
    current.value = Math.max(0, Math.min(rows.length - 1, to));
    (body.current?.children[current.value] as HTMLElement | undefined)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = rows[at];
    const isRow = event.target instanceof HTMLTableRowElement;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === 'j' || key === 'ArrowDown') move(at + 1);
    else if (key === 'k' || key === 'ArrowUp') move(at - 1);
    else if (key === 'Home') move(0);
    else if (key === 'End') move(rows.length - 1);
    else if (key === 'x' && row) toggle(row);
    else if (key === 'Escape' && selected.size > 0) setSelected(new Set());
    else if (key === 'Enter' && row && isRow) go(addressOfDossier(row));
    else return;
    event.preventDefault();
  };
  return (
    <div class="scroll">
      <table class="list cards">
        <caption class="visually-hidden">{w.caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label={w.selectPage}
                checked={rows.every((row) => selected.has(row.id))}
                onChange={(event) => setSelected(new Set(event.currentTarget.checked ? rows.map((row) => row.id) : []))}
              />
            </th>
            <th scope="col">{w.code}</th>
            <th scope="col">{w.procedure}</th>
            <th scope="col">{w.owner}</th>
            <th scope="col">{w.step}</th>
            <th scope="col">{w.holder}</th>
            <th scope="col">{w.stepDue}</th>
            <th scope="col">{w.appointment}</th>
            <th scope="col">{w.flags}</th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {rows.map((row, index) => (
            <tr key={row.id} tabIndex={index === at ? 0 : -1} aria-selected={selected.has(row.id)} onFocus={(event) => event.target === event.currentTarget && (current.value = index)}>
              <td class="tick">
                <input type="checkbox" tabIndex={-1} aria-label={w.select(row.code ?? w.noCode)} checked={selected.has(row.id)} onChange={() => toggle(row)} />
              </td>
              <td>
                <a href={addressOfDossier(row)} class="code" tabIndex={-1}>{row.code ?? w.noCode}</a>
              </td>
              <td class="procedure" data-label={w.procedure}>{row.procedure.name}</td>
              <td class="owner" data-label={w.owner}>{row.applicant}</td>
              <td data-label={w.step}>{row.step.name}</td>
              <td data-label={w.holder}>
                {row.holder.person ? nameOf(row.holder.person) : <span class="muted">{row.holder.role_name}, {w.pool}</span>}
              </td>
              <td data-label={w.stepDue}><Clock due={row.step_due} /></td>
              <td data-label={w.appointment}><Clock due={row.dossier_due} /></td>
              <td>
                {row.provisional && <span class="flag">{w.provisional}</span>}
                {row.step.kind === 'held' && <span class="flag calm">{w.held}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function addressOfDossier(row: WorkItem): string {
  return `/ho-so/${encodeURIComponent(row.code ?? row.id)}`;
}
