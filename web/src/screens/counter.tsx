// A day at the counter: what was received, and the list that goes with the papers to the divisions until they acknowledge.
import { useState } from 'preact/hooks';
import { get, post, Problem, query } from '../api/client';
import type { WorkPage } from '../api/types';
import { notify } from '../app/notices';
import { go, place, withQuery } from '../app/router';
import { me, nameOf, roles } from '../app/session';
import { TextField } from '../parts/form';
import { MakeList } from '../parts/make_list';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { type Day, Received, type Transfer } from '../parts/received';
import { words } from '../words';
import { compare, date, moment, number } from '../words/format';
import { listWords } from '../words/lists';


export default function Counter() {
  const w = words.value.counter;
  const asked = place.value.query.get('ngay');
  const unit = place.value.query.get('don-vi');
  const path = `/api/v1/desk${query({ day: asked })}`;
  const { data, problem, again } = useLoad(path, (abort) => get<Day>(path, abort));
  const ready = useLoad('/api/v1/dossiers?state=finished&limit=200', (abort) => get<WorkPage>('/api/v1/dossiers?state=finished&limit=200', abort));
  const groups = new Map<string, Transfer[]>();
  for (const one of data?.handing_over ?? []) groups.set(one.holder.unit, [...(groups.get(one.holder.unit) ?? []), one]);
  const sorted = [...groups].sort(([, one], [, other]) => compare(one[0]?.holder.unit_name ?? '', other[0]?.holder.unit_name ?? ''));
  return (
    <>
      <div class="heading no-print">
        <h1>{words.value.screens.counter}</h1>
        <div class="row ends">
          <TextField id="counter-day" type="date" label={w.day} value={asked ?? data?.day ?? ''} onChange={(day) => go(withQuery({ ngay: day }), 'replace')} />
          {data && <MakeList wanted={{ form: 'register', year: Number(data.day.slice(0, 4)) }} label={listWords.value.registerOf(data.day.slice(0, 4))} />}
          <a class="button" href="/su-co">{words.value.screens.outage}</a>
          <a class="button primary" href="/tiep-nhan">{words.value.screens.intake} <kbd>F2</kbd></a>
        </div>
      </div>
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton rows={10} />}
      {data && (
        <>
          <ul class="figures no-print">
            <li><a class="figure" href="#received"><strong>{number(data.received.length)}</strong>{w.received(date(data.day))}</a></li>
            <li><a class={`figure ${data.handing_over.length === 0 ? '' : data.handing_over.some((one) => isLate(one, data.as_of.time)) ? 'overdue' : 'due_soon'}`} href="#handing-over"><strong>{number(data.handing_over.length)}</strong>{w.handingOver}</a></li>
            {ready.data && <li><a class="figure stopped" href="/tra-ket-qua"><strong>{number(ready.data.items.length)}{ready.data.next_cursor ? '+' : ''}</strong>{w.ready}</a></li>}
          </ul>
          <section class="stack" id="handing-over" aria-labelledby="handing-heading">
            <div class="heading">
              <h2 id="handing-heading">{w.list}</h2>
              {data.handing_over.length > 0 && (
                <span class="row no-print">
                  <label class="row" for="counter-unit">{w.unit}
                    <select id="counter-unit" class="short" value={unit ?? ''} onChange={(event) => go(withQuery({ 'don-vi': event.currentTarget.value }), 'replace')}>
                      <option value="">{w.allUnits}</option>
                      {sorted.map(([id, list]) => <option key={id} value={id}>{list[0]?.holder.unit_name} ({list.length})</option>)}
                    </select>
                  </label>
                  <button type="button" class="button" onClick={() => print()}>{w.print}</button>
                </span>
              )}
            </div>
            {data.handing_over.length === 0 && <Empty title={w.allAcknowledged}><p class="muted">{w.allAcknowledgedWhy}</p></Empty>}
            {sorted.filter(([id]) => !unit || id === unit).map(([id, list]) => <HandOver key={id} list={list} now={data.as_of.time} again={again} />)}
          </section>
          <section class="stack no-print" id="received" aria-labelledby="received-heading">
            <h2 id="received-heading">{w.received(date(data.day))}</h2>
            {data.received.length === 0 && <Empty title={w.nobody}><p class="muted">{w.nobodyWhy}</p></Empty>}
            {data.received.length > 0 && <Received rows={data.received} />}
          </section>
        </>
      )}
    </>
  );
}

const isLate = (one: Transfer, now: string) => one.transfer_due !== null && Date.parse(one.transfer_due) < Date.parse(now);

/** One list for one division; signed by both when the papers change hands. */
function HandOver({ list, now, again }: { list: Transfer[]; now: string; again: () => void }) {
  const w = words.value.counter;
  const i = words.value.inbox;
  const unit = list[0]?.holder.unit_name ?? '';
  const days = [...new Set(list.map((one) => one.handed_over_at.slice(0, 10)))];
  return (
    <div class="scroll hand-over">
      <table class="cards">
        <caption class="pad"><h3>{w.to(unit)} <span class="count">{list.length}</span></h3></caption>
        <thead><tr><th scope="col" class="n">{w.row}</th><th scope="col">{i.code}</th><th scope="col">{i.procedure}</th><th scope="col">{i.owner}</th><th scope="col">{w.since}</th><th scope="col">{w.due}</th><th scope="col" class="no-print"><span class="visually-hidden">{w.remind}</span></th></tr></thead>
        <tbody>
          {list.map((one, index) => (
            <tr key={one.id}>
              <td class="n" data-label={w.row}>{index + 1}</td>
              <td data-label={i.code}><a class="code" href={`/ho-so/${encodeURIComponent(one.code ?? one.id)}`}>{one.code}</a></td>
              <td data-label={i.procedure}>{one.procedure.name}</td>
              <td data-label={i.owner}>{one.applicant}</td>
              <td data-label={w.since}>{moment(one.handed_over_at)}</td>
              <td data-label={w.due}>{one.transfer_due && <span class={isLate(one, now) ? 'shape overdue' : ''}>{moment(one.transfer_due)}</span>}</td>
              <td class="no-print">{roles.value.has('desk_head') && <Remind row={one} onDone={again} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="row pad no-print">{days.map((day) => <MakeList key={day} wanted={{ form: 'hand_over', unit: list[0]?.holder.unit ?? '', day }} label={listWords.value.handOverOf(date(day))} />)}</p>
      <div class="signatures only-print">
        <p>{w.giver}<br /><small>{w.signHere}</small><br /><br /><br />{nameOf(me.value?.person ?? '')}</p>
        <p>{w.taker}<br /><small>{w.signHere}</small></p>
      </div>
    </div>
  );
}

function Remind({ row, onDone }: { row: Transfer; onDone: () => void }) {
  const w = words.value.counter;
  const [busy, setBusy] = useState(false);
  const remind = async () => {
    setBusy(true);
    try {
      await post(`/api/v1/dossiers/${row.id}/reminders`, { text: w.reminder(moment(row.handed_over_at)) });
      notify(w.reminded);
      onDone();
    } catch (error) {
      if (error instanceof Problem) notify(error.detail || error.title, { wrong: true });
    } finally {
      setBusy(false);
    }
  };
  return <button type="button" class="button small" disabled={busy} aria-label={`${w.remind} ${row.code ?? ''}`} onClick={() => void remind()}>{w.remind}</button>;
}
