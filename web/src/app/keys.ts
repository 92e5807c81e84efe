// Keys of the whole program, and the scanner: a burst of keys that no hand types. Single letters belong to the lists that have
// the focus, never to the page.
import { go } from './router';

type Handler = () => void;
const bound = new Map<string, Handler>();

/** Binds a key ("F8", "Ctrl+Enter") while a screen is there; the way out is returned. */
export function bind(key: string, handler: Handler): () => void {
  bound.set(key, handler);
  return () => {
    if (bound.get(key) === handler) bound.delete(key);
  };
}

const burst_gap_ms = 35;
const shortest_burst = 8;

/** What Telex or VNI made of a code, as the code was; '' when it is none. Codes look like H55.242-261125-0001. */
export function codeOf(scanned: string): string {
  const address = /\/t\/([^/?#]+)/.exec(scanned);
  const plain = (address?.[1] ?? scanned)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\u0111\u0110]/g, 'd')
    .toUpperCase()
    .replace(/[^0-9A-Z.-]/g, '');
  return /^[0-9A-Z.]+-\d{6}-\d{3,6}$/.test(plain) ? plain : '';
}

export function startKeys(focusSearch: Handler): void {
  let typed = '';
  let last = 0;
  let field: HTMLInputElement | HTMLTextAreaElement | null = null;
  let before = '';
  addEventListener(
    'keydown',
    (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const now = event.timeStamp;
      const target = event.target;
      if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
        if (now - last > burst_gap_ms) {
          typed = '';
          field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
          before = field?.value ?? '';
        }
        typed += event.key;
        last = now;
      } else if ((event.key === 'Enter' || event.key === 'Tab') && now - last <= burst_gap_ms && typed.length >= shortest_burst) {
        const code = codeOf(typed);
        typed = '';
        if (code !== '') {
          event.preventDefault();
          event.stopImmediatePropagation();
          // What the scanner wrote into the field goes out again.
          if (field) {
            field.value = before;
            field.dispatchEvent(new Event('input', { bubbles: true }));
          }
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
