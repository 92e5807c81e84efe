// What is said in passing: one region for readers, a short message for eyes, perhaps with a way back.
import { signal } from '@preact/signals';

export interface Notice {
  id: number;
  text: string;
  wrong: boolean;
  way?: { label: string; take: () => void };
}

export const notices = signal<Notice[]>([]);
let next = 1;

export function notify(text: string, more: { wrong?: boolean; way?: Notice['way']; seconds?: number } = {}): void {
  const notice: Notice = { id: next++, text, wrong: more.wrong ?? false, ...(more.way ? { way: more.way } : {}) };
  notices.value = [...notices.value.slice(-2), notice];
  setTimeout(() => dismiss(notice.id), (more.seconds ?? 10) * 1000);
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((one) => one.id !== id);
}
