// The papers of a dossier as a checklist: how each stands, or which are to be added and why.
import type { ComponentChildren } from 'preact';
import { words } from '../words';

export interface Paper {
  id: string;
  name: string;
  required: boolean;
  mark?: string;
  mark_name?: string;
}

/** What was handed over of one paper, as typed; its scan, or why there is none. */
export interface Taken {
  originals?: string;
  certified?: string;
  copies?: string;
  givenBack?: boolean;
  noScan?: string;
}

interface MarksProps {
  papers: Paper[];
  marks: Record<string, string>;
  allRight: boolean;
  onMarks: (marks: Record<string, string>) => void;
  onAllRight: (allRight: boolean) => void;
  /** More about a paper, below its line. */
  more?: (paper: Paper) => ComponentChildren;
}

export function MarksField({ papers, marks, allRight, onMarks, onAllRight, more }: MarksProps) {
  const w = words.value;
  return (
    <fieldset class="field">
      <legend>{w.act.documents}</legend>
      <label class="choice">
        <input type="checkbox" checked={allRight} onChange={(event) => onAllRight(event.currentTarget.checked)} />
        <strong>{w.act.allRight}</strong>
      </label>
      <ul class="papers">
        {papers.map((paper) => {
          const mark = marks[paper.id] ?? (allRight ? 'right' : (paper.mark ?? 'unchecked'));
          return (
            <li key={paper.id}>
              <span id={`paper-${paper.id}`}>
                {paper.name} {paper.required && <span class="muted small">({w.dossier.required})</span>}
              </span>
              <span class="marks" role="radiogroup" aria-labelledby={`paper-${paper.id}`}>
                {['right', 'wrong', 'missing'].map((one) => (
                  <label key={one}>
                    <input type="radio" name={`mark-${paper.id}`} checked={mark === one} onChange={() => onMarks({ ...rightOnes(papers, allRight), ...marks, [paper.id]: one })} />
                    {w.marks[one]}
                  </label>
                ))}
              </span>
              {more?.(paper)}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}

interface TakenProps {
  paper: Paper;
  /** How many the procedure asks for. */
  asked: { originals?: number; certified?: number; copies?: number };
  taken: Taken;
  onChange: (taken: Taken) => void;
  /** Name of the scan that goes with it; '' while there is none. */
  scan: string;
  onScan: (file: globalThis.File | null) => void;
}

/** Folded away until wanted: how many of each kind were handed over, what is given back, the scan or why there is none. */
export function TakenField({ paper, asked, taken, onChange, scan, onScan }: TakenProps) {
  const w = words.value.taken;
  const said = [
    ...(['originals', 'certified', 'copies'] as const).map((kind) => (taken[kind] ? words.value.intake[kind](Number(taken[kind])) : '')),
    taken.givenBack ? w.givenBack : '',
    scan ? w.scanned(scan) : taken.noScan ? w.notScanned(taken.noScan) : '',
  ].filter(Boolean);
  return (
    <details class="taken">
      <summary>
        <span class="visually-hidden">{paper.name}: </span>
        {w.more}
        {said.length > 0 && <span class="muted"> – {said.join(', ')}</span>}
      </summary>
      <div class="row">
        {(['originals', 'certified', 'copies'] as const).map((kind) => (
          <label key={kind} class="small">
            {w[kind]} <input type="number" min="0" max="99" inputMode="numeric" placeholder={String(asked[kind] ?? 0)} value={taken[kind] ?? ''} onInput={(event) => onChange({ ...taken, [kind]: event.currentTarget.value })} />
          </label>
        ))}
        <label class="choice small">
          <input type="checkbox" checked={taken.givenBack ?? false} onChange={(event) => onChange({ ...taken, givenBack: event.currentTarget.checked })} />
          {w.givenBack}
        </label>
      </div>
      <div class="row">
        <label class="small">
          {w.scan} <input key={scan} type="file" accept="application/pdf,image/png,image/jpeg,image/tiff" onChange={(event) => onScan(event.currentTarget.files?.[0] ?? null)} />
        </label>
        {scan === '' && (
          <label class="small grow">
            {w.noScan} <input list="no-scan-reasons" maxLength={200} value={taken.noScan ?? ''} onInput={(event) => onChange({ ...taken, noScan: event.currentTarget.value })} />
          </label>
        )}
      </div>
    </details>
  );
}

/** As the server wants it beside the mark. */
export function countedIn(taken: Taken | undefined, hasScan: boolean): Record<string, unknown> {
  if (!taken) return {};
  const counts = (['originals', 'certified', 'copies'] as const).filter((kind) => /^[0-9]{1,2}$/.test(taken[kind]?.trim() ?? ''));
  return {
    ...Object.fromEntries(counts.map((kind) => [kind, Number(taken[kind])])),
    ...(taken.givenBack ? { original_to_return: true } : {}),
    ...(!hasScan && taken.noScan?.trim() ? { not_digitised: taken.noScan.trim() } : {}),
  };
}

/** Marking one of papers that were all right leaves the others right. */
function rightOnes(papers: Paper[], allRight: boolean): Record<string, string> {
  return allRight ? Object.fromEntries(papers.map((paper) => [paper.id, 'right'])) : {};
}

export type Lines = Record<string, { reason: string; mark: 'missing' | 'wrong' }>;

export function SupplementField({ papers, lines, onChange, wrong }: { papers: Paper[]; lines: Lines; onChange: (lines: Lines) => void; wrong?: string | undefined }) {
  const w = words.value;
  return (
    <fieldset class={`field${wrong ? ' is-wrong' : ''}`} id="act-lines" tabIndex={-1}>
      <legend>{w.act.lines}</legend>
      {wrong && <span class="wrong">{wrong}</span>}
      <ul class="papers">
        {papers.map((paper) => {
          const line = lines[paper.id];
          const put = (mark: 'missing' | 'wrong' | null) => {
            const next = { ...lines };
            if (mark === null) delete next[paper.id];
            else next[paper.id] = { reason: line?.reason ?? '', mark };
            onChange(next);
          };
          return (
            <li key={paper.id} class="stack">
              <div class="row">
                <span id={`line-${paper.id}`}>{paper.name}</span>
                <span class="marks" role="group" aria-labelledby={`line-${paper.id}`}>
                  {(['missing', 'wrong'] as const).map((one) => (
                    <label key={one}>
                      <input type="checkbox" checked={line?.mark === one} onChange={(event) => put(event.currentTarget.checked ? one : null)} />
                      {w.marks[one]}
                    </label>
                  ))}
                </span>
              </div>
              {line && <input aria-label={w.act.lineReason(paper.name)} placeholder={w.act.reason} value={line.reason} onInput={(event) => onChange({ ...lines, [paper.id]: { ...line, reason: event.currentTarget.value } })} />}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
