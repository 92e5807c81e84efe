// A machine drawn: steps from top to bottom, edges between them. The layout is Dagre's, fetched when a map is first shown; until
// then, and for whoever reads by ear, the list beside it says the same.
import { useEffect, useRef, useState } from 'preact/hooks';
import { language } from '../words';
import { number } from '../words/format';
import { mapWords } from '../words/map';
import '../style/map.css';

export interface MapStep {
  id: string;
  name: string;
  kind: string;
  /** A line under the name. */
  note?: string;
  mark?: 'walked' | 'here' | 'late' | 'very-late' | undefined;
}

export interface MapEdge {
  id: string;
  from: string;
  to: string;
  name: string;
  kind: string;
  /** How often; of a definition nothing. */
  count?: number;
  walked?: boolean;
}

export interface Graph {
  steps: MapStep[];
  edges: MapEdge[];
}

interface StepText { id: string; kind: string; name_vi: string; name_en?: string; action?: (ActionText)[] }
interface ActionText { id: string; kind: string; to: string; name_vi: string; name_en?: string }

export interface DefinitionText { step?: StepText[] }

/** The machine in the canonical text of a definition (GET /api/v1/law/versions/{hash}). */
export function graphOf(text: DefinitionText): Graph {
  const name = (one: { name_vi: string; name_en?: string }) => (language.value === 'en' && one.name_en ? one.name_en : one.name_vi);
  const steps = text.step ?? [];
  return {
    steps: steps.map((one) => ({ id: one.id, kind: one.kind, name: name(one) })),
    edges: steps.flatMap((one) => (one.action ?? []).map((action) => ({ id: action.id, from: one.id, to: action.to, kind: action.kind, name: name(action) }))),
  };
}

// They leave from nearly every step: a map that shows them shows little else.
const rare = new Set(['withdraw', 'stop', 'void_intake']);

const step_width = 196;
const line_height = 17;
const letters_of_line = 27;

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1] ?? '';
    if (last !== '' && last.length + 1 + word.length > letters_of_line) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

interface Drawn {
  width: number;
  height: number;
  steps: (MapStep & { x: number; y: number; height: number; lines: string[] })[];
  edges: { edges: MapEdge[]; points: { x: number; y: number }[]; label: { x: number; y: number } }[];
}

async function drawn(graph: Graph): Promise<Drawn> {
  const { graphlib, layout } = await import('@dagrejs/dagre');
  const board = new graphlib.Graph();
  board.setGraph({ rankdir: 'TB', nodesep: 34, ranksep: 40, marginx: 12, marginy: 12 });
  board.setDefaultEdgeLabel(() => ({}));
  const texts = new Map(graph.steps.map((one) => [one.id, wrapped(one.name)]));
  for (const one of graph.steps) {
    const lines = (texts.get(one.id)?.length ?? 1) + (one.note ? 1 : 0);
    board.setNode(one.id, { width: step_width, height: lines * line_height + 18 });
  }
  // Several actions between the same steps are one line.
  const between = new Map<string, MapEdge[]>();
  for (const edge of graph.edges) {
    if (edge.from === edge.to || !texts.has(edge.from) || !texts.has(edge.to)) continue;
    const key = `${edge.from}\n${edge.to}`;
    between.set(key, [...(between.get(key) ?? []), edge]);
  }
  for (const key of between.keys()) {
    const [from = '', to = ''] = key.split('\n');
    board.setEdge(from, to, { width: 40, height: 18, labelpos: 'c' });
  }
  layout(board);
  const size = board.graph() as { width?: number; height?: number };
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    steps: graph.steps.map((one) => {
      const { x, y, height } = board.node(one.id) as { x: number; y: number; height: number };
      return { ...one, x, y, height, lines: texts.get(one.id) ?? [] };
    }),
    edges: [...between].map(([key, edges]) => {
      const [from = '', to = ''] = key.split('\n');
      const { points, x, y } = board.edge(from, to) as { points: { x: number; y: number }[]; x: number; y: number };
      return { edges, points, label: { x, y } };
    }),
  };
}

/** Through the middles of the stretches, so that corners are round. */
function curve(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  let path = `M${first.x},${first.y}`;
  for (const [index, point] of rest.slice(0, -1).entries()) {
    const next = rest[index + 1] ?? last;
    path += ` Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`;
  }
  return `${path} L${last.x},${last.y}`;
}

export function ProcessMap({ graph, legend }: { graph: Graph; legend: string }) {
  const w = mapWords.value;
  const [all, setAll] = useState(false);
  const [board, setBoard] = useState<Drawn | null>(null);
  const region = useRef<HTMLDivElement>(null);
  const shown: Graph = { steps: graph.steps, edges: graph.edges.filter((one) => all || !rare.has(one.kind) || (one.count ?? 0) > 0 || one.walked) };
  const reached = new Set(shown.edges.flatMap((one) => [one.from, one.to]));
  shown.steps = shown.steps.filter((one, index) => index === 0 || reached.has(one.id) || one.mark);
  const key = JSON.stringify(shown);
  useEffect(() => {
    let isStale = false;
    void drawn(shown).then((made) => !isStale && setBoard(made));
    return () => {
      isStale = true;
    };
  }, [key]);
  // A drawing wider than its window begins where the dossier does.
  useEffect(() => {
    const first = board?.steps[0];
    if (region.current && first) region.current.scrollLeft = first.x - region.current.clientWidth / 2;
  }, [board]);
  const most = Math.max(1, ...shown.edges.map((one) => one.count ?? 0));
  const isPlain = shown.edges.every((one) => one.count === undefined && one.walked === undefined);
  const hasRare = graph.edges.some((one) => rare.has(one.kind));
  return (
    <figure class={`map${isPlain ? ' plain' : ''}`}>
      <figcaption class="row small muted">
        <span>{legend}</span>
        {hasRare && <label class="row"><input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />{w.rare}</label>}
      </figcaption>
      <div class="scroll" ref={region} tabIndex={0} role="region" aria-label={w.drawing}>
        {board && (
          <svg viewBox={`0 0 ${board.width} ${board.height}`} width={board.width} height={board.height} role="img" aria-label={w.drawing}>
            <defs>
              <marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0 L10,5 L0,10 z" /></marker>
            </defs>
            {board.edges.map((one) => {
              const count = one.edges.reduce((sum, edge) => sum + (edge.count ?? 0), 0);
              const isCounted = one.edges.some((edge) => edge.count !== undefined);
              const isWalked = one.edges.some((edge) => edge.walked);
              return (
                <g key={one.edges.map((edge) => `${edge.from} ${edge.id}`).join()} class={`edge${isWalked || count > 0 ? ' walked' : ''}`}>
                  <path d={curve(one.points)} marker-end="url(#arrow)" stroke-width={isCounted ? 1 + (4 * count) / most : isWalked ? 3 : 1.2} />
                  {isCounted && count > 0 && <text x={one.label.x} y={one.label.y + 5}>{number(count)}</text>}
                </g>
              );
            })}
            {board.steps.map((one) => (
              <g key={one.id} class={`step ${one.kind} ${one.mark ?? ''}`}>
                <rect x={one.x - step_width / 2} y={one.y - one.height / 2} width={step_width} height={one.height} rx={one.kind === 'closed' || one.kind === 'submitted' ? 16 : 4} />
                {one.mark === 'here' && <rect class="inner" x={one.x - step_width / 2 + 4} y={one.y - one.height / 2 + 4} width={step_width - 8} height={one.height - 8} rx="2" />}
                {one.lines.map((line, index) => <text key={index} class="name" x={one.x} y={one.y - one.height / 2 + 23 + index * line_height}>{line}</text>)}
                {one.note && <text class="note-line" x={one.x} y={one.y + one.height / 2 - 9}>{one.note}</text>}
              </g>
            ))}
          </svg>
        )}
      </div>
    </figure>
  );
}

/** The same without a drawing: each step and where it goes. */
export function StepList({ graph }: { graph: Graph }) {
  const w = mapWords.value;
  const names = new Map(graph.steps.map((one) => [one.id, one.name]));
  return (
    <div class="scroll">
      <table class="cards">
        <caption class="pad"><h2>{w.list}</h2></caption>
        <thead><tr><th scope="col">{w.step}</th><th scope="col">{w.next}</th></tr></thead>
        <tbody>
          {graph.steps.map((one) => (
            <tr key={one.id}>
              <th scope="row" class="name">
                <strong>{one.name}</strong> <span class="small muted">({w.kinds[one.kind] ?? one.kind})</span>
                {one.mark === 'walked' && <> <span class="shape stopped">{w.walked}</span></>}
                {one.mark === 'here' && <> <span class="shape due_soon">{w.isHere}</span></>}
              </th>
              <td data-label={w.next}>
                <ul class="charges">
                  {graph.edges.filter((edge) => edge.from === one.id).map((edge) => (
                    <li key={edge.id}>{edge.name} {'\u2192'} {names.get(edge.to) ?? edge.to}{edge.walked && <span class="small shape stopped"> {w.walked}</span>}</li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
