// Addresses are the state of a screen: what is filtered, sorted or chosen stands in the URL.
import { signal } from '@preact/signals';

export interface Place {
  path: string;
  query: URLSearchParams;
}

const here = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) });
export const place = signal<Place>(here());

/** A guard may hold somebody back who would lose what was typed. */
let guard: (() => boolean) | null = null;
export function holdBack(asks: (() => boolean) | null): void {
  guard = asks;
}

export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') {
    if (guard && !guard()) return;
    history.pushState(null, '', to);
  } else {
    history.replaceState(null, '', to);
  }
  const before = place.value.path;
  place.value = here();
  if (how === 'push' && before !== place.value.path) scrollTo(0, 0);
}

/** This address with some fields of the query changed; null takes one out. Paging starts anew. */
export function withQuery(changes: Record<string, string | null>): string {
  const query = new URLSearchParams(place.value.query);
  query.delete('cursor');
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return place.value.path + (text === '' ? '' : `?${text}`);
}

/** Addresses that the server answers itself. */
const elsewhere = ['/api/', '/dang-nhap', '/dang-xuat', '/doi-mat-khau', '/tra-cuu', '/thu-tuc', '/man-hinh-cong-khai', '/assets/', '/t/'];

export function startRouting(): void {
  addEventListener('popstate', () => (place.value = here()));
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download')) return;
    if (link.hash !== '' && link.pathname === location.pathname) return;
    if (link.pathname === '/' || elsewhere.some((one) => link.pathname.startsWith(one))) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
