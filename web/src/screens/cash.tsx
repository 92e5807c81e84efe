// The till: which lines are due, taking a payment with its receipt, and what the day took in.
import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { get, post, query } from '../api/client';
import type { DueFee, TakenFee } from '../api/types';
import { bind } from '../app/keys';
import { notify } from '../app/notices';
import { go, place, withQuery } from '../app/router';
import { nameOf, people, withRole } from '../app/session';
import { Beside, open, opened } from '../parts/brief';
import { type FieldWrong, RadioField, SelectField, TextField } from '../parts/form';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { type Column, Rows } from '../parts/rows';
import { escape, Find, nextOf, useTaking } from '../parts/taking';
import { words } from '../words';
import { date, dong, moment, number, time } from '../words/format';

/** The receipt that was written last: the next number is suggested. */
const written = signal('');
const method = signal('cash');

export default function Cash() {
  const w = words.value.cash;
  const closing = place.value.query.get('phan') === 'ket-so';
  return (
    <>
      <h1 class={closing ? 'no-print' : ''}>{words.value.screens.cash}</h1>
      <nav aria-label={w.part}>
        <ul class="tabs">
          <li><a href="/thu-phi" aria-current={closing ? undefined : 'page'}>{w.due}</a></li>
          <li><a href="/thu-phi?phan=ket-so" aria-current={closing ? 'page' : undefined}>{w.closing}</a></li>
        </ul>
      </nav>
      {closing ? <Closing /> : <Due />}
    </>
  );
}

interface Page { items: DueFee[]; next_cursor: string | null; total: number }
const keyOf = (line: DueFee) => `${line.code ?? line.dossier}~${line.fee}`;

function Due() {
  const w = words.value.cash;
  const said = place.value.query;
  const all = said.get('tat-ca') === '1';
  const path = `/api/v1/fees${query({ all: all ? 'true' : null, q: said.get('q'), procedure: said.get('procedure'), cursor: said.get('cursor') })}`;
  const { data, problem, again } = useLoad(path, (abort) => get<Page>(path, abort));
  const rows = data?.items ?? [];
  const line = rows.find((one) => keyOf(one) === opened());
  const columns: Column<DueFee>[] = [
    { label: words.value.inbox.code, render: (one) => one.code ?? words.value.inbox.noCode },
    { label: words.value.inbox.owner, render: (one) => <>{one.applicant}<br /><span class="small muted">{one.procedure.name}</span></> },
    { label: w.line, render: (one) => one.name },
    { label: w.when, render: (one) => <span class={one.payable ? '' : 'muted'}>{w.moments[one.moment]}</span> },
    { label: w.amount, number: true, render: (one) => (one.amount === null ? <span class="muted">{words.value.dossier.byAmount}</span> : dong(one.amount)) },
  ];
  const done = () => {
    const at = rows.findIndex((one) => keyOf(one) === opened());
    const next = rows[at + 1] ?? rows[at - 1];
    open(next ? keyOf(next) : null);
    again();
  };
  return (
    <Beside
      list={
        <>
          <Find label={w.find} />
          <p class="row">
            <label class="choice"><input type="checkbox" checked={all} onChange={(event) => go(withQuery({ 'tat-ca': event.currentTarget.checked ? '1' : null, mo: null }))} />{w.all}</label>
            {data && <span class="small muted">{w.lines(number(data.total))}</span>}
          </p>
          {problem && <Wrong problem={problem} again={again} />}
          {!data && !problem && <Skeleton />}
          {data && rows.length === 0 && <Empty title={w.empty}><p class="muted">{said.has('q') ? words.value.inbox.emptyFiltered : w.emptyWhy}</p></Empty>}
          {rows.length > 0 && <Rows caption={w.due} rows={rows} keyOf={keyOf} nameOf={(one) => one.code ?? ''} columns={columns} open={opened()} onOpen={(one) => open(keyOf(one))} />}
          {data?.next_cursor && <p><a class="button" href={`/thu-phi${query({ ...Object.fromEntries(said), mo: null, cursor: data.next_cursor })}`}>{words.value.inbox.next}</a></p>}
        </>
      }
      panel={line ? <Take key={keyOf(line)} line={line} again={again} onDone={done} /> : null}
    />
  );
}

function Take({ line, again, onDone }: { line: DueFee; again: () => void; onDone: () => void }) {
  const w = words.value.cash;
  const [amount, setAmount] = useState(line.amount === null ? '' : String(line.amount));
  const [receipt, setReceipt] = useState(written.value === '' ? '' : nextOf(written.value));
  const [waived, setWaived] = useState(false);
  const [basis, setBasis] = useState('');
  const taking = useTaking(again);
  const paid = Number(amount.replace(/[.\s]/g, ''));
  useLayoutEffect(() => escape(() => open(null)));
  useEffect(() => document.getElementById(line.amount === null ? 'take-amount' : 'take-receipt')?.focus(), []);
  const submit = () => {
    const missing: FieldWrong[] = [];
    if (waived) {
      if (basis.trim() === '') missing.push({ id: 'take-basis', label: w.basis, message: words.value.form.missing });
    } else {
      if (amount.trim() === '' || !Number.isSafeInteger(paid) || paid < 0) missing.push({ id: 'take-amount', label: w.amount, message: w.wholeDong });
      if (receipt.trim() === '') missing.push({ id: 'take-receipt', label: w.receipt, message: words.value.form.missing });
    }
    void taking.take(missing, async (key) => {
      const at = `/api/v1/dossiers/${line.dossier}/fees/${line.fee}`;
      if (waived) await post(`${at}/exemption`, { basis }, { ifMatch: line.version, key });
      else await post(`${at}/payment`, { amount: paid, method: method.value, receipt_number: receipt }, { ifMatch: line.version, key });
      if (!waived) written.value = receipt;
      notify(waived ? w.isWaived(line.code ?? '') : w.taken(dong(paid), line.code ?? ''));
      onDone();
    });
  };
  useLayoutEffect(() => bind('Ctrl+Enter', submit));
  return (
    <section class="panel" aria-labelledby="brief-heading">
      <p class="row small"><button type="button" class="button small" onClick={() => open(null)}>{words.value.dossier.back} <kbd>Esc</kbd></button></p>
      <h2 id="brief-heading">{line.name}</h2>
      <p><a class="code" href={`/ho-so/${encodeURIComponent(line.code ?? line.dossier)}`}>{line.code ?? words.value.inbox.noCode}</a> <strong>{line.applicant}</strong><br /><span class="small muted">{line.procedure.name} · {line.step_name}</span></p>
      {!line.payable && <p class="note small">{w.notYet(w.moments[line.moment] ?? '')}</p>}
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {taking.head}
        <RadioField id="take-what" label={w.what} value={waived ? 'waive' : 'take'} onChange={(value) => setWaived(value === 'waive')} choices={[{ value: 'take', label: w.take }, { value: 'waive', label: w.waive }]} />
        {waived ? (
          <TextField id="take-basis" label={w.basis} required value={basis} onChange={setBasis} wrong={taking.wrong('take-basis')} />
        ) : (
          <>
            <TextField id="take-amount" label={w.amountIn} required numeric hint={amount !== '' && Number.isSafeInteger(paid) ? dong(paid) : undefined} value={amount} onChange={setAmount} wrong={taking.wrong('take-amount')} />
            <RadioField id="take-method" label={w.method} value={method.value} onChange={(value) => (method.value = value)} choices={Object.entries(w.methods).map(([value, label]) => ({ value, label }))} />
            <TextField id="take-receipt" label={w.receipt} required hint={written.value === '' ? undefined : words.value.records.suggested} value={receipt} onChange={setReceipt} wrong={taking.wrong('take-receipt')} />
          </>
        )}
        <p><button type="submit" class="button primary" disabled={taking.busy}>{waived ? w.waive : w.take} <kbd>Ctrl+Enter</kbd></button></p>
      </form>
    </section>
  );
}

interface Sum { name: string; count: number; amount: number; procedure?: string; method?: string; person?: string }
interface DayClosing { day: string; items: TakenFee[]; total: number; by_procedure: Sum[]; by_method: Sum[]; by_person: Sum[]; as_of: { time: string } }

function Closing() {
  const w = words.value.cash;
  const said = place.value.query;
  const path = `/api/v1/fees/closing${query({ day: said.get('ngay'), person: said.get('nguoi') })}`;
  const { data, problem, again } = useLoad(path, (abort) => get<DayClosing>(path, abort));
  return (
    <>
      <form class="panel filter no-print" onSubmit={(event) => event.preventDefault()}>
        <TextField id="closing-day" type="date" label={w.day} value={said.get('ngay') ?? data?.day ?? ''} onChange={(day) => go(withQuery({ ngay: day }), 'replace')} />
        <SelectField id="closing-person" label={w.cashier} value={said.get('nguoi') ?? ''} empty={words.value.journal.everybody} onChange={(person) => go(withQuery({ nguoi: person }), 'replace')} choices={people(withRole('cashier', 'clerk', 'desk_head'))} />
        <button type="button" class="button" onClick={() => print()}>{w.print}</button>
      </form>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton />}
      {data && (
        <>
          <div class="heading"><h2>{w.closingOf(date(data.day))}</h2><span class="small muted">{words.value.inbox.asOf(moment(data.as_of.time))}</span></div>
          {data.items.length === 0 ? (
            <Empty title={w.nothingTaken}><p class="muted">{w.nothingTakenWhy}</p></Empty>
          ) : (
            <>
              <div class="bars">
                <Sums title={w.byProcedure} rows={data.by_procedure} total={data.total} name={(one) => one.name} />
                <Sums title={w.byMethod} rows={data.by_method} total={data.total} name={(one) => w.methods[one.method ?? ''] ?? w.noMethod} />
                <Sums title={w.byPerson} rows={data.by_person} total={data.total} name={(one) => nameOf(one.person ?? '')} />
              </div>
              <div class="scroll">
                <table class="cards">
                  <caption class="pad"><h2>{w.payments}</h2></caption>
                  <thead><tr><th scope="col">{w.at}</th><th scope="col">{w.receipt}</th><th scope="col">{words.value.inbox.code}</th><th scope="col">{w.line}</th><th scope="col">{w.method}</th><th scope="col">{w.cashier}</th><th scope="col" class="n">{w.amount}</th></tr></thead>
                  <tbody>
                    {data.items.map((one) => (
                      <tr key={one.event}>
                        <td data-label={w.at}>{time(one.at)}</td>
                        <td data-label={w.receipt}>{one.receipt_number}</td>
                        <td data-label={words.value.inbox.code}><a class="code" href={`/ho-so/${encodeURIComponent(one.code ?? one.dossier)}`}>{one.code ?? words.value.inbox.noCode}</a></td>
                        <td data-label={w.line}>{one.name}</td>
                        <td data-label={w.method}>{w.methods[one.method ?? ''] ?? w.noMethod}</td>
                        <td data-label={w.cashier}>{nameOf(one.recorded_by)}</td>
                        <td class="n" data-label={w.amount}>{dong(one.amount)}</td>
                      </tr>
                    ))}
                  </tbody>
                  <tfoot><tr><th scope="row" colSpan={6}>{w.total}</th><td class="n"><strong>{dong(data.total)}</strong></td></tr></tfoot>
                </table>
              </div>
            </>
          )}
        </>
      )}
    </>
  );
}

function Sums({ title, rows, total, name }: { title: string; rows: Sum[]; total: number; name: (row: Sum) => string }) {
  const w = words.value.cash;
  return (
    <section class="scroll">
      <table>
        <caption class="pad"><h2>{title}</h2></caption>
        <thead><tr><th scope="col">{w.of}</th><th scope="col" class="n">{w.count}</th><th scope="col" class="n">{w.amount}</th></tr></thead>
        <tbody>{rows.map((one) => <tr key={name(one)}><th scope="row" class="name">{name(one)}</th><td class="n">{number(one.count)}</td><td class="n">{dong(one.amount)}</td></tr>)}</tbody>
        <tfoot><tr><th scope="row">{w.total}</th><td class="n">{number(rows.reduce((sum, one) => sum + one.count, 0))}</td><td class="n"><strong>{dong(total)}</strong></td></tr></tfoot>
      </table>
    </section>
  );
}
