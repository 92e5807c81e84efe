// Keys of the whole program, and the scanner: a burst of keys that no hand types. Single letters belong to the lists that have
// the focus, never to the page.
import { words } from '../words';
import { notify } from './notices';
import { go } from './router';
import { Burst, readScan } from './scan';
import { me } from './session';

type Handler = () => void;
const bound = new Map<string, Handler>();

/** Binds a key ("F8", "Ctrl+Enter") while a screen is there; the way out is returned. */
export function bind(key: string, handler: Handler): () => void {
  bound.set(key, handler);
  return () => {
    if (bound.get(key) === handler) bound.delete(key);
  };
}

/** What was scanned or typed as the code of a dossier; '' when it is none. */
export function codeOf(text: string): string {
  return readScan(text, me.value ? [me.value.agency] : []);
}

/** A short sound: eyes are on the paper. Browsers without sound stay silent. */
function beep(): void {
  try {
    const sound = new AudioContext();
    const tone = sound.createOscillator();
    tone.frequency.value = 1320;
    tone.connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.07);
    tone.onended = () => void sound.close();
  } catch {
    return;
  }
}

/** What came into the field since the burst began: what an input method composed reaches no key event. */
function inserted(field: HTMLInputElement | HTMLTextAreaElement | null, before: string): string {
  if (!field || field.value.length <= before.length) return '';
  let from = 0;
  while (from < before.length && field.value[from] === before[from]) ++from;
  return field.value.slice(from, field.value.length - (before.length - from));
}

export function startKeys(focusSearch: Handler): void {
  const burst = new Burst();
  let field: HTMLInputElement | HTMLTextAreaElement | null = null;
  let before = '';
  addEventListener(
    'keydown',
    (event) => {
      const target = event.target;
      if (!event.ctrlKey && !event.altKey && !event.metaKey && burst.press(event.isComposing || event.keyCode === 229 ? 'Process' : event.key, event.timeStamp)) {
        field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
        before = field?.value ?? '';
      }
      if (event.isComposing || event.keyCode === 229) return;
      if ((event.key === 'Enter' || event.key === 'Tab') && burst.isScan(event.timeStamp)) {
        const code = codeOf(burst.text) || codeOf(inserted(field, before));
        if (code !== '') {
          event.preventDefault();
          event.stopImmediatePropagation();
          // What the scanner wrote into the field goes out again.
          if (field) {
            field.value = before;
            field.dispatchEvent(new Event('input', { bubbles: true }));
          }
          beep();
          notify(words.value.scanned(code), { seconds: 4 });
          if (!document.querySelector('dialog[open]')) go(`/ho-so/${code}`);
          return;
        }
      }
      const name = `${event.ctrlKey ? 'Ctrl+' : ''}${event.key}`;
      const inDialog = document.querySelector('dialog[open]') !== null;
      if (!inDialog && (event.key === 'F4' || (event.key === '/' && !isTyping(target)))) {
        event.preventDefault();
        focusSearch();
        return;
      }
      if (!inDialog && event.key === '?' && !isTyping(target)) {
        event.preventDefault();
        bound.get('?')?.();
        return;
      }
      if (!/^(F\d+|Ctrl\+Enter)$/.test(name)) return;
      const handler = bound.get(name);
      if (!handler || (inDialog && name !== 'Ctrl+Enter')) return;
      event.preventDefault();
      handler();
    },
    true,
  );
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type))
  );
}
