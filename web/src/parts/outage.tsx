// Paper that was written in an outage: which numbers wait, and what an entry says of its time.
import type { Outage, Reservation, ReservedCode } from '../api/types';
import { words } from '../words';
import { type FieldWrong, TextField } from './form';

export interface Known { from: string; outages: Outage[]; reservations: Reservation[] }
export const outagesPath = '/api/v1/outages';

export const asMoment = (day: string, time: string) => `${day}T${time}:00+07:00`;
/** Whether a number may still be used. */
export const waits = (code: ReservedCode) => code.state === 'reserved' || code.state === 'missing';

/** The numbers of the days of an outage that may still be on a blank. */
export function waitingCodes(known: Known, outage: Outage): ReservedCode[] {
  return known.reservations
    .filter((one) => outage.begin.slice(0, 10) <= one.day && one.day <= outage.end.slice(0, 10))
    .flatMap((one) => one.codes)
    .filter(waits);
}

export interface Timed { day: string; time: string }

/** When it was, as the paper says. */
export function PaperTime({ id, value, onChange, wrong }: { id: string; value: Timed; onChange: (value: Timed) => void; wrong: (id: string) => string | undefined }) {
  const w = words.value.lateEntry;
  return (
    <>
      <TextField id={`${id}-day`} type="date" label={w.paperDay} required value={value.day} onChange={(day) => onChange({ ...value, day })} wrong={wrong(`${id}-day`)} />
      <TextField id={`${id}-time`} type="time" label={w.paperTime} required value={value.time} onChange={(time) => onChange({ ...value, time })} wrong={wrong(`${id}-time`)} />
    </>
  );
}

export function missingTime(id: string, value: Timed): FieldWrong[] {
  const w = words.value.lateEntry;
  const missing: FieldWrong[] = [];
  if (value.day === '') missing.push({ id: `${id}-day`, label: w.paperDay, message: words.value.form.missing });
  if (value.time === '') missing.push({ id: `${id}-time`, label: w.paperTime, message: words.value.form.missing });
  return missing;
}

/** What a command of an outage says of itself. */
export const onPaper = (outage: number, { day, time }: Timed) => ({ at: asMoment(day, time), outage });
