// The list that somebody last looked at: after an act its next dossier opens.
import { signal } from '@preact/signals';

export const visited = signal<string[]>([]);

/** What stands after `code` in that list; '' at its end. */
export function nextAfter(code: string): string {
  const at = visited.value.indexOf(code);
  return at < 0 ? '' : (visited.value[at + 1] ?? '');
}
