// A dossier's tab: the machine of its own version, with the way that it went.
import { get, query } from '../api/client';
import type { Dossier, TimelineEvent } from '../api/types';
import { Skeleton, useLoad, Wrong } from '../parts/load';
import { type DefinitionText, type Graph, graphOf, ProcessMap, StepList } from '../parts/map';
import { mapWords } from '../words/map';

interface Page { items: TimelineEvent[]; next_cursor: string | null }

async function wholeTimeline(at: string, signal: AbortSignal): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await get<Page>(`${at}/timeline${query({ cursor })}`, signal);
    events.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return events;
}

interface Loaded { graph: Graph; events: TimelineEvent[] }

export default function Walked({ dossier }: { dossier: Dossier }) {
  const at = `/api/v1/dossiers/${dossier.id}`;
  const { data, problem, again } = useLoad<Loaded>(`${at}#walked ${dossier.as_of.seq}`, async (signal) => {
    const [version, events] = await Promise.all([get<{ text: DefinitionText }>(`/api/v1/law/versions/${dossier.procedure.version}`, signal), wholeTimeline(at, signal)]);
    return { graph: graphOf(version.text), events };
  });
  if (problem) return <Wrong problem={problem} again={again} />;
  if (!data) return <Skeleton />;
  const graph = marked(data.graph, data.events, dossier.step.id);
  return (
    <div class="stack">
      <section class="panel"><ProcessMap graph={graph} legend={mapWords.value.legend} /></section>
      <StepList graph={graph} />
    </div>
  );
}

function marked(graph: Graph, events: TimelineEvent[], here: string): Graph {
  const edges = new Set<string>();
  const steps = new Set<string>([graph.steps[0]?.id ?? '']);
  for (const event of events) {
    const { from, to, action } = (event.data ?? {}) as { from?: string; to?: string; action?: string };
    if (!to || from === to) continue;
    steps.add(to);
    if (from) steps.add(from);
    edges.add(`${from} ${action}`);
  }
  return {
    steps: graph.steps.map((one) => ({ ...one, mark: one.id === here ? 'here' : steps.has(one.id) ? 'walked' : undefined })),
    edges: graph.edges.map((one) => ({ ...one, walked: edges.has(`${one.from} ${one.id}`) })),
  };
}
