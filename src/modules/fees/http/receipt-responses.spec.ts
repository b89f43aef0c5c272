import { businessDate, Money } from '../../../kernel/index.js';
import type { FeeRefundView } from '../application/receipt-views.js';
import { FeeRefundResponse } from './receipt-responses.js';

const refund = {
  id: 7,
  unitCode: '01-101',
  amount: Money.parse('75.23'),
  receiptNumber: 'SJ2024-000001',
  reason: 'the flat was sold',
  document: 'contract 17',
  askedOn: businessDate('2024-05-02'),
  cancelledOn: null,
  entrySeq: 12,
} as unknown as FeeRefundView;

describe('a refund as others read it', () => {
  it('says why, and by which paper, only to whoever may read reasons', () => {
    expect(FeeRefundResponse.from(refund, { reasons: true })).toMatchObject({ unit: '01-101', reason: 'the flat was sold', document: 'contract 17' });
    const firm = FeeRefundResponse.from(refund, { reasons: false });
    expect(firm).toMatchObject({ unit: '01-101', amount: '75.23', reason: null, document: null });
    expect(JSON.stringify(firm)).not.toMatch(/sold|17/);
  });
});
