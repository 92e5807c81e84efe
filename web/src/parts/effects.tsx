// What a proposal would change, and for whom.
import type { LawEffects } from '../api/types';
import { nameOf } from '../app/session';
import { number } from '../words/format';
import { lawWords } from '../words/law';

export function Effects({ effects }: { effects: LawEffects }) {
  const w = lawWords.value;
  const { stay, come_under, could_move } = effects.dossiers;
  const people = effects.people ?? [];
  return (
    <div class="stack">
      <ul class="plain-list">
        {stay !== undefined && <li>{w.stay(number(stay))}</li>}
        {come_under !== undefined && <li>{w.comeUnder(number(come_under))}</li>}
        {could_move && <li>{w.couldMove(number(could_move.later ?? 0), number(could_move.earlier ?? 0), number(could_move.same_day ?? 0))}</li>}
      </ul>
      <p class="small muted">{w.seen}</p>
      {people.length > 0 && (
        <p class="note">{w.losing}: {people.map((one) => `${nameOf(one.person)} (${one.role}, ${one.unit})`).join('; ')}</p>
      )}
      {effects.changes.length === 0 && <p>{w.noChanges}</p>}
      {effects.changes.length > 0 && (
        <div class="scroll">
          <table class="cards">
            <caption class="visually-hidden">{w.changes}</caption>
            <thead><tr><th scope="col">{w.part}</th><th scope="col">{w.what}</th><th scope="col">{w.before}</th><th scope="col">{w.after}</th></tr></thead>
            <tbody>
              {effects.changes.map((one, index) => (
                <tr key={index}>
                  <td data-label={w.part}>{one.part} <span class="small muted">{one.subject}</span></td>
                  <td data-label={w.what}>{one.what} <span class="flag calm">{w.changeKinds[one.kind]}</span></td>
                  <td data-label={w.before} class="wrap">{one.before}</td>
                  <td data-label={w.after} class="wrap"><strong>{one.after}</strong></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
