// When the power fails: numbers kept ahead and printed on blank receipts, the outage declared when it is over, its paper entered with
// its own time, and each number accounted for.
import { useState } from 'preact/hooks';
import { get, newKey, post, query } from '../api/client';
import type { Action, Outage as Declared, PrintedPaper, Reservation, WorkPage } from '../api/types';
import { notify } from '../app/notices';
import { place, withQuery } from '../app/router';
import { colleagues, nameOf, people, roles } from '../app/session';
import { type FieldWrong, LongField, RadioField, SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { asMoment, type Known, missingTime, onPaper, outagesPath, PaperTime, type Timed, waitingCodes, waits } from '../parts/outage';
import type { Day } from '../parts/received';
import { useTaking } from '../parts/taking';
import { words } from '../words';
import { date, moment, number } from '../words/format';
import { outageWords } from '../words/outage';

const parts = ['so', 'khai-bao', 'nhap', 'ket-cuc'] as const;
const choices = (names: Record<string, string>) => Object.entries(names).map(([value, label]) => ({ value, label }));

export default function Outages() {
  const w = outageWords.value;
  const asked = place.value.query.get('phan');
  const part = parts.find((one) => one === asked) ?? 'so';
  const { data, problem, again } = useLoad(outagesPath, (abort) => get<Known>(outagesPath, abort));
  return (
    <>
      <h1>{words.value.screens.outage}</h1>
      <nav aria-label={w.parts}>
        <ul class="tabs">
          {parts.map((one) => <li key={one}><a href={withQuery({ phan: one === 'so' ? null : one, 'su-co': null })} aria-current={one === part ? 'page' : undefined}>{w.part[one]}</a></li>)}
        </ul>
      </nav>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton />}
      {data && part === 'so' && <Reserving known={data} again={again} />}
      {data && part === 'khai-bao' && <Declaring known={data} again={again} />}
      {data && part === 'nhap' && <Entering known={data} />}
      {data && part === 'ket-cuc' && <Settling known={data} again={again} />}
    </>
  );
}

/** Makes a paper of the office and opens it to be printed. */
async function printed(body: Record<string, unknown>, key: string): Promise<void> {
  const paper = await post<PrintedPaper>('/api/v1/papers', body, { key });
  open(paper.page, '_blank', 'noopener');
  notify(outageWords.value.printed, { seconds: 4 });
}

function Reserving({ known, again }: { known: Known; again: () => void }) {
  const w = outageWords.value;
  const [said, setSaid] = useState({ day: '', until: '', count: '20' });
  const [reason, setReason] = useState('jam');
  const put = (change: Partial<typeof said>) => setSaid((now) => ({ ...now, ...change }));
  const [key, setKey] = useState(newKey);
  const taking = useTaking(again);
  const printing = useTaking(again);
  const reserve = () => {
    const missing: FieldWrong[] = [];
    const count = Number(said.count);
    if (said.day === '') missing.push({ id: 'reserve-day', label: w.day, message: words.value.form.missing });
    if (!Number.isInteger(count) || count < 1 || count > 200) missing.push({ id: 'reserve-count', label: w.count, message: w.countWrong });
    void taking.take(missing, async () => {
      const made = await post<{ items: Reservation[] }>('/api/v1/outages/reservations', { day: said.day, count, ...(said.until ? { until: said.until } : {}) }, { key });
      setKey(newKey());
      notify(w.reserved(made.items.reduce((sum, one) => sum + one.codes.length, 0)));
      again();
    });
  };
  const act = (one: Reservation) => (one.prints === 0 ? w.printBlank : w.printAgain(one.prints + 1));
  const print = (one: Reservation) => printing.take([], async (fresh) => {
    await printed({ form: 'blank_receipt', reservation: one.reservation, ...(one.prints > 0 ? { reason } : {}) }, `${fresh}-${one.reservation}-${one.prints}`);
    again();
  });
  return (
    <section class="beside is-open" aria-labelledby="kept-heading">
      <div class="stack">
        <h2 id="kept-heading">{w.kept}</h2>
        {printing.head}
        {known.reservations.length === 0 && <Empty title={w.none}><p class="muted">{w.noneWhy}</p></Empty>}
        {known.reservations.length > 0 && (
          <div class="scroll">
            <table class="cards">
              <caption class="visually-hidden">{w.kept}</caption>
              <thead><tr><th scope="col">{w.day}</th><th scope="col">{w.numbers}</th><th scope="col" class="n">{w.left}</th><th scope="col">{w.by}</th><th scope="col"><span class="visually-hidden">{w.printBlank}</span></th></tr></thead>
              <tbody>
                {known.reservations.map((one) => (
                  <tr key={one.reservation}>
                    <td data-label={w.day}><strong>{date(one.day)}</strong></td>
                    <td data-label={w.numbers}><span class="code">{one.codes[0]?.code}</span> – <span class="code">{one.codes.at(-1)?.code.slice(-4)}</span></td>
                    <td class="n" data-label={w.left}>{number(one.codes.filter((code) => code.state === 'reserved').length)}/{number(one.codes.length)}</td>
                    <td data-label={w.by}>{nameOf(one.reserved_by)}<br /><span class="small muted">{moment(one.reserved_at)}</span></td>
                    <td><button type="button" class="button small" disabled={printing.busy} aria-label={w.ofDay(act(one), date(one.day))} onClick={() => void print(one)}>{act(one)}</button></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {known.reservations.some((one) => one.prints > 0) && <RadioField id="reprint" label={w.reprint} value={reason} onChange={setReason} choices={choices(words.value.printing.reasons)} />}
      </div>
      <form class="panel" noValidate aria-labelledby="reserve-heading" onSubmit={(event) => { event.preventDefault(); reserve(); }}>
        <h2 id="reserve-heading">{w.reserve}</h2>
        <p class="small muted">{w.reserveMeans}</p>
        {taking.head}
        <TextField id="reserve-day" type="date" label={w.day} required value={said.day} onChange={(day) => put({ day })} wrong={taking.wrong('reserve-day')} />
        <TextField id="reserve-until" type="date" label={w.until} hint={w.untilHint} value={said.until} onChange={(until) => put({ until })} />
        <TextField id="reserve-count" label={w.count} required numeric value={said.count} onChange={(count) => put({ count })} wrong={taking.wrong('reserve-count')} />
        <p><button type="submit" class="button primary" disabled={taking.busy}>{w.reserveIt}</button></p>
      </form>
    </section>
  );
}

function Declaring({ known, again }: { known: Known; again: () => void }) {
  const w = outageWords.value;
  const [said, setSaid] = useState({ beginDay: '', beginTime: '', endDay: '', endTime: '', cause: 'power', reason: '' });
  const put = (change: Partial<typeof said>) => setSaid((now) => ({ ...now, ...change }));
  const [key, setKey] = useState(newKey);
  const taking = useTaking(again);
  const printing = useTaking(again);
  const declare = () => {
    const missing: FieldWrong[] = (['beginDay', 'beginTime', 'endDay', 'endTime'] as const).filter((field) => said[field] === '').map((field) => ({ id: `declare-${field}`, label: w[field], message: words.value.form.missing }));
    if (said.cause === 'other' && said.reason.trim() === '') missing.push({ id: 'declare-reason', label: w.reason, message: words.value.form.missing });
    void taking.take(missing, async () => {
      const made = await post<Declared>(outagesPath, { begin: asMoment(said.beginDay, said.beginTime), end: asMoment(said.endDay, said.endTime), cause: said.cause, ...(said.reason.trim() ? { reason: said.reason } : {}) }, { key });
      setKey(newKey());
      notify(w.declared(made.outage));
      again();
    });
  };
  const print = (one: Declared) => printing.take([], async () => printed({ form: 'outage_list', outage: one.outage }, newKey()));
  return (
    <section class={roles.value.has('desk_head') ? 'beside is-open' : 'stack'} aria-labelledby="outages-heading">
      <div class="stack">
        <h2 id="outages-heading">{w.outages}</h2>
        {printing.head}
        {known.outages.length === 0 && <Empty title={w.noOutage}><p class="muted">{w.noOutageWhy}</p></Empty>}
        {known.outages.length > 0 && (
          <div class="scroll">
            <table class="cards">
              <caption class="visually-hidden">{w.outages}</caption>
              <thead><tr><th scope="col" class="n">{w.outage}</th><th scope="col">{w.period}</th><th scope="col">{w.cause}</th><th scope="col">{w.declaredBy}</th><th scope="col"><span class="visually-hidden">{w.printList}</span></th></tr></thead>
              <tbody>
                {known.outages.map((one) => (
                  <tr key={one.outage}>
                    <td class="n" data-label={w.outage}>{one.outage}</td>
                    <td data-label={w.period}>{moment(one.begin)} – {moment(one.end)}</td>
                    <td data-label={w.cause}>{w.causes[one.cause]}</td>
                    <td data-label={w.declaredBy}>{nameOf(one.declared_by)}<br /><span class="small muted">{moment(one.declared_at)}</span></td>
                    <td><button type="button" class="button small" disabled={printing.busy} aria-label={w.printListOf(one.outage)} onClick={() => void print(one)}>{w.printList}</button></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <p class="small muted">{w.declareMeans}</p>
      </div>
      {roles.value.has('desk_head') && (
        <form class="panel" noValidate aria-labelledby="declare-heading" onSubmit={(event) => { event.preventDefault(); declare(); }}>
          <h2 id="declare-heading">{w.declare}</h2>
          {taking.head}
          <TextField id="declare-beginDay" type="date" label={w.beginDay} required value={said.beginDay} onChange={(beginDay) => put({ beginDay, endDay: said.endDay || beginDay })} wrong={taking.wrong('declare-beginDay')} />
          <TextField id="declare-beginTime" type="time" label={w.beginTime} required value={said.beginTime} onChange={(beginTime) => put({ beginTime })} wrong={taking.wrong('declare-beginTime')} />
          <TextField id="declare-endDay" type="date" label={w.endDay} required value={said.endDay} onChange={(endDay) => put({ endDay })} wrong={taking.wrong('declare-endDay')} />
          <TextField id="declare-endTime" type="time" label={w.endTime} required value={said.endTime} onChange={(endTime) => put({ endTime })} wrong={taking.wrong('declare-endTime')} />
          <SelectField id="declare-cause" label={w.cause} value={said.cause} onChange={(cause) => put({ cause })} choices={choices(w.causes)} />
          <LongField id="declare-reason" label={w.reason} required={said.cause === 'other'} value={said.reason} onChange={(reason) => put({ reason })} wrong={taking.wrong('declare-reason')} />
          <p><button type="submit" class="button primary" disabled={taking.busy}>{w.declareIt}</button></p>
        </form>
      )}
    </section>
  );
}

function Entering({ known }: { known: Known }) {
  const w = outageWords.value;
  const asked = Number(place.value.query.get('su-co'));
  const outage = known.outages.find((one) => one.outage === asked) ?? known.outages[0];
  const [chosen, setChosen] = useState<number | null>(null);
  const day = useLoad('/api/v1/desk', (abort) => get<Day>('/api/v1/desk', abort));
  const finished = '/api/v1/dossiers?state=finished&limit=200';
  const ready = useLoad(finished, (abort) => get<WorkPage>(finished, abort));
  if (!outage) return <Empty title={w.noOutage}><p class="muted">{w.declareMeans}</p></Empty>;
  const now = known.outages.find((one) => one.outage === chosen) ?? outage;
  const codes = waitingCodes(known, now);
  return (
    <div class="stack">
      <p class="small muted">{w.enterMeans}</p>
      <SelectField id="enter-outage" label={w.outage} value={String(now.outage)} onChange={(value) => setChosen(Number(value))} choices={known.outages.map((one) => ({ value: String(one.outage), label: w.named(one.outage, moment(one.begin), moment(one.end)) }))} />
      <section class="panel stack" aria-labelledby="receipts-heading">
        <h2 id="receipts-heading">{w.receipts}</h2>
        <p class="small muted">{codes.length > 0 ? w.receiptsMeans : w.allUsed}</p>
        <ul class="papers">
          {codes.map((one) => (
            <li key={one.code}>
              <span class="code">{one.code}</span>
              {one.state === 'missing' && <span class="shape paused">{one.state_name}</span>}
              <a class="button small" href={`/tiep-nhan${query({ 'su-co': now.outage, so: one.code })}`} aria-label={w.enterOf(one.code)}>{w.enterReceipt}</a>
            </li>
          ))}
        </ul>
        <p><a href={`/tiep-nhan${query({ 'su-co': now.outage })}`}>{w.withoutBlank}</a></p>
      </section>
      <div class="stack">
        {day.problem && <Wrong problem={day.problem} again={day.again} />}
        {ready.problem && <Wrong problem={ready.problem} again={ready.again} />}
        {day.data && <HandOver key={`hand-${now.outage}`} outage={now} rows={day.data.handing_over} again={day.again} />}
        {ready.data && <Giving key={`give-${now.outage}`} outage={now} rows={ready.data.items} again={ready.again} />}
      </div>
    </div>
  );
}

const dossiers = (rows: WorkPage['items']) => rows.map((one) => ({ value: one.id, label: `${one.code ?? one.id.slice(0, 8)} ${one.applicant ?? ''}` }));

function HandOver({ outage, rows, again }: { outage: Declared; rows: Day['handing_over']; again: () => void }) {
  const w = outageWords.value;
  const [said, setSaid] = useState({ dossier: '', receiver: '' });
  const [when, setWhen] = useState<Timed>({ day: outage.begin.slice(0, 10), time: '' });
  const taking = useTaking(again);
  const row = rows.find((one) => one.id === said.dossier);
  const receivers = row ? [...colleagues.value.values()].filter((one) => one.roles.some((held) => held.role === row.holder.role && held.unit === row.holder.unit)).map((one) => one.person) : [];
  const enter = () => {
    const missing: FieldWrong[] = [];
    if (!row) missing.push({ id: 'hand-dossier', label: w.dossier, message: words.value.form.missing });
    if (said.receiver === '') missing.push({ id: 'hand-receiver', label: w.receiver, message: words.value.form.missing });
    void taking.take([...missing, ...missingTime('hand', when)], async (key) => {
      await post(`/api/v1/dossiers/${said.dossier}/acts/acknowledge`, { ...onPaper(outage.outage, when), received_by: said.receiver }, { ifMatch: '*', key: `${key}-${said.dossier}` });
      notify(w.entered(row?.code ?? ''));
      setSaid({ dossier: '', receiver: '' });
      again();
    });
  };
  return (
    <form class="panel" noValidate aria-labelledby="hand-heading" onSubmit={(event) => { event.preventDefault(); enter(); }}>
      <h2 id="hand-heading">{w.handOver}</h2>
      {taking.head}
      {rows.length === 0 && <p class="muted">{w.nothingToHandOver}</p>}
      {rows.length > 0 && (
        <>
          <SelectField id="hand-dossier" label={w.dossier} required value={said.dossier} onChange={(dossier) => setSaid({ dossier, receiver: '' })} empty={w.choose} choices={dossiers(rows)} wrong={taking.wrong('hand-dossier')} />
          <SelectField id="hand-receiver" label={w.receiver} required value={said.receiver} onChange={(receiver) => setSaid((now) => ({ ...now, receiver }))} empty={w.choose} choices={people(receivers)} wrong={taking.wrong('hand-receiver')} />
          <PaperTime id="hand" value={when} onChange={setWhen} wrong={taking.wrong} />
          <p><button type="submit" class="button primary" disabled={taking.busy}>{w.enterHandOver}</button></p>
        </>
      )}
    </form>
  );
}

function Giving({ outage, rows, again }: { outage: Declared; rows: WorkPage['items']; again: () => void }) {
  const w = outageWords.value;
  const blank = { dossier: '', kind: 'applicant', name: '', authorisation: '' };
  const [said, setSaid] = useState(blank);
  const put = (change: Partial<typeof said>) => setSaid((now) => ({ ...now, ...change }));
  const [when, setWhen] = useState<Timed>({ day: outage.begin.slice(0, 10), time: '' });
  const taking = useTaking(again);
  const row = rows.find((one) => one.id === said.dossier);
  const enter = () => {
    const missing: FieldWrong[] = [];
    if (!row) missing.push({ id: 'give-dossier', label: w.dossier, message: words.value.form.missing });
    if (said.name.trim() === '') missing.push({ id: 'give-name', label: w.collector, message: words.value.form.missing });
    if (said.kind === 'representative' && said.authorisation.trim() === '') missing.push({ id: 'give-authorisation', label: w.authorisation, message: words.value.form.missing });
    void taking.take([...missing, ...missingTime('give', when)], async (key) => {
      const { actions } = await get<{ actions: Action[] }>(`/api/v1/dossiers/${said.dossier}/actions`);
      const action = actions.find((one) => one.kind === 'return_result')?.id;
      await post(`/api/v1/dossiers/${said.dossier}/transitions`, {
        action,
        ...onPaper(outage.outage, when),
        collector: { kind: said.kind, name: said.name, ...(said.kind === 'representative' ? { authorisation: said.authorisation } : {}) },
      }, { ifMatch: '*', key: `${key}-${said.dossier}` });
      notify(w.entered(row?.code ?? ''));
      setSaid(blank);
      again();
    });
  };
  return (
    <form class="panel" noValidate aria-labelledby="give-heading" onSubmit={(event) => { event.preventDefault(); enter(); }}>
      <h2 id="give-heading">{w.giving}</h2>
      {taking.head}
      {rows.length === 0 && <p class="muted">{w.nothingToReturn}</p>}
      {rows.length > 0 && (
        <>
          <SelectField id="give-dossier" label={w.dossier} required value={said.dossier} onChange={(dossier) => put({ dossier, name: rows.find((one) => one.id === dossier)?.applicant ?? '' })} empty={w.choose} choices={dossiers(rows)} wrong={taking.wrong('give-dossier')} />
          <RadioField id="give-kind" label={w.collectorKind} value={said.kind} onChange={(kind) => put({ kind })} choices={choices(words.value.act.collectorKinds)} />
          <TextField id="give-name" label={w.collector} required value={said.name} onChange={(name) => put({ name })} wrong={taking.wrong('give-name')} />
          {said.kind === 'representative' && <TextField id="give-authorisation" label={w.authorisation} required value={said.authorisation} onChange={(authorisation) => put({ authorisation })} wrong={taking.wrong('give-authorisation')} />}
          <PaperTime id="give" value={when} onChange={setWhen} wrong={taking.wrong} />
          <p><button type="submit" class="button primary" disabled={taking.busy}>{w.enterReturn}</button></p>
        </>
      )}
    </form>
  );
}

function Settling({ known, again }: { known: Known; again: () => void }) {
  const w = outageWords.value;
  const [picked, setPicked] = useState<string[]>([]);
  const [said, setSaid] = useState({ as: 'returned', reason: 'miswritten', note: '' });
  const taking = useTaking(again);
  const codes = known.reservations.flatMap((one) => one.codes);
  const settle = () => {
    const missing: FieldWrong[] = picked.length === 0 ? [{ id: 'codes', label: w.code, message: w.noneChosen }] : [];
    void taking.take(missing, async (key) => {
      await post('/api/v1/outages/codes', { codes: picked, as: said.as, ...(said.as === 'spoilt' ? { reason: said.reason } : {}), ...(said.note.trim() ? { note: said.note } : {}) }, { key: `${key}-${picked.join('')}` });
      notify(w.settled(picked.length));
      setPicked([]);
      again();
    });
  };
  if (codes.length === 0) return <Empty title={w.none}><p class="muted">{w.noneWhy}</p></Empty>;
  return (
    <section class="beside is-open" aria-labelledby="codes-heading">
      <div class="stack">
        <h2 id="codes-heading">{w.numbers}</h2>
        <div class="scroll" id="codes" tabIndex={-1}>
          <table class="cards">
            <caption class="visually-hidden">{w.part['ket-cuc']}</caption>
            <thead><tr><th scope="col"><span class="visually-hidden">{w.choose}</span></th><th scope="col">{w.code}</th><th scope="col">{w.state}</th><th scope="col">{w.paperAt}</th><th scope="col">{w.settledAt}</th><th scope="col">{w.who}</th></tr></thead>
            <tbody>
              {codes.map((one) => (
                <tr key={one.code}>
                  <td>{waits(one) && <input type="checkbox" aria-label={w.pick(one.code)} checked={picked.includes(one.code)} onChange={(event) => setPicked(event.currentTarget.checked ? [...picked, one.code] : picked.filter((other) => other !== one.code))} />}</td>
                  <td data-label={w.code}>{one.dossier ? <a class="code" href={`/ho-so/${one.code}`}>{one.code}</a> : <span class="code">{one.code}</span>}</td>
                  <td data-label={w.state}><span class={`shape ${one.state === 'reserved' ? 'due_soon' : one.state === 'missing' ? 'overdue' : 'stopped'}`}>{one.state_name}</span>{one.reason_name && <><br /><span class="small muted">{one.reason_name}</span></>}</td>
                  <td data-label={w.paperAt}>{one.paper_at && moment(one.paper_at)}</td>
                  <td data-label={w.settledAt}>{one.settled_at && moment(one.settled_at)}</td>
                  <td data-label={w.who}>{one.settled_by && nameOf(one.settled_by)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      <form class="panel" noValidate aria-labelledby="settle-heading" onSubmit={(event) => { event.preventDefault(); settle(); }}>
        <h2 id="settle-heading">{w.settle}</h2>
        <p class="small muted">{w.settleMeans}</p>
        {taking.head}
        <p role="status">{w.chosen(picked.length)}</p>
        <RadioField id="settle-as" label={w.as} value={said.as} onChange={(as) => setSaid((now) => ({ ...now, as }))} choices={choices(w.ends)} />
        {said.as === 'spoilt' && <SelectField id="settle-reason" label={w.spoiltWhy} value={said.reason} onChange={(reason) => setSaid((now) => ({ ...now, reason }))} choices={choices(w.spoilt)} />}
        <TextField id="settle-note" label={w.note} value={said.note} onChange={(note) => setSaid((now) => ({ ...now, note }))} />
        <p><button type="submit" class="button primary" disabled={taking.busy}>{w.settleIt}</button></p>
      </form>
    </section>
  );
}
