// The papers of a dossier as a checklist: how each stands, or which are to be added and why.
import { words } from '../words';

export interface Paper {
  id: string;
  name: string;
  required: boolean;
  mark?: string;
  mark_name?: string;
}

interface MarksProps {
  papers: Paper[];
  marks: Record<string, string>;
  allRight: boolean;
  onMarks: (marks: Record<string, string>) => void;
  onAllRight: (allRight: boolean) => void;
}

export function MarksField({ papers, marks, allRight, onMarks, onAllRight }: MarksProps) {
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
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
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
