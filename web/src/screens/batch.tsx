// Many dossiers of one enterprise in one visit: the applicant and the shared papers once, a line for each dossier, a code for
// each. What lacks a paper gets its supplement slip and no code; the rest is received without waiting for it. One list at the
// end, signed once.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { get, newKey, post, Problem, query } from '../api/client';
import type { Rows as Answers } from '../api/types';
import { bind } from '../app/keys';
import { notify } from '../app/notices';
import { me, nameOf } from '../app/session';
import { Combo } from '../parts/combo';
import { Compare, differences, merged } from '../parts/compare';
import { useDraft } from '../parts/draft';
import { ErrorSummary, type FieldWrong, LongField, SelectField, TextField } from '../parts/form';
import { DraftState, Skeleton, useLoad, Wrong } from '../parts/load';
import { words } from '../words';
import { compare, fullMoment, moment } from '../words/format';
import { useRecall, useZones } from './applicant';
import { AttributeField, type Attribute } from './attribute';

interface Offered { id: string; name: string; attributes: Attribute[] }
interface Preview { appointment: string | null; appointment_text?: string; documents: string[] }
interface Document { id: string; name: string; required: boolean; condition?: string }
interface Line { text: string; missing: string[]; reason: string }
interface Form {
  procedure: string; attributes: Record<string, string>; id: string; noId: string; name: string; phone: string; address: string;
  representative: string; authorisation: string; zone: string; project: string; shared: string[]; lines: Line[];
}

const most_lines = 100;
const blank_line: Line = { text: '', missing: [], reason: '' };
const blank: Form = { procedure: '', attributes: {}, id: '', noId: '', name: '', phone: '', address: '', representative: '', authorisation: '', zone: '', project: '', shared: [], lines: [blank_line] };

interface Done { text: string; code: string | null; dossier: string; outcome: 'received' | 'asked' | 'refused'; why: string }

export default function Batch() {
  const w = words.value.batch;
  const i = words.value.intake;
  const offered = useLoad('/api/v1/procedures', (abort) => get<{ items: Offered[] }>('/api/v1/procedures', abort));
  const [form, setForm] = useState<Form>(blank);
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<{ rows: Done[]; form: Form; at: string } | null>(null);
  const key = useRef(newKey());
  const draft = useDraft('tiep-nhan-lo', blank, form, setForm);
  const zones = useZones();
  const put = (change: Partial<Form>) => setForm((now) => ({ ...now, ...change }));
  const recall = useRecall(form, put);

  const procedure = offered.data?.items.find((one) => one.id === form.procedure);
  const caseText = JSON.stringify(form.attributes);
  const details = useLoad(form.procedure, (abort) => (form.procedure === '' ? Promise.resolve(null) : get<{ documents: Document[] }>(`/api/v1/procedures/${form.procedure}`, abort)));
  const preview = useLoad(`${form.procedure}${caseText}`, (abort) => (form.procedure === '' ? Promise.resolve(null) : get<Preview>(`/api/v1/procedures/${form.procedure}/dates${query({ attributes: caseText })}`, abort)));
  const papers = (details.data?.documents ?? []).filter((one) => preview.data?.documents.includes(one.id));
  const own = papers.filter((one) => !form.shared.includes(one.id));
  const lines = form.lines.filter((one) => one.text.trim() !== '');
  const putLine = (index: number, change: Partial<Line>) => put({ lines: form.lines.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  const toggle = (list: string[], id: string) => (list.includes(id) ? list.filter((one) => one !== id) : [...list, id]);

  const submit = async () => {
    if (busy) return;
    const missing = missingIn(form, lines);
    setWrongs(missing);
    setTurn((count) => count + 1);
    if (missing.length > 0) return;
    setBusy(true);
    setProblem(null);
    try {
      const rows = await handIn(form, lines, key.current);
      notify(w.results(rows.filter((one) => one.outcome === 'received').length, rows.filter((one) => one.outcome !== 'received').length));
      setDone({ rows, form, at: (await get<{ as_of: { time: string } }>('/api/v1/desk')).as_of.time });
      setForm(blank);
      draft.drop();
      key.current = newKey();
      scrollTo(0, 0);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      // What was refused as a whole is another request when it comes again; what got lost on the way is the same one.
      if (error.status !== 0 && error.status !== 503) key.current = newKey();
      scrollTo(0, 0);
    } finally {
      setBusy(false);
    }
  };
  useLayoutEffect(() => bind('F9', () => void submit()));
  useLayoutEffect(() => bind('Ctrl+Enter', () => void submit()));

  if (offered.problem) return <Wrong problem={offered.problem} again={offered.again} />;
  if (!offered.data) return <Skeleton rows={12} />;
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  if (done) return <List done={done} onAnother={() => setDone(null)} />;
  return (
    <>
      <div class="heading">
        <h1>{words.value.screens.batch}</h1>
        <span class="row small muted"><DraftState draft={draft} /> <a href="/tiep-nhan">{words.value.screens.intake}</a></span>
      </div>
      {draft.theirs && (
        <Compare
          who=""
          rows={differences(form, draft.theirs, { procedure: i.procedure, id: i.id, noId: i.noId, name: i.name, phone: i.phone, address: i.address, representative: i.representative, authorisation: i.authorisation, zone: i.zone, project: i.project, shared: w.shared, lines: w.lines, attributes: i.attributes })}
          onChosen={(mine) => draft.theirs && draft.settle(merged(form, draft.theirs, mine))}
        />
      )}
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
        <ErrorSummary wrongs={wrongs} turn={turn} />
        {problem && <Wrong problem={problem} />}
        <section class="panel columns">
          <Combo id="procedure" label={i.procedure} hint={i.procedureHint} wrong={wrong('procedure')} value={form.procedure} onChange={(value) => put({ procedure: value, attributes: {}, shared: [], lines: form.lines.map((one) => ({ ...one, missing: [] })) })} choices={offered.data.items.map((one) => ({ value: one.id, label: one.name })).sort((one, other) => compare(one.label, other.label))} />
          {procedure?.attributes.map((one) => (
            <AttributeField key={one.id} attribute={one} value={form.attributes[one.id] ?? one.default ?? ''} onChange={(value) => put({ attributes: { ...form.attributes, [one.id]: value } })} />
          ))}
          {preview.data?.appointment && <p class="wide"><strong>{i.appointment}: {preview.data.appointment_text ?? fullMoment(preview.data.appointment)}</strong> <span class="small muted">{i.nowReceived}</span></p>}
        </section>
        <section class="panel columns" aria-labelledby="applicant-heading">
          <h2 id="applicant-heading" class="wide">{w.enterprise}</h2>
          <TextField id="applicant-id" label={i.id} hint={recall.known || i.idHint} value={form.id} onChange={(id) => put({ id })} onLeave={recall.ask} numeric />
          {form.id.trim() === '' && <TextField id="no-id" label={i.noId} hint={i.noIdHint} value={form.noId} onChange={(noId) => put({ noId })} wrong={wrong('no-id')} />}
          <TextField id="applicant-name" label={i.name} required value={form.name} onChange={(name) => put({ name })} wrong={wrong('applicant-name')} />
          <TextField id="applicant-phone" label={i.phone} type="tel" value={form.phone} onChange={(phone) => put({ phone })} />
          <TextField id="applicant-address" label={i.address} value={form.address} onChange={(address) => put({ address })} />
          <TextField id="representative" label={i.representative} value={form.representative} onChange={(representative) => put({ representative })} />
          {form.representative.trim() !== '' && <TextField id="authorisation" label={i.authorisation} required value={form.authorisation} onChange={(authorisation) => put({ authorisation })} wrong={wrong('authorisation')} />}
          <SelectField id="zone" label={i.zone} value={form.zone} onChange={(zone) => put({ zone })} empty={i.noZone} choices={zones} />
          <TextField id="project" label={i.project} value={form.project} onChange={(project) => put({ project })} />
        </section>
        {papers.length > 0 && (
          <fieldset class="panel">
            <legend class="label">{w.shared}</legend>
            <p class="small muted">{w.sharedMeans}</p>
            {papers.map((one) => (
              <label class="choice" key={one.id}>
                <input type="checkbox" checked={form.shared.includes(one.id)} onChange={() => put({ shared: toggle(form.shared, one.id), lines: form.lines.map((line) => ({ ...line, missing: line.missing.filter((id) => id !== one.id) })) })} />
                <span>{one.name}</span>
              </label>
            ))}
          </fieldset>
        )}
        <section class="panel" aria-labelledby="lines-heading">
          <h2 id="lines-heading">{w.lines} <span class="count">{lines.length}</span></h2>
          <Pasted onLines={(texts) => put({ lines: [...lines, ...texts.map((text) => ({ ...blank_line, text }))].slice(0, most_lines) })} />
          {wrong('line-0') && <p class="errors">{wrong('line-0')}</p>}
          <ol class="batch-lines">
            {form.lines.map((line, index) => (
              <li key={index}>
                <div class="row">
                  <label class="visually-hidden" for={`line-${index}`}>{w.line(index + 1)}</label>
                  <input
                    id={`line-${index}`} class="grow" value={line.text} placeholder={w.lineHint} autoComplete="off"
                    onInput={(event) => putLine(index, { text: event.currentTarget.value })}
                    onKeyDown={(event) => {
                      // Enter goes down a line, as in a spreadsheet; from the last one it makes another.
                      if (event.key !== 'Enter' || event.ctrlKey || event.isComposing) return;
                      event.preventDefault();
                      if (index === form.lines.length - 1 && form.lines.length < most_lines) put({ lines: [...form.lines, blank_line] });
                      requestAnimationFrame(() => document.getElementById(`line-${index + 1}`)?.focus());
                    }}
                  />
                  <button type="button" class="button small" onClick={() => put({ lines: form.lines.length === 1 ? [blank_line] : form.lines.filter((_, at) => at !== index) })} aria-label={w.removeLine(index + 1)}>&times;</button>
                </div>
                {own.length > 0 && line.text.trim() !== '' && (
                  <details open={line.missing.length > 0}>
                    <summary class="small">{line.missing.length === 0 ? w.complete : <span class="shape overdue">{w.lacks(line.missing.length)}</span>}</summary>
                    <fieldset class="field">
                      <legend class="visually-hidden">{w.missingOf(line.text)}</legend>
                      <div class="marks">
                        {own.map((one) => (
                          <label key={one.id}><input type="checkbox" checked={line.missing.includes(one.id)} onChange={() => putLine(index, { missing: toggle(line.missing, one.id) })} />{w.missing(one.name)}</label>
                        ))}
                      </div>
                    </fieldset>
                    {line.missing.length > 0 && <TextField id={`reason-${index}`} label={i.reason} required value={line.reason} onChange={(reason) => putLine(index, { reason })} wrong={wrong(`reason-${index}`)} />}
                  </details>
                )}
              </li>
            ))}
          </ol>
          {form.lines.length < most_lines && <p><button type="button" class="button" onClick={() => put({ lines: [...form.lines, blank_line] })}>{w.addLine}</button></p>}
        </section>
        <p><button type="submit" class="button primary" disabled={busy}>{busy ? w.working : w.go(lines.filter((one) => one.missing.length === 0).length, lines.filter((one) => one.missing.length > 0).length)} <kbd>F9</kbd></button></p>
      </form>
    </>
  );
}

/** A column of a spreadsheet, or a list: a line each. */
function Pasted({ onLines }: { onLines: (texts: string[]) => void }) {
  const w = words.value.batch;
  const [text, setText] = useState('');
  const take = () => {
    const texts = text.split(/\r?\n/).map((one) => one.split('\t').map((cell) => cell.trim()).filter(Boolean).join(' \u2013 ')).filter(Boolean);
    if (texts.length > 0) onLines(texts);
    setText('');
  };
  return (
    <details>
      <summary>{w.paste}</summary>
      <LongField id="paste" label={w.pasteLabel} hint={w.pasteHint} value={text} onChange={setText} maxLength={40_000} />
      <p><button type="button" class="button" onClick={take}>{w.pasteGo}</button></p>
    </details>
  );
}

function missingIn(form: Form, lines: Line[]): FieldWrong[] {
  const w = words.value.batch;
  const i = words.value.intake;
  const all: FieldWrong[] = [];
  if (form.procedure === '') all.push({ id: 'procedure', label: i.procedure, message: i.noProcedure });
  if (form.id.trim() === '' && form.noId.trim() === '') all.push({ id: 'no-id', label: i.id, message: i.noIdMissing });
  if (form.name.trim() === '') all.push({ id: 'applicant-name', label: i.name, message: words.value.form.missing });
  if (form.representative.trim() !== '' && form.authorisation.trim() === '') all.push({ id: 'authorisation', label: i.authorisation, message: words.value.form.missing });
  if (lines.length === 0) all.push({ id: 'line-0', label: w.lines, message: w.noLine });
  form.lines.forEach((line, index) => {
    if (line.text.trim() !== '' && line.missing.length > 0 && line.reason.trim() === '') all.push({ id: `reason-${index}`, label: `${i.reason} (${line.text})`, message: words.value.form.missing });
  });
  return all;
}

/** One request files and receives all that are whole; the others, filed by it too, are each asked for what they lack. */
async function handIn(form: Form, lines: Line[], key: string): Promise<Done[]> {
  const said = (fields: Record<string, string>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ''));
  const shared = {
    procedure: form.procedure,
    channel: 'counter',
    ...(Object.keys(form.attributes).length > 0 ? { attributes: form.attributes } : {}),
    applicant: said({ name: form.name, ...(form.id.trim() ? { id: form.id } : { no_id: form.noId }), phone: form.phone, address: form.address }),
    ...(form.representative.trim() ? { representative: { name: form.representative, authorisation: form.authorisation } } : {}),
    ...said({ zone: form.zone, project: form.project }),
  };
  const answer = await post<Answers>('/api/v1/dossiers:group', { shared, dossiers: lines.map((line) => ({ summary: line.text, ...(line.missing.length === 0 ? { receive: { all_right: true } } : {}) })) }, { key });
  const rows: Done[] = [];
  for (const [index, line] of lines.entries()) {
    const one = answer.results[index];
    const result = (one?.result ?? {}) as { dossier?: string; code?: string | null; not_received?: { detail?: string; title?: string } };
    const refused = (one?.problem ?? result.not_received) as { detail?: string; title?: string } | undefined;
    const row: Done = { text: line.text, code: result.code ?? null, dossier: result.dossier ?? '', outcome: refused ? 'refused' : line.missing.length > 0 ? 'asked' : 'received', why: refused?.detail ?? refused?.title ?? '' };
    if (row.outcome === 'asked') {
      row.why = line.reason;
      const body = { action: 'ask_before_receipt', lines: line.missing.map((document) => ({ document, reason: line.reason, mark: 'missing' })), reason: line.reason };
      try {
        await post(`/api/v1/dossiers/${row.dossier}/transitions`, body, { ifMatch: '*', key: `${key}-ask-${index}` });
      } catch (error) {
        if (!(error instanceof Problem) || error.status === 0) throw error;
        row.outcome = 'refused';
        row.why = error.detail || error.title;
      }
    }
    rows.push(row);
  }
  return rows;
}

function List({ done, onAnother }: { done: { rows: Done[]; form: Form; at: string }; onAnother: () => void }) {
  const w = words.value.batch;
  const received = done.rows.filter((one) => one.outcome === 'received').length;
  return (
    <>
      <div class="heading">
        <h1>{w.listTitle}</h1>
        <span class="row no-print">
          <button type="button" class="button primary" onClick={() => print()}>{words.value.counter.print}</button>
          <button type="button" class="button" onClick={onAnother}>{w.another}</button>
        </span>
      </div>
      <p><strong>{done.form.name}</strong> {done.form.id} · {moment(done.at)} · {w.results(received, done.rows.length - received)}</p>
      <div class="scroll">
        <table class="cards">
          <caption class="visually-hidden">{w.listTitle}</caption>
          <thead><tr><th scope="col" class="n">{words.value.counter.row}</th><th scope="col">{words.value.inbox.code}</th><th scope="col">{w.content}</th><th scope="col">{words.value.bulk.result}</th></tr></thead>
          <tbody>
            {done.rows.map((one, index) => (
              <tr key={index}>
                <td class="n" data-label={words.value.counter.row}>{index + 1}</td>
                <td data-label={words.value.inbox.code}>{one.dossier ? <a class="code" href={`/ho-so/${encodeURIComponent(one.code ?? one.dossier)}`}>{one.code ?? words.value.inbox.noCode}</a> : ''}</td>
                <td data-label={w.content}>{one.text}</td>
                <td data-label={words.value.bulk.result}><span class={`shape ${one.outcome === 'received' ? 'stopped' : one.outcome === 'asked' ? 'due_soon' : 'overdue'}`}>{w.outcomes[one.outcome]}</span>{one.why && <><br /><span class="small">{one.why}</span></>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="signatures only-print">
        <p>{w.applicant}<br /><small>{words.value.counter.signHere}</small><br /><br /><br />{done.form.representative || done.form.name}</p>
        <p>{w.clerk}<br /><small>{words.value.counter.signHere}</small><br /><br /><br />{nameOf(me.value?.person ?? '')}</p>
      </div>
    </>
  );
}
