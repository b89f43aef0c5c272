import type { ComponentChildren, JSX } from 'preact';
import type { DiscountView } from '../../modules/fees/index.js';
import { StatusTag } from '../components/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

const endTones = { WAITING: 'due', AGREED: 'done', REFUSED: 'bad', WITHDRAWN: 'wait', LAPSED: 'bad' } as const;
const tones = { WAITING: 'due', AGREED: 'done', REFUSED: 'bad', LAPSED: 'bad' } as const;

/** What a discount is of, and how much, in words. */
export function discountTarget(m: Messages, { unitCode, unitKind, item, percent, yuan }: DiscountView): { of: string; off: string } {
  const texts = m.billing.items;
  return {
    of: texts.discountOf(unitCode ?? texts.kind[unitKind ?? 'FLAT'], item),
    off: texts.off(yuan.isZero ? `${percent.toString()}%` : formatMoney(yuan.toString())),
  };
}

/** Discounts one below the other, each with its paper and what the owner side said; `children` adds what can be done with it. */
export function DiscountList({
  m,
  discounts,
  children,
}: {
  readonly m: Messages;
  readonly discounts: readonly DiscountView[];
  readonly children?: (discount: DiscountView) => ComponentChildren;
}): JSX.Element {
  const texts = m.billing;
  const ends = m.discountEnds;
  return (
    <ul class="list">
      {discounts.map((discount) => {
        const { of, off } = discountTarget(m, discount);
        const { id, from, to, ground, document, state, decidedAt, decisionReason, end } = discount;
        const said = [
          texts.waivers.askedAt(m.shortMoment(discount.recordedAt)),
          ...(decidedAt === null ? [] : [texts.waivers.decidedAt(m.shortMoment(decidedAt))]),
          ...(decisionReason === null ? [] : [decisionReason]),
        ];
        return (
          <li key={id}>
            <b>{of}</b> {off} <small>{`${m.shortTerm(from, to)} · ${texts.items.ground[ground]} · ${document}`}</small>
            <small>{said.join(' · ')}</small> <StatusTag tone={tones[state]}>{texts.discounts.state[state]}</StatusTag>
            {end !== null && (
              <>
                <small>
                  {[ends.said({ ...end, at: m.shortMoment(end.askedAt) }), ...(end.decisionReason === null ? [] : [end.decisionReason])].join(' · ')}
                </small>{' '}
                <StatusTag tone={endTones[end.state]}>{ends.state[end.state]}</StatusTag>
              </>
            )}
            {children?.(discount)}
          </li>
        );
      })}
    </ul>
  );
}
