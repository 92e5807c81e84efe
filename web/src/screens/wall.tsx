// The screen in the waiting room: nobody is logged in, nobody is named, and old figures say that they are old.
import { useEffect, useState } from 'preact/hooks';
import type { Wall } from '../api/types';
import { language, speak } from '../words';
import { compare, fullMoment, number } from '../words/format';
import { systemWords } from '../words/system';
import '../style/wall.css';

const every_ms = 10_000;
/** Two answers may be missed. */
const stale_after_ms = 25_000;

export default function WallScreen() {
  const w = systemWords.value;
  const [wall, setWall] = useState<Wall | null>(null);
  const [got, setGot] = useState(0);
  const [isStale, setStale] = useState(false);
  const spokenNow = language.value;
  useEffect(() => {
    let isOver = false;
    const ask = async () => {
      const aborter = new AbortController();
      const patience = setTimeout(() => aborter.abort(), every_ms);
      try {
        const response = await fetch('/api/v1/public/wall', { headers: { 'Accept-Language': spokenNow }, credentials: 'omit', signal: aborter.signal });
        if (!response.ok) throw new Error(String(response.status));
        const answer = (await response.json()) as Wall;
        if (isOver) return;
        setWall(answer);
        setGot(performance.now());
        setStale(false);
      } catch {
        // Said below, once the figures are too old.
      } finally {
        clearTimeout(patience);
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), every_ms);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [spokenNow]);
  useEffect(() => {
    const timer = setInterval(() => setStale(performance.now() - got > stale_after_ms), 1000);
    return () => clearInterval(timer);
  }, [got]);
  useEffect(() => {
    document.title = w.wall;
  }, [w.wall]);
  const figures: [string, number, string][] = wall
    ? [
        [w.receivedToday, wall.received_today, ''],
        [w.finishedToday, wall.finished_today, 'stopped'],
        [w.returnedToday, wall.returned_today, 'stopped'],
        [w.inHand, wall.in_hand, 'on_track'],
        [w.dueToday, wall.due_today, 'due_today'],
        [w.overdue, wall.overdue, 'overdue'],
      ]
    : [];
  return (
    <div class={`wall${isStale ? ' stale' : ''}`}>
      {wall?.demonstration && <p class="wall-training"><strong>{w.wallTraining}</strong></p>}
      <main id="main">
        <header>
          <p>{wall?.office}</p>
          <h1>{w.wall}</h1>
        </header>
        <div role="status" aria-live="polite">
          {isStale && <p class="wall-stale">{wall ? w.stale(fullMoment(wall.as_of.time)) : w.never}</p>}
        </div>
        {wall && (
          <>
            <dl class="wall-figures">
              {figures.map(([name, count, kind]) => (
                <div key={name} class={kind}><dt>{name}</dt><dd>{number(count)}</dd></div>
              ))}
            </dl>
            {wall.fields.length === 0 && <p>{w.nothing}</p>}
            {wall.fields.length > 0 && (
              <div class="wall-table" role="region" aria-label={w.wall} tabIndex={0}>
                <table>
                  <caption class="visually-hidden">{w.wall}</caption>
                  <thead><tr><th scope="col">{w.field}</th><th scope="col" class="n">{w.inHand}</th><th scope="col" class="n">{w.dueToday}</th><th scope="col" class="n">{w.overdue}</th><th scope="col" class="n">{w.supplement}</th><th scope="col" class="n">{w.readyToCollect}</th></tr></thead>
                  <tbody>
                    {[...wall.fields].sort((one, other) => compare(one.field, other.field)).map((one) => (
                      <tr key={one.field}>
                        <th scope="row">{one.field}</th>
                        <td class="n">{number(one.in_hand)}</td><td class="n">{number(one.due_today)}</td><td class={`n${one.overdue > 0 ? ' overdue' : ''}`}>{one.overdue > 0 ? `\u25a0 ${number(one.overdue)}` : '0'}</td><td class="n">{number(one.waiting)}</td><td class="n">{number(one.ready)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </>
        )}
        <footer>
          <span>{wall && !isStale ? w.asOf(fullMoment(wall.as_of.time)) : ''}</span>
          <span>{w.lookup}</span>
          <button type="button" lang={spokenNow === 'vi' ? 'en' : 'vi'} onClick={() => speak(spokenNow === 'vi' ? 'en' : 'vi')}>{w.otherTongue}</button>
        </footer>
      </main>
    </div>
  );
}
