// Who stands at the counter: recalled by the number that he gives, never asked twice.
import { useRef, useState } from 'preact/hooks';
import { get, query } from '../api/client';
import type { KnownApplicant } from '../api/types';
import { useLoad } from '../parts/load';
import { words } from '../words';

interface Typed { id: string; name: string; phone: string; address: string; zone: string; project: string }

const is_number = /^[0-9][0-9-]{7,19}$/;

/** `ask` when the number is left: what is still empty is filled, what was typed stays. `known` says from where. */
export function useRecall<T extends Typed>(form: T, put: (change: Partial<Typed>) => void): { ask: () => void; known: string } {
  const [known, setKnown] = useState('');
  const asked = useRef('');
  const now = useRef(form);
  now.current = form;
  const ask = () => {
    const id = form.id.trim();
    if (id === asked.current) return;
    asked.current = id;
    setKnown('');
    if (!is_number.test(id)) return;
    get<{ applicant: KnownApplicant | null }>(`/api/v1/applicants${query({ id })}`).then(
      ({ applicant }) => {
        if (now.current.id.trim() !== id) return;
        setKnown(applicant ? words.value.intake.recalled(applicant.name, applicant.dossier) : words.value.intake.unknown);
        if (!applicant) return;
        const empty = (['name', 'phone', 'address', 'zone', 'project'] as const).filter((field) => now.current[field].trim() === '' && applicant[field]);
        put(Object.fromEntries(empty.map((field) => [field, applicant[field]])));
      },
      // Not to be had now: he says it again.
      () => (asked.current = ''),
    );
  };
  return { ask, known };
}

export function useZones(): { value: string; label: string }[] {
  const { data } = useLoad('/api/v1/zones', (abort) => get<{ items: { zone: string; name: string }[] }>('/api/v1/zones', abort));
  return (data?.items ?? []).map((one) => ({ value: one.zone, label: one.name }));
}
