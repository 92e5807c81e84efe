// The two languages. Vietnamese is the source: its keys are the type that English has to satisfy.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { en } from './en';
import { vi } from './vi';

export type Language = 'vi' | 'en';

export type Widened<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { [Key in keyof T]: Widened<T[Key]> };
export type Words = Widened<typeof vi>;

const cookie = 'tieng';

export const language = signal<Language>(/(?:^|; )tieng=en(?:;|$)/.test(document.cookie) ? 'en' : 'vi');
/** Read in a component, it follows the language. */
export const words = computed<Words>(() => (language.value === 'en' ? en : vi));

/** Words that travel with the screen that needs them: the shell carries only what every page shows. */
export function spoken<T>(inVietnamese: T, inEnglish: Widened<T>): ReadonlySignal<Widened<T>> {
  return computed(() => (language.value === 'en' ? inEnglish : (inVietnamese as Widened<T>)));
}

export function speak(chosen: Language): void {
  document.cookie = `${cookie}=${chosen}; Path=/; SameSite=Lax; Max-Age=31536000`;
  language.value = chosen;
  document.documentElement.lang = chosen;
}
document.documentElement.lang = language.value;
