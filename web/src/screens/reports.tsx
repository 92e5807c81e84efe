// Reports of a period: figures with the checks between their columns, each figure the way to its dossiers; as a file, on
// paper, and issued: frozen under a number. What is asked stands in the address, in the words of the API.
import { useState } from 'preact/hooks';
import { download, get, post, Problem, query } from '../api/client';
import type { IssuedReport, Receipt, Report, ReportRow, WorkItem } from '../api/types';
import { notify } from '../app/notices';
import { go, place, withQuery } from '../app/router';
import { nameOf, today } from '../app/session';
import { Clock } from '../parts/clock';
import { Dialog } from '../parts/dialog';
import { RadioField, SelectField, TextField } from '../parts/form';
import { Empty, Later, Skeleton, useLoad, Wrong } from '../parts/load';
import { SavedViews } from '../parts/views';
import { language, words } from '../words';
import { date, moment, number } from '../words/format';
import { reportWords } from '../words/reports';
import '../style/reports.css';

interface Kind { name: string; by: string[] }
/** Names of applicants stay out of what is kept for ever. */
const personal = 'register';
const rows_at_first = 200;

export default function Reports() {
  const w = reportWords.value;
  const { data, problem, again } = useLoad('/api/v1/reports', (abort) => get<{ items: Kind[] }>('/api/v1/reports', abort));
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={12} />;
  const said = place.value.query.get('name') ?? '';
  const name = [...data.items.map((one) => one.name), 'issued', 'papers'].find((one) => one === said) ?? data.items[0]?.name ?? '';
  const kind = data.items.find((one) => one.name === name);
  // A row or a grouping of one report says nothing in another.
  const tab = (one: string) => withQuery({ name: one, by: null, column: null, row: null });
  return (
    <>
      <div class="heading no-print"><h1>{words.value.screens.reports}</h1></div>
      <nav aria-label={w.kinds} class="no-print">
        <ul class="tabs slide">
          {[...data.items.map((one) => one.name), 'issued', 'papers'].map((one) => (
            <li key={one}><a href={tab(one)} aria-current={one === name ? 'page' : undefined}>{w.kind[one] ?? one}</a></li>
          ))}
        </ul>
      </nav>
      {name === 'issued' && <Issued />}
      {name === 'papers' && <Later load={() => import('../parts/lists')} day={today()} />}
      {kind && <OnePeriod key={name} kind={kind} />}
    </>
  );
}

/** What is asked of a report, in the API's words. */
function wanted(kind: Kind): Record<string, string> {
  const said = place.value.query;
  const of = (name: string) => said.get(name) ?? '';
  const days: Record<string, string> = said.has('from') || said.has('to') ? { from: of('from'), to: of('to') } : { period: of('period') || today().slice(0, 7), closing: of('closing') };
  const all = { ...days, by: kind.by.includes(of('by')) ? of('by') : '' };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

function OnePeriod({ kind }: { kind: Kind }) {
  const asked = wanted(kind);
  const at = `/api/v1/reports/${kind.name}`;
  const path = at + query(asked);
  // Between two days the second may not be chosen yet.
  const isWhole = 'period' in asked || ('from' in asked && 'to' in asked);
  const { data, problem, again } = useLoad(isWhole ? path : '', async (abort) => (isWhole ? get<Report>(path, abort) : null));
  const column = data?.columns.find((one) => one.id === place.value.query.get('column'));
  return (
    <>
      <Choice kind={kind} asked={asked} />
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && isWhole && <Skeleton rows={12} />}
      {data && column && <Behind at={`${at}/dossiers${query({ ...asked, column: column.id })}`} report={data} title={[column.group, column.title].filter(Boolean).join(' \u2013 ')} />}
      {data && !column && <Shown report={data} kind={kind} asked={asked} path={path} />}
      <div class="no-print"><SavedViews /></div>
    </>
  );
}

// ---------------------------------------------------------------- which period

function periodsAround(day: string): string[] {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  const monthly = (back: number) => {
    const at = year * 12 + month - 1 - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  };
  const quarterly = (back: number) => {
    const at = year * 4 + Math.ceil(month / 3) - 1 - back;
    return `${Math.floor(at / 4)}-q${(at % 4) + 1}`;
  };
  const halves = month > 6 ? [`${year}-h2`, `${year}-h1`] : [`${year}-h1`, `${year - 1}-h2`];
  return [monthly(0), monthly(1), quarterly(0), quarterly(1), ...halves, `${year}`, `${year - 1}`];
}

function nameOfPeriod(period: string): string {
  const w = reportWords.value;
  const [year = '', part = ''] = period.split('-');
  if (part === '') return w.year(year);
  if (part.startsWith('q')) return w.quarter(part.slice(1), year);
  if (part.startsWith('h')) return w.half(part.slice(1), year);
  return w.month(`${part}/${year}`);
}

function Choice({ kind, asked }: { kind: Kind; asked: Record<string, string> }) {
  const w = reportWords.value;
  const period = asked.period ?? '';
  const change = (fields: Record<string, string | null>) => go(withQuery({ ...fields, column: null, row: null }));
  const periods = [...new Set([...periodsAround(today()), ...(period ? [period] : [])])];
  const choosePeriod = (chosen: string) =>
    change(chosen === '' ? { period: null, closing: null, from: `${today().slice(0, 8)}01`, to: today() } : { period: chosen, from: null, to: null });
  return (
    <div class="panel filter no-print">
      <SelectField id="report-period" label={w.period} value={period} onChange={choosePeriod} empty={w.own} choices={periods.map((value) => ({ value, label: nameOfPeriod(value) }))} />
      {period === '' && <TextField id="report-from" type="date" label={w.from} value={asked.from ?? ''} onChange={(from) => change({ from })} />}
      {period === '' && <TextField id="report-to" type="date" label={w.to} value={asked.to ?? ''} onChange={(to) => change({ to })} />}
      {kind.by.length > 1 && <SelectField id="report-by" label={w.by} value={asked.by ?? kind.by[0] ?? ''} onChange={(by) => change({ by })} choices={kind.by.map((value) => ({ value, label: w.bys[value] ?? value }))} />}
      {period !== '' && (
        <label class="choice"><input type="checkbox" checked={asked.closing === 'day_14'} onChange={(event) => change({ closing: event.currentTarget.checked ? 'day_14' : null })} />{w.closing}</label>
      )}
    </div>
  );
}

// ---------------------------------------------------------------- the figures

function Shown({ report, kind, asked, path }: { report: Report; kind: Kind; asked: Record<string, string>; path: string }) {
  const w = reportWords.value;
  const [issuing, setIssuing] = useState(false);
  const [wrong, setWrong] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const fetchAs = async (format: string) => {
    setBusy(true);
    setWrong(null);
    try {
      await download(`${path}&format=${format}`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setWrong(error);
    } finally {
      setBusy(false);
    }
  };
  if (report.rows.length === 0) return <Empty title={w.empty}><p class="muted">{w.emptyWhy}</p></Empty>;
  return (
    <article class="stack report">
      <div class="heading">
        {/* The circulars say these names in Vietnamese alone. */}
        <h2 class="grow" lang={report.form && language.value === 'en' ? 'vi' : undefined}>{report.title}</h2>
        <span class="row no-print">
          <button type="button" class="button" disabled={busy} onClick={() => void fetchAs('xlsx')}>{w.xlsx}</button>
          <button type="button" class="button" disabled={busy} onClick={() => void fetchAs('csv')}>{w.csv}</button>
          <button type="button" class="button" onClick={() => print()}>{w.print}</button>
          {kind.name !== personal && <button type="button" class="button primary" onClick={() => setIssuing(true)}>{w.issue}</button>}
        </span>
      </div>
      <p class="small muted">{[...(report.form ? [w.form(report.form)] : []), ...Object.entries(report.filter).map(([name, value]) => `${name}: ${readable(value)}`)].join(' \u00b7 ')}</p>
      {kind.name === personal && <p class="small muted no-print">{w.notIssued}</p>}
      {wrong && <Wrong problem={wrong} />}
      <Sheet report={report} />
      {report.checks.length > 0 && <Checks report={report} />}
      {report.notes.map((one) => <p key={one} class="small">{one}</p>)}
      <details class="no-print"><summary>{w.how}</summary><p>{w.means[report.name] ?? report.definition}</p></details>
      {issuing && <IssueDialog report={report} asked={asked} onClose={() => setIssuing(false)} />}
    </article>
  );
}

/** Moments and days inside a text, as an office writes them. */
function readable(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+\+07:00/g, moment).replace(/\d{4}-\d\d-\d\d/g, date);
}

const decimal = /^-?\d+\.\d\d$/;

function shown(value: unknown): string {
  if (typeof value === 'number') return number(value);
  if (typeof value !== 'string') return '';
  if (decimal.test(value)) return number(Number(value));
  return /^\d{4}-\d\d-\d\d(T|$)/.test(value) ? readable(value) : value;
}

function Sheet({ report }: { report: Report }) {
  const w = reportWords.value;
  const [all, setAll] = useState(false);
  const { columns, rows, total } = report;
  const isGrouped = columns.some((one) => one.group !== '');
  // Of dossiers: the row's name is a code.
  const isList = report.name === 'late' || report.name === personal;
  const numeric = new Set(columns.filter((column) => [...rows, ...(total ? [total] : [])].some((row) => typeof row.cells[column.id] === 'number' || decimal.test(String(row.cells[column.id] ?? '')))).map((one) => one.id));
  const groups: { title: string; columns: typeof columns }[] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last && column.group !== '' && last.title === column.group) last.columns.push(column);
    else groups.push({ title: column.group, columns: [column] });
  }
  const head = (column: (typeof columns)[number], rowSpan?: number) => <th key={column.id} scope="col" class={numeric.has(column.id) ? 'n' : ''} rowSpan={rowSpan}>{column.title}</th>;
  const line = (row: ReportRow, id: string | null) =>
    columns.map((column) => {
      const value = row.cells[column.id];
      const text = shown(value);
      return (
        <td key={column.id} class={numeric.has(column.id) ? 'n' : ''}>
          {column.opens && typeof value === 'number' && value > 0 ? <a href={figure(id, column.id)}>{text}</a> : <span class={value === 0 ? 'muted' : ''}>{text}</span>}
        </td>
      );
    });
  const most = all ? rows.length : rows_at_first;
  return (
    <>
      <div class="scroll sheet" tabIndex={0} role="region" aria-label={report.title}>
        <table>
          <caption class="visually-hidden">{report.title}</caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={isGrouped ? 2 : undefined}>{report.row_title}</th>
              {groups.map((group) => (group.title === '' ? group.columns.map((one) => head(one, isGrouped ? 2 : undefined)) : <th key={group.columns[0]?.id} scope="colgroup" class="group" colSpan={group.columns.length}>{group.title}</th>))}
            </tr>
            {isGrouped && <tr>{groups.filter((group) => group.title !== '').flatMap((group) => group.columns.map((one) => head(one)))}</tr>}
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={row.id}>
                <th scope="row" class="name">{isList ? <a class="code" href={`/ho-so/${encodeURIComponent(row.name)}`}>{row.name}</a> : row.name}</th>
                {line(row, row.id)}
              </tr>
            ))}
          </tbody>
          {total && <tfoot><tr><th scope="row" class="name">{total.name}</th>{line(total, null)}</tr></tfoot>}
        </table>
      </div>
      {rows.length > most && <p><button type="button" class="button" onClick={() => setAll(true)}>{w.all(number(rows.length))}</button></p>}
    </>
  );
}

/** The address of the dossiers that a figure counts; of the total without a row. An officer's id may be empty: nobody. */
function figure(row: string | null, column: string): string {
  const to = new URLSearchParams(place.value.query);
  to.delete('cursor');
  to.set('column', column);
  if (row === null) to.delete('row');
  else to.set('row', row);
  return `${place.value.path}?${to}`;
}

/** Ids of columns, as they stand in the report's head. */
function Checks({ report }: { report: Report }) {
  const w = reportWords.value;
  const title = (id: string) => (/^\d+$/.test(id) ? `(${id})` : (report.columns.find((one) => one.id === id)?.title ?? id));
  return (
    <section aria-labelledby="checks-heading" class="stack tight">
      <h3 id="checks-heading">{w.checks}</h3>
      <ul class="checks small">
        {report.checks.map((one) => (
          <li key={one.text}><span>{one.text.split(/( = | \+ )/).map((part, index) => (index % 2 === 0 ? title(part) : part)).join('')}</span> <span class={`shape ${one.holds ? 'stopped' : 'overdue'}`}>{one.holds ? w.holds : w.broken}</span></li>
        ))}
      </ul>
    </section>
  );
}

// ---------------------------------------------------------------- the dossiers behind a figure

interface Page { items: WorkItem[]; count: number; hidden: number; next_cursor: string | null }

function Behind({ at, report, title }: { at: string; report: Report; title: string }) {
  const w = reportWords.value;
  const i = words.value.inbox;
  const said = place.value.query;
  const row = said.get('row');
  const cursor = said.get('cursor');
  const path = at + (row === null ? '' : `&row=${encodeURIComponent(row)}`) + (cursor ? `&cursor=${cursor}` : '');
  const { data, problem, again } = useLoad(path, (abort) => get<Page>(path, abort));
  const name = row === null ? report.total?.name : report.rows.find((one) => one.id === row)?.name;
  const next = () => {
    const to = new URLSearchParams(said);
    to.set('cursor', data?.next_cursor ?? '');
    return `${place.value.path}?${to}`;
  };
  return (
    <>
      <p class="small"><a href={withQuery({ column: null, row: null })}>{w.back}</a></p>
      <div class="heading">
        <h2>{w.behind}: {title}, {name}</h2>
        {data && <span class="muted">{w.count(number(data.count))}</span>}
      </div>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={8} />}
      {data?.count === 0 && <Empty title={w.none} />}
      {data && data.hidden > 0 && <p class="note">{w.hidden(number(data.hidden))}</p>}
      {data && data.items.length > 0 && (
        <div class="scroll">
          <table class="cards">
            <caption class="visually-hidden">{w.behind}</caption>
            <thead><tr><th scope="col">{i.code}</th><th scope="col">{i.procedure}</th><th scope="col">{i.owner}</th><th scope="col">{w.received}</th><th scope="col">{i.step}</th><th scope="col">{i.holder}</th><th scope="col">{i.appointment}</th></tr></thead>
            <tbody>
              {data.items.map((one) => (
                <tr key={one.id}>
                  <td data-label={i.code}><a class="code" href={`/ho-so/${encodeURIComponent(one.code ?? one.id)}`}>{one.code ?? i.noCode}</a></td>
                  <td data-label={i.procedure}>{one.procedure.name}</td>
                  <td data-label={i.owner}>{one.applicant}</td>
                  <td data-label={w.received}>{one.received_at && date(one.received_at)}</td>
                  <td data-label={i.step}>{one.step.name}</td>
                  <td data-label={i.holder}>{one.holder.person ? nameOf(one.holder.person) : one.holder.unit_name}</td>
                  <td data-label={i.appointment}><Clock due={one.dossier_due} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data?.next_cursor && <p><a class="button" href={next()}>{i.next}</a></p>}
    </>
  );
}

// ---------------------------------------------------------------- issued

function IssueDialog({ report, asked, onClose }: { report: Report; asked: Record<string, string>; onClose: () => void }) {
  const w = reportWords.value;
  const [format, setFormat] = useState('xlsx');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const issue = async () => {
    if (busy) return;
    setBusy(true);
    try {
      await post<Receipt>(`/api/v1/reports/${report.name}`, { ...asked, format });
      const { items } = await get<{ items: IssuedReport[] }>('/api/v1/reports/issued');
      notify(w.issued(String(items[0]?.number ?? '')));
      onClose();
      go(withQuery({ name: 'issued' }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={w.issueTitle} onClose={onClose} onSubmit={() => void issue()} foot={<><button type="button" class="button" onClick={onClose}>{words.value.cancel}</button><button type="submit" class="button primary" disabled={busy}>{w.issue} <kbd>Ctrl+Enter</kbd></button></>}>
      {problem && <Wrong problem={problem} />}
      <p><strong>{report.title}</strong></p>
      <p class="small muted">{Object.entries(report.filter).map(([name, value]) => `${name}: ${readable(value)}`).join(' \u00b7 ')}</p>
      <p>{w.issueMeans}</p>
      <RadioField id="issue-format" label={w.issueFormat} value={format} onChange={setFormat} choices={[{ value: 'xlsx', label: w.xlsx }, { value: 'csv', label: w.csv }]} />
    </Dialog>
  );
}

function Issued() {
  const w = reportWords.value;
  const { data, problem, again } = useLoad('/api/v1/reports/issued', (abort) => get<{ items: IssuedReport[] }>('/api/v1/reports/issued', abort));
  const [wrong, setWrong] = useState<Problem | null>(null);
  const fetchOne = async (one: IssuedReport) => {
    try {
      await download(`/api/v1/reports/issued/${one.number}`);
      setWrong(null);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setWrong(error);
    }
  };
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton rows={6} />;
  if (data.items.length === 0) return <Empty title={w.noIssued}><p class="muted">{w.noIssuedWhy}</p></Empty>;
  return (
    <>
      {wrong && <Wrong problem={wrong} />}
      <div class="scroll">
        <table class="cards">
          <caption class="visually-hidden">{w.kind.issued}</caption>
          <thead><tr><th scope="col" class="n">{w.number}</th><th scope="col">{w.report}</th><th scope="col">{w.days}</th><th scope="col">{w.by}</th><th scope="col">{w.cutOff}</th><th scope="col">{w.issuedBy}</th><th scope="col">{w.digest}</th><th scope="col"><span class="visually-hidden">{w.download}</span></th></tr></thead>
          <tbody>
            {data.items.map((one) => (
              <tr key={one.number}>
                <td class="n" data-label={w.number}>{one.number}</td>
                <td data-label={w.report}>{w.kind[one.name] ?? one.name}{one.form && <><br /><span class="small muted">{w.form(one.form)}</span></>}</td>
                <td data-label={w.days}><span class="nowrap">{date(one.from)}</span> {w.until} <span class="nowrap">{date(one.to)}</span></td>
                <td data-label={w.by}>{w.bys[one.by] ?? one.by}</td>
                <td data-label={w.cutOff}><span class="nowrap">{moment(one.cut_off)}</span></td>
                <td data-label={w.issuedBy}>{nameOf(one.issued_by)}<br /><span class="small muted nowrap">{moment(one.issued_at)}</span></td>
                <td data-label={w.digest}><code class="small wrap">{one.digest}</code></td>
                <td><button type="button" class="button small" aria-label={`${one.format === 'csv' ? w.csv : w.xlsx}, ${w.ofNumber(String(one.number))}`} onClick={() => void fetchOne(one)}>{one.format === 'csv' ? w.csv : w.xlsx}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
