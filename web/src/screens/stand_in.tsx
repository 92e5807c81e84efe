// The head's morning: who of the unit is away, and who stands in from today on.
import { useState } from 'preact/hooks';
import type { Person } from '../api/types';
import { loadSession, me, permissions, roles } from '../app/session';
import { place } from '../app/router';
import { Chips } from '../parts/chips';
import { Empty, Skeleton, useLoad, Wrong } from '../parts/load';
import { AppointDialog, Away, readPeople } from '../parts/staffing';
import { staffWords } from '../words/staff';

export default function StandIn() {
  const w = staffWords.value;
  const { data, problem, again } = useLoad('people', readPeople);
  const [appointing, setAppointing] = useState<Person | null>(null);
  const own = new Set(me.value?.roles.filter((one) => one.role === 'head' || one.role === 'desk_head').map((one) => one.unit));
  const isAll = roles.value.has('leader') || roles.value.has('manager') || roles.value.has('admin');
  const wanted = place.value.query.get('unit');
  const people = (data ?? []).filter((one) => one.roles.length > 0 && one.roles.some((held) => (wanted ? held.unit === wanted : isAll || own.has(held.unit))));
  // Who is away comes first: that is what the head opens this for.
  const sorted = [...people].sort((one, other) => Number(other.absent) - Number(one.absent));
  const unitName = data?.flatMap((one) => one.roles).find((one) => one.unit === wanted)?.unit_name ?? wanted ?? '';
  const done = () => {
    setAppointing(null);
    again();
    void loadSession();
  };
  return (
    <>
      <div class="heading"><h1>{w.substitutes}</h1></div>
      <p class="muted">{w.substitutesIntro}</p>
      <Chips chips={wanted ? [{ name: 'unit', label: w.unit, value: unitName }] : []} />
      {problem && <Wrong problem={problem} again={again} />}
      {!data && !problem && <Skeleton />}
      {data && sorted.length === 0 && <Empty title={w.empty}><p class="muted">{w.emptyWhy}</p></Empty>}
      {sorted.length > 0 && (
        <div class="scroll">
          <table class="cards">
            <caption class="visually-hidden">{w.mine}</caption>
            <thead><tr><th scope="col">{w.name}</th><th scope="col">{w.roles}</th><th scope="col">{w.todayHead}</th><th scope="col">{w.away}, {w.standsIn.toLowerCase()}</th><th scope="col"><span class="visually-hidden">{w.appoint}</span></th></tr></thead>
            <tbody>
              {sorted.map((one) => (
                <tr key={one.person}>
                  <th scope="row" class="name"><strong>{one.name || one.person}</strong></th>
                  <td data-label={w.roles}>{one.roles.map((held) => `${held.role_name}, ${held.unit_name}`).join('; ')}</td>
                  <td data-label={w.todayHead}>{one.absent ? <span class="state due_today">{w.awayToday}</span> : <span class="muted">{w.present}</span>}</td>
                  <td data-label={w.away}><Away person={one} onDone={done} may={permissions.value.has('staffing')} /></td>
                  <td><button type="button" class="button" onClick={() => setAppointing(one)} aria-label={w.appointTitle(one.name)}>{w.appoint}</button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {appointing && <AppointDialog person={appointing} onClose={() => setAppointing(null)} onDone={done} />}
    </>
  );
}
