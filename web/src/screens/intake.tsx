// Receiving a dossier at the counter, by keyboard from the first field to F9: procedure, case, applicant, papers, fees. The date
// and why stand beside it all the time. Three ways out: received, more papers asked for, refused. What is typed is kept on the
// server until it is handed in.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { get, newKey, post, Problem, query } from '../api/client';
import type { Action, Receipt, WorkItem } from '../api/types';
import { bind } from '../app/keys';
import { notify } from '../app/notices';
import { place } from '../app/router';
import { Clock } from '../parts/clock';
import { Combo } from '../parts/combo';
import { Compare, differences, merged } from '../parts/compare';
import { type CountedDay, Days } from '../parts/dates';
import { useDraft } from '../parts/draft';
import { ErrorSummary, type FieldWrong, LongField, RadioField, SelectField, TextField } from '../parts/form';
import { DraftState, Skeleton, useLoad, Wrong } from '../parts/load';
import { type Known, missingTime, onPaper, outagesPath, PaperTime, waitingCodes } from '../parts/outage';
import { countedIn, type Lines, MarksField, type Paper, SupplementField, type Taken, TakenField } from '../parts/papers';
import { printPaper } from '../parts/printing';
import { sendScan } from '../parts/scan';
import { ScannerFolder, useCounter } from '../parts/scanner';
import { words } from '../words';
import { compare, dong, fullMoment } from '../words/format';
import { useRecall, useZones } from './applicant';
import { type Attribute, AttributeField } from './attribute';

interface Offered { id: string; name: string; demonstration: boolean; attributes: Attribute[] }
interface Procedure {
  documents: { id: string; name: string; required: boolean; originals?: number; certified?: number; copies?: number; condition?: string }[];
  fees: { id: string; name: string; amount: number | null; moment: string }[];
}
interface Preview {
  appointment: string | null;
  appointment_text?: string;
  provisional: boolean;
  stages: { name: string; allowance: string; days: CountedDay[]; text: string }[];
  documents: string[];
  fees: string[];
}

/** Received, and not acknowledged by the division yet. */
interface AtTheDesk { id: string; code: string | null; applicant: string; received_at: string | null }

const kept_in_sight = 5;

interface Form {
  procedure: string;
  attributes: Record<string, string>;
  name: string;
  id: string;
  phone: string;
  address: string;
  noId: string;
  owner: string;
  ownerId: string;
  representative: string;
  authorisation: string;
  zone: string;
  project: string;
  channel: string;
  summary: string;
  exit: 'receive' | 'ask_before_receipt' | 'refuse_intake';
  reason: string;
  allRight: boolean;
  marks: Record<string, string>;
  taken: Record<string, Taken>;
  lines: Lines;
  paid: Record<string, boolean>;
}

const blank: Form = {
  procedure: '', attributes: {}, name: '', id: '', phone: '', address: '', noId: '', owner: '', ownerId: '', representative: '', authorisation: '', zone: '', project: '', channel: 'counter',
  summary: '', exit: 'receive', reason: '', allRight: false, marks: {}, taken: {}, lines: {}, paid: {},
};

const paperOf: Record<Form['exit'], string> = { receive: 'receipt', ask_before_receipt: 'supplement', refuse_intake: 'refusal' };

export default function Intake() {
  const w = words.value.intake;
  const offered = useLoad('/api/v1/procedures', (abort) => get<{ items: Offered[] }>('/api/v1/procedures', abort));
  const [form, setForm] = useState<Form>(blank);
  const [wrongs, setWrongs] = useState<FieldWrong[]>([]);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [unfinished, setUnfinished] = useState('');
  const [busy, setBusy] = useState(false);
  // Scans are bytes, and no part of the draft: files chosen here, and names in the folder of the counter's scanner.
  const [files, setFiles] = useState<Record<string, globalThis.File>>({});
  const [folder, setFolder] = useState<Record<string, string>>({});
  const { counters, counter, choose } = useCounter();
  const waiting = useLoad('/api/v1/desk', (abort) => get<{ handing_over: AtTheDesk[] }>('/api/v1/desk', abort));
  const key = useRef(newKey());
  const put = (change: Partial<Form>) => setForm((now) => ({ ...now, ...change }));
  // Paper of an outage is entered here too, with its own time and the number on the blank.
  const outage = Number(place.value.query.get('su-co')) || null;
  const draft = useDraft(outage ? 'tiep-nhan-su-co' : 'tiep-nhan', blank, form, setForm);
  const known = useLoad(`outage-${outage}`, (abort) => (outage ? get<Known>(outagesPath, abort) : Promise.resolve(null)));
  const declared = known.data?.outages.find((one) => one.outage === outage);
  const [code, setCode] = useState(place.value.query.get('so') ?? '');
  const [when, setWhen] = useState({ day: '', time: '' });
  const kept = known.data?.reservations.find((one) => one.codes.some((other) => other.code === code))?.day;
  const paper = { day: when.day || (kept ?? declared?.begin.slice(0, 10) ?? ''), time: when.time };
  const late = outage ? onPaper(outage, paper) : {};
  const receivedAt = outage && paper.day && paper.time ? onPaper(outage, paper).at : null;

  const zones = useZones();
  const recall = useRecall(form, put);

  const procedure = offered.data?.items.find((one) => one.id === form.procedure);
  const details = useLoad(form.procedure, (abort) => (form.procedure === '' ? Promise.resolve(null) : get<Procedure>(`/api/v1/procedures/${form.procedure}`, abort)));
  const caseText = JSON.stringify(form.attributes);
  const preview = useLoad(`${form.procedure}${caseText}${receivedAt}`, (abort) =>
    form.procedure === '' ? Promise.resolve(null) : get<Preview>(`/api/v1/procedures/${form.procedure}/dates${query({ attributes: caseText, received_at: receivedAt })}`, abort),
  );
  const papers: Paper[] = (details.data?.documents ?? [])
    .filter((one) => preview.data?.documents.includes(one.id))
    .map((one) => ({ ...one, name: [one.name, counted(one)].filter(Boolean).join(' – '), required: one.required && !one.condition }));
  const fees = (details.data?.fees ?? []).filter((one) => preview.data?.fees.includes(one.id));

  const submit = async (exit: Form['exit'] = form.exit) => {
    if (busy) return;
    const missing = [...(outage ? missingTime('paper', paper) : []), ...missingIn({ ...form, exit }, papers)];
    setWrongs(missing);
    setTurn((count) => count + 1);
    if (missing.length > 0) return;
    setBusy(true);
    setProblem(null);
    setUnfinished('');
    let filed = '';
    try {
      filed = (await post<Receipt>('/api/v1/dossiers', { ...submissionOf(form), ...late }, { key: key.current })).dossier;
      for (const fee of fees) if (form.paid[fee.id]) await post(`/api/v1/dossiers/${filed}/fees/${fee.id}/payment`, { ...(fee.amount === null ? {} : { amount: fee.amount }), ...late }, { ifMatch: '*', key: `${key.current}-${fee.id}` });
      const { actions } = await get<{ actions: Action[] }>(`/api/v1/dossiers/${filed}/actions`);
      const action = actions.find((one) => one.kind === exit && one.allowed) ?? actions.find((one) => one.kind === exit);
      if (!action) throw new Problem(409, 'no_such_action', '', '');
      const receipt = await post<Receipt>(`/api/v1/dossiers/${filed}/transitions`, { ...conclusionOf(form, exit, action.id, papers, (document) => document in files || document in folder), ...late, ...(outage && exit === 'receive' && code ? { reserved_code: code } : {}) }, { ifMatch: '*', key: `${key.current}-${exit}` });
      notify(exit === 'receive' ? w.received(receipt.code ?? '') : exit === 'refuse_intake' ? w.refused : w.asked);
      // Received is received: what cannot be printed now is printed from the dossier later; of an outage it was written by hand.
      if (!outage) void printPaper(filed, paperOf[exit]).catch(() => notify(w.notPrinted, { wrong: true }));
      void sendScans(filed);
      waiting.again();
      setForm({ ...blank, procedure: form.procedure, attributes: form.attributes });
      key.current = newKey();
      draft.drop();
      setCode('');
      setWhen({ day: '', time: '' });
      known.again();
      scrollTo(0, 0);
      document.getElementById('procedure')?.focus();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
      setUnfinished(filed);
      // What is filed stays filed; what is changed now is a new dossier.
      if (filed !== '') key.current = newKey();
      scrollTo(0, 0);
    } finally {
      setBusy(false);
    }
  };
  /** After the receipt, which nobody waits for: what does not get through is told, and added from the dossier's page. */
  const sendScans = async (dossier: string) => {
    const sending = [
      ...Object.entries(files).map(([document, file]) => sendScan(dossier, file, { document })),
      ...Object.entries(folder).map(([document, name]) => post(`/api/v1/counters/${counter}/scans/${encodeURIComponent(name)}`, { dossier, document }, { key: newKey() })),
    ];
    setFiles({});
    setFolder({});
    const lost = (await Promise.allSettled(sending)).filter((one) => one.status === 'rejected').length;
    if (lost > 0) notify(words.value.taken.notSent(lost), { wrong: true });
  };
  useLayoutEffect(() => bind('F9', () => void submit('receive')));
  useLayoutEffect(() => bind('Ctrl+Enter', () => void submit()));

  if (offered.problem) return <Wrong problem={offered.problem} again={offered.again} />;
  if (!offered.data) return <Skeleton rows={12} />;
  const wrong = (id: string) => wrongs.find((one) => one.id === id)?.message;
  const recent = [...(waiting.data?.handing_over ?? [])].sort((one, other) => (other.received_at ?? '').localeCompare(one.received_at ?? '')).slice(0, kept_in_sight);
  return (
    <>
      <div class="heading">
        <h1>{words.value.screens.intake}</h1>
        <span class="row small muted"><DraftState draft={draft} /> <a href="/tiep-nhan/lo">{words.value.screens.batch}</a></span>
      </div>
      {draft.theirs && (
        <Compare
          who=""
          rows={differences(form, draft.theirs, { procedure: w.procedure, id: w.id, name: w.name, noId: w.noId, phone: w.phone, address: w.address, owner: w.owner, ownerId: w.ownerId, representative: w.representative, authorisation: w.authorisation, zone: w.zone, project: w.project, summary: w.summary, reason: w.reason, attributes: w.attributes, allRight: w.allRight, marks: w.documents, taken: words.value.taken.more })}
          onChosen={(mine) => draft.theirs && draft.settle(merged(form, draft.theirs, mine))}
        />
      )}
      <div class="intake">
        <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void submit(); }}>
          <ErrorSummary wrongs={wrongs} turn={turn} />
          {problem && <Wrong problem={problem} />}
          {unfinished && <p class="note"><a href={`/ho-so/${unfinished}`}>{w.unfinished(unfinished.slice(0, 8))}</a></p>}
          {outage && (
            <section class="panel columns" aria-labelledby="outage-heading">
              <h2 id="outage-heading" class="wide">{words.value.lateEntry.of(outage)} <a class="small" href={`/su-co${query({ phan: 'nhap', 'su-co': outage })}`}>{words.value.screens.outage}</a></h2>
              {known.problem && <Wrong problem={known.problem} again={known.again} />}
              {known.data && declared && <SelectField id="outage-code" label={words.value.lateEntry.onBlank} value={code} onChange={setCode} empty={words.value.lateEntry.noBlank} choices={waitingCodes(known.data, declared).map((one) => ({ value: one.code, label: one.code }))} />}
              <PaperTime id="paper" value={paper} onChange={setWhen} wrong={wrong} />
            </section>
          )}
          <section class="panel columns">
            <Combo id="procedure" label={w.procedure} hint={w.procedureHint} wrong={wrong('procedure')} value={form.procedure} onChange={(value) => put({ procedure: value, attributes: {}, marks: {}, taken: {}, lines: {}, allRight: false, paid: {} })} choices={offered.data.items.map((one) => ({ value: one.id, label: one.name })).sort((one, other) => compare(one.label, other.label))} />
            {procedure?.attributes.map((one) => (
              <AttributeField key={one.id} attribute={one} value={form.attributes[one.id] ?? one.default ?? ''} onChange={(value) => put({ attributes: { ...form.attributes, [one.id]: value } })} wrong={wrong(`attribute-${one.id}`)} />
            ))}
          </section>
          <section class="panel columns" aria-labelledby="applicant-heading">
            <h2 id="applicant-heading" class="wide">{w.applicant}</h2>
            <TextField id="applicant-id" label={w.id} hint={recall.known || w.idHint} value={form.id} onChange={(id) => put({ id })} onLeave={recall.ask} numeric />
            {form.id.trim() === '' && <TextField id="no-id" label={w.noId} hint={w.noIdHint} list="no-id-reasons" value={form.noId} onChange={(noId) => put({ noId })} wrong={wrong('no-id')} />}
            <TextField id="applicant-name" label={w.name} required value={form.name} onChange={(name) => put({ name })} wrong={wrong('applicant-name')} />
            <TextField id="applicant-phone" label={w.phone} type="tel" value={form.phone} onChange={(phone) => put({ phone })} />
            <TextField id="applicant-address" label={w.address} value={form.address} onChange={(address) => put({ address })} />
            <Duplicates procedure={form.procedure} name={form.name} id={form.id} />
            <TextField id="owner" label={w.owner} value={form.owner} onChange={(owner) => put({ owner })} />
            {form.owner.trim() !== '' && <TextField id="owner-id" label={w.ownerId} value={form.ownerId} onChange={(ownerId) => put({ ownerId })} numeric />}
            <TextField id="representative" label={w.representative} value={form.representative} onChange={(representative) => put({ representative })} />
            {form.representative.trim() !== '' && <TextField id="authorisation" label={w.authorisation} required value={form.authorisation} onChange={(authorisation) => put({ authorisation })} wrong={wrong('authorisation')} />}
            <SelectField id="zone" label={w.zone} value={form.zone} onChange={(zone) => put({ zone })} empty={w.noZone} choices={zones} />
            <TextField id="project" label={w.project} value={form.project} onChange={(project) => put({ project })} />
            <RadioField id="channel" label={w.channel} value={form.channel} onChange={(channel) => put({ channel })} choices={Object.entries(w.channels).map(([value, label]) => ({ value, label }))} />
          </section>
          {papers.length > 0 && (
            <section class="panel">
              {form.exit === 'ask_before_receipt' ? (
                <SupplementField papers={papers} lines={form.lines} onChange={(lines) => put({ lines })} wrong={wrong('act-lines')} />
              ) : (
                <>
                  {wrong('documents') && <p class="errors" id="documents" tabIndex={-1}>{wrong('documents')}</p>}
                  <MarksField papers={papers} marks={form.marks} allRight={form.allRight} onMarks={(marks) => put({ marks, allRight: false })} onAllRight={(allRight) => put({ allRight, marks: {} })} more={(paper) => (
                    <TakenField
                      paper={paper}
                      asked={(details.data?.documents ?? []).find((one) => one.id === paper.id) ?? {}}
                      taken={form.taken[paper.id] ?? {}}
                      onChange={(taken) => put({ taken: { ...form.taken, [paper.id]: taken } })}
                      scan={files[paper.id]?.name ?? folder[paper.id] ?? ''}
                      onScan={(file) => setFiles((now) => (file ? { ...now, [paper.id]: file } : without(now, paper.id)))}
                    />
                  )} />
                  <datalist id="no-scan-reasons">{words.value.taken.noScanReasons.map((one) => <option key={one} value={one} />)}</datalist>
                </>
              )}
            </section>
          )}
          {fees.length > 0 && (
            <section class="panel">
              <h2>{w.fees}</h2>
              {fees.map((one) => (
                <label class="choice" key={one.id}>
                  <input type="checkbox" checked={form.paid[one.id] ?? false} onChange={(event) => put({ paid: { ...form.paid, [one.id]: event.currentTarget.checked } })} />
                  <span>{w.paid(one.name, one.amount === null ? words.value.dossier.byAmount : dong(one.amount))}</span>
                </label>
              ))}
            </section>
          )}
          <section class="panel">
            <LongField id="summary" label={w.summary} value={form.summary} onChange={(summary) => put({ summary })} maxLength={1000} />
            <RadioField id="exit" label={w.exit} value={form.exit} onChange={(exit) => put({ exit: exit as Form['exit'] })} choices={[{ value: 'receive', label: w.receive }, { value: 'ask_before_receipt', label: w.supplement }, { value: 'refuse_intake', label: w.refuse }]} />
            {form.exit === 'refuse_intake' && <LongField id="reason" label={w.reason} required value={form.reason} onChange={(reason) => put({ reason })} wrong={wrong('reason')} />}
            <p><button type="submit" class="button primary" disabled={busy}>{form.exit === 'receive' ? w.receive : form.exit === 'refuse_intake' ? w.refuse : w.supplement} <kbd>{form.exit === 'receive' ? 'F9' : 'Ctrl+Enter'}</kbd></button></p>
          </section>
        </form>
        <aside class="stack" aria-label={w.appointment}>
          <section class="panel">
            <h2>{w.appointment}</h2>
            {!preview.data && <p class="muted">{w.waiting}</p>}
            {preview.problem && <Wrong problem={preview.problem} again={preview.again} />}
            {preview.data?.appointment && (
              <>
                <p class="promise">{preview.data.appointment_text ?? fullMoment(preview.data.appointment)}</p>
                <p class="small muted">{w.nowReceived}{preview.data.provisional && ` (${words.value.dossier.provisional})`}</p>
                {preview.data.stages.map((one, index) => (
                  <div class="stack" key={index}>
                    <h3 class="small">{one.name} – {one.allowance}</h3>
                    {one.days.length <= 14 ? <Days days={one.days} /> : <p class="small">{one.text}</p>}
                  </div>
                ))}
              </>
            )}
          </section>
          {form.exit === 'receive' && papers.length > 0 && (
            <ScannerFolder papers={papers} counters={counters} counter={counter} onCounter={choose} given={folder} onGive={(scan, paper) => setFolder((now) => ({ ...Object.fromEntries(Object.entries(now).filter(([, name]) => name !== scan)), ...(paper ? { [paper]: scan } : {}) }))} />
          )}
          {recent.length > 0 && (
            <section class="panel">
              <h2>{w.recent}</h2>
              <p class="small muted">{w.recentMeans}</p>
              <ul class="papers">{recent.map((one) => <li key={one.id}><a class="code" href={`/ho-so/${one.code ?? one.id}`}>{one.code ?? one.id.slice(0, 8)}</a><span>{one.applicant}</span></li>)}</ul>
            </section>
          )}
          <datalist id="no-id-reasons">{w.noIdReasons.map((one) => <option key={one} value={one} />)}</datalist>
        </aside>
      </div>
    </>
  );
}

/** Warns and never blocks. */
function Duplicates({ procedure, name, id }: { procedure: string; name: string; id: string }) {
  const w = words.value.intake;
  const [asked, setAsked] = useState('');
  const wanted = procedure !== '' && (id.trim().length >= 9 || name.trim().length >= 3) ? `/api/v1/dossiers:duplicates${query({ procedure, ...(id.trim().length >= 9 ? { applicant_id: id.trim() } : { applicant: name.trim() }) })}` : '';
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), 500);
    return () => clearTimeout(timer);
  }, [wanted]);
  const { data } = useLoad(asked, (abort) => (asked === '' ? Promise.resolve({ items: [] as WorkItem[] }) : get<{ items: WorkItem[] }>(asked, abort)));
  if (!data || data.items.length === 0) return null;
  return (
    <div class="note wide" role="status">
      <strong>{w.duplicates}</strong> {w.duplicatesMeans}
      <ul class="papers">
        {data.items.map((one) => (
          <li key={one.id}><a class="code" href={`/ho-so/${one.code ?? one.id}`} target="_blank" rel="noreferrer">{one.code ?? one.id.slice(0, 8)}</a><span>{one.step.name}</span><Clock due={one.dossier_due} /></li>
        ))}
      </ul>
    </div>
  );
}

function counted(paper: { originals?: number; certified?: number; copies?: number }): string {
  const w = words.value.intake;
  return [paper.originals ? w.originals(paper.originals) : '', paper.certified ? w.certified(paper.certified) : '', paper.copies ? w.copies(paper.copies) : ''].filter(Boolean).join(', ');
}

function missingIn(form: Form, papers: Paper[]): FieldWrong[] {
  const w = words.value.intake;
  const all: FieldWrong[] = [];
  if (form.procedure === '') all.push({ id: 'procedure', label: w.procedure, message: w.noProcedure });
  if (form.name.trim() === '') all.push({ id: 'applicant-name', label: w.name, message: words.value.form.missing });
  if (form.id.trim() === '' && form.noId.trim() === '') all.push({ id: 'no-id', label: w.id, message: w.noIdMissing });
  if (form.representative.trim() !== '' && form.authorisation.trim() === '') all.push({ id: 'authorisation', label: w.authorisation, message: words.value.form.missing });
  if (form.exit === 'receive' && !form.allRight && papers.some((one) => one.required && form.marks[one.id] !== 'right')) all.push({ id: 'documents', label: w.documents, message: w.unchecked });
  if (form.exit === 'ask_before_receipt') {
    const lines = Object.values(form.lines);
    if (lines.length === 0 || lines.some((one) => one.reason.trim() === '')) all.push({ id: 'act-lines', label: words.value.act.lines, message: words.value.act.linesMissing });
  }
  if (form.exit === 'refuse_intake' && form.reason.trim() === '') all.push({ id: 'reason', label: w.reason, message: words.value.form.missing });
  return all;
}

function submissionOf(form: Form): Record<string, unknown> {
  const said = (fields: Record<string, string>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ''));
  return {
    procedure: form.procedure,
    channel: form.channel,
    ...(Object.keys(form.attributes).length > 0 ? { attributes: form.attributes } : {}),
    applicant: said({ name: form.name, ...(form.id.trim() ? { id: form.id } : { no_id: form.noId }), phone: form.phone, address: form.address }),
    ...(form.owner.trim() ? { owner: said({ name: form.owner, id: form.ownerId }) } : {}),
    ...(form.representative.trim() ? { representative: { name: form.representative, authorisation: form.authorisation } } : {}),
    ...said({ zone: form.zone, project: form.project, summary: form.summary }),
  };
}

function without<T>(all: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));
}

function conclusionOf(form: Form, exit: Form['exit'], action: string, papers: Paper[], hasScan: (document: string) => boolean): Record<string, unknown> {
  const body: Record<string, unknown> = { action };
  if (exit === 'receive') {
    if (form.allRight) body.all_right = true;
    const marks = papers
      .map((one) => [one.id, { mark: form.marks[one.id] ?? (form.allRight && one.required ? 'right' : ''), ...countedIn(form.taken[one.id], hasScan(one.id)) }] as const)
      .filter(([document, one]) => one.mark !== '' && (form.marks[document] || Object.keys(one).length > 1));
    if (marks.length > 0) body.marks = Object.fromEntries(marks);
  } else if (exit === 'ask_before_receipt') {
    body.lines = Object.entries(form.lines).map(([document, line]) => ({ document, reason: line.reason, mark: line.mark }));
    body.reason = Object.values(form.lines).map((line) => line.reason).join('; ');
  } else {
    body.reason = form.reason;
  }
  return body;
}
