// Who is in, and the people of the office by id.
import { computed, signal } from '@preact/signals';
import { get } from '../api/client';
import type { Colleague, Me } from '../api/types';
import { compare } from '../words/format';

export const me = signal<Me | null>(null);
export const colleagues = signal<ReadonlyMap<string, Colleague>>(new Map());

export const roles = computed(() => new Set(me.value?.roles.map((one) => one.role) ?? []));
export const permissions = computed(() => new Set<string>(me.value?.permissions ?? []));

export async function loadSession(): Promise<void> {
  me.value = await get<Me>('/api/v1/session');
  const all = await get<{ items: Colleague[] }>('/api/v1/colleagues');
  colleagues.value = new Map(all.items.map((one) => [one.person, one]));
}

/** A person's name; the id of whoever the office does not know any more. */
export function nameOf(person: string): string {
  return colleagues.value.get(person)?.name || person;
}

/** Everybody who holds one of these roles today. */
export function withRole(...wanted: string[]): string[] {
  return [...colleagues.value.values()].filter((one) => one.roles.some((held) => wanted.includes(held.role))).map((one) => one.person);
}

/** People to choose from, by name. */
export function people(ids: string[]): { value: string; label: string }[] {
  return ids.map((id) => ({ value: id, label: nameOf(id) })).sort((one, other) => compare(one.label, other.label));
}

/** The day that the server has; this machine's clock may be wrong. */
export function today(): string {
  return (me.value?.session?.seen_at ?? new Date().toISOString()).slice(0, 10);
}
