// Dates and numbers as an office writes them. The server sends every moment with +07:00: its own digits are shown, whatever
// the clock of this machine is set to.
import { language, words } from './index';

/** "2026-06-19T16:30:00+07:00" → "19/06/2026" */
export function date(moment: string): string {
  return `${moment.slice(8, 10)}/${moment.slice(5, 7)}/${moment.slice(0, 4)}`;
}

/** → "16:30" */
export function time(moment: string): string {
  return moment.slice(11, 16);
}

/** → "16:30 19/06/2026" */
export function moment(text: string): string {
  return `${time(text)} ${date(text)}`;
}

/** → "16:30 thứ Sáu 19/06/2026" */
export function fullMoment(text: string): string {
  return `${time(text)} ${weekday(text)} ${date(text)}`;
}

export function weekday(day: string): string {
  const number = new Date(`${day.slice(0, 10)}T00:00:00Z`).getUTCDay();
  return words.value.weekdays.split(',')[number] ?? '';
}

/** Like "2 ngày 3 giờ": working time of days of eight hours. */
export function workingTime(minutes: number): string {
  const w = words.value.units;
  const days = Math.floor(minutes / 480);
  const hours = Math.floor((minutes % 480) / 60);
  const rest = Math.floor(minutes % 60);
  const parts = [];
  if (days > 0) parts.push(w.days(days));
  if (hours > 0) parts.push(w.hours(hours));
  if (days === 0 && (rest > 0 || hours === 0)) parts.push(w.minutes(rest));
  return parts.join(' ');
}

export function number(value: number): string {
  return new Intl.NumberFormat(language.value).format(value);
}

export function dong(amount: number): string {
  return `${new Intl.NumberFormat('vi').format(amount)} \u0111`;
}

const byVietnamese = new Intl.Collator('vi', { numeric: true });
export function compare(one: string, other: string): number {
  return byVietnamese.compare(one, other);
}
