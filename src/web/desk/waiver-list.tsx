import type { ComponentChildren, JSX } from 'preact';
import type { WaiverView } from '../../modules/fees/index.js';
import { EmptyState, StatusTag } from '../components/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

const tones = { ASKED: 'due', APPROVED: 'done', REFUSED: 'bad', UNDONE: 'bad' } as const;

/** What a waiver is of, in words. */
export function waiverTarget(m: Messages, { unitCode, item, period, lateFeeId }: WaiverView): string {
  const texts = m.billing.waivers;
  return lateFeeId === null ? texts.of(unitCode, item, m.month(period)) : texts.ofLateFee(unitCode, item, m.month(period));
}

/** Waivers one below the other, each with why it was asked for and what was decided; `children` adds what can be done with it. */
export function WaiverList({
  m,
  waivers,
  children,
}: {
  readonly m: Messages;
  readonly waivers: readonly WaiverView[];
  readonly children?: (waiver: WaiverView) => ComponentChildren;
}): JSX.Element {
  const texts = m.billing.waivers;
  if (waivers.length === 0) return <EmptyState title={texts.empty} />;
  return (
    <ul class="list">
      {waivers.map((waiver) => (
        <li key={waiver.id}>
          <div class="row">
            <span>
              <b>{`${waiverTarget(m, waiver)} ${texts.kind[waiver.kind]}`}</b>
              <small>{waiver.reason}</small>
              <small>{[texts.document(waiver.document), ...(waiver.resolutionNo === null ? [] : [texts.resolution(waiver.resolutionNo)])].join(' · ')}</small>
              <small>
                {[
                  texts.askedAt(m.shortMoment(waiver.askedAt)),
                  ...(waiver.decidedAt === null ? [texts.open(formatMoney(waiver.open.toString()))] : [texts.decidedAt(m.shortMoment(waiver.decidedAt))]),
                  ...(waiver.entrySeq === null ? [] : [texts.voucher(waiver.entrySeq)]),
                  ...(waiver.decisionReason === null ? [] : [waiver.decisionReason]),
                  ...(waiver.undoneOn === null ? [] : [m.waiverUndo.since(m.date(waiver.undoneOn), waiver.undoReason ?? '')]),
                ].join(' · ')}
              </small>
              <StatusTag tone={tones[waiver.state]}>{texts.state[waiver.state]}</StatusTag>
            </span>
            <span class="side">{formatMoney(waiver.amount.toString())}</span>
          </div>
          {children?.(waiver)}
        </li>
      ))}
    </ul>
  );
}
