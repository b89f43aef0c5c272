import type { JSX } from 'preact';
import type { PublicVoided } from '../../modules/statements/index.js';
import type { Messages } from '../messages/index.js';
import { formatPoints } from '../format.js';

/** Assessments that were made VOID, with the reason for everybody to read. */
export function VoidedList({ m, voided }: { readonly m: Messages; readonly voided: readonly PublicVoided[] }): JSX.Element {
  return (
    <ul>
      {voided.map(({ quarter, on, organisation, score, reason }, place) => (
        <li key={place}>
          {`${m.service.void.told(m.quarter(quarter), m.date(on), organisation, score === null ? null : formatPoints(score))}${m.colon('')}${reason}`}
        </li>
      ))}
    </ul>
  );
}
