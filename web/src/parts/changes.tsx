// What an event changed: the value before and after, as far as it holds both, or as what was known before tells.
import { get } from '../api/client';
import type { TimelineEvent } from '../api/types';
import { nameOf } from '../app/session';
import { auditWords } from '../words/audit';
import { moment } from '../words/format';

export interface Change { name: string; before: string; after: string }
type Data = Record<string, unknown>;
/** Names of units and roles by id. */
export type Names = ReadonlyMap<string, string>;

export async function readNames(abort: AbortSignal): Promise<Names> {
  const [units, roles] = await Promise.all([get<{ items: { unit: string; name: string }[] }>('/api/v1/units', abort), get<{ items: { role: string; name: string }[] }>('/api/v1/roles', abort)]);
  return new Map([...units.items.map((one): [string, string] => [one.unit, one.name]), ...roles.items.map((one): [string, string] => [one.role, one.name])]);
}

const data = (value: unknown): Data => (value && typeof value === 'object' ? (value as Data) : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value));

function holder(value: unknown, names: Names): string {
  const { person, unit, role } = data(value);
  if (typeof person === 'string' && person !== '') return nameOf(person);
  return [role, unit].filter((one): one is string => typeof one === 'string').map((one) => names.get(one) ?? one).join(', ');
}

function day(value: unknown): string {
  const at = typeof value === 'string' ? value : data(value).due;
  return typeof at === 'string' ? moment(at) : '';
}

/** `known`: what earlier events of the same stream said, for corrections, which tell the new value alone. */
export function changesOf(event: TimelineEvent, names: Names, known: ReadonlyMap<string, string> = new Map()): Change[] {
  const said = data(event.data);
  const found: Change[] = [];
  const add = (name: string, before: string, after: string) => before !== after && found.push({ name, before, after });
  if (event.from_name || event.to_name) add('step', event.from_name ?? '', event.to_name ?? '');
  const had = said.from_holder ?? said.declined_by ?? (data(said.charge).applicant ? undefined : said.charge);
  if (had && said.holder) add('holder', holder(had, names), holder(said.holder, names));
  if (event.type === 'extended' || event.type === 'due_moved') add('legal_due', day(said.from), day(said.legal_due));
  if (event.type === 'rescheduled') add('appointment', day(said.from), day(said.appointment));
  if (event.type === 'version_moved') add('version', text(said.from_version).slice(0, 12), text(said.version).slice(0, 12));
  if (event.type === 'signing_key_adopted' && said.former) add('key', text(said.former), text(said.key));
  if (event.type === 'intake_corrected')
    for (const [name, after] of valuesOf(event)) add(name, known.get(name) ?? '', after);
  return found;
}

/** The values about people and place that an event holds, by name. */
export function valuesOf(event: TimelineEvent): [string, string][] {
  const { zone, attributes } = data(event.data);
  return [
    ...Object.entries(data(event.personal)).filter(([name]) => name !== 'reason' && !name.startsWith('comment.')),
    ...(zone === undefined ? [] : [['zone', zone] as [string, unknown]]),
    ...Object.entries(data(attributes)),
  ].map(([name, value]) => [name, text(value)]);
}

export function Changes({ changes }: { changes: Change[] }) {
  const w = auditWords.value;
  if (changes.length === 0) return null;
  return (
    <ul class="changes small">
      {changes.map((one) => (
        <li key={one.name}>
          <span class="muted">{w.change[one.name] ?? one.name}:</span>{' '}
          {one.before !== '' && <><span class="visually-hidden">{w.before} </span><del>{one.before}</del> <span aria-hidden="true">{'\u2192'}</span> </>}
          <span class="visually-hidden">{w.after} </span><ins>{one.after}</ins>
        </li>
      ))}
    </ul>
  );
}
