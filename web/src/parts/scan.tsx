// A scan that goes with an act: chosen here, sent as its own bytes when the act is done.
import { ask, query } from '../api/client';
import { words } from '../words';

export function ScanField({ id, label, hint, file, onChange }: { id: string; label: string; hint?: string; file: Blob | null; onChange: (file: globalThis.File | null) => void }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && <span class="hint" id={`${id}-hint`}>{hint}</span>}
      <input key={file ? 'full' : 'empty'} id={id} type="file" accept="application/pdf,image/png,image/jpeg,image/tiff" aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onChange(event.currentTarget.files?.[0] ?? null)} />
      {file && <span class="small muted">{words.value.dossier.size(String(Math.ceil(file.size / 1024)))}</span>}
    </div>
  );
}

/** Sends it and tells its digest. */
export async function sendScan(dossier: string, file: globalThis.File, more: { document?: string | null; replaces?: number } = {}): Promise<string> {
  const { data } = await ask<{ digest: string | null }>('POST', `/api/v1/dossiers/${dossier}/files${query({ name: file.name, digitised: 'true', document: more.document, replaces: more.replaces })}`, { file });
  return data.digest ?? '';
}
