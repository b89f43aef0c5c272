import type { JSX } from 'preact';
import type { VoteState } from '../../modules/resolutions/index.js';
import { StatusTag, type TagTone } from '../components/index.js';
import type { Messages } from '../messages/index.js';

const tones: Readonly<Record<VoteState, TagTone>> = { OPEN: 'due', COUNTED: 'wait', CONFIRMED: 'done', CANCELLED: 'info' };

/** Where a vote stands; once it is confirmed, whether it passed. */
export function VoteTag({ m, vote }: { readonly m: Messages; readonly vote: { readonly state: VoteState; readonly passed: boolean | null } }): JSX.Element {
  const { state, result } = m.votes;
  if (vote.state !== 'CONFIRMED') return <StatusTag tone={tones[vote.state]}>{state[vote.state]}</StatusTag>;
  return vote.passed === true ? <StatusTag tone="done">{result.passed}</StatusTag> : <StatusTag tone="info">{result.failed}</StatusTag>;
}
