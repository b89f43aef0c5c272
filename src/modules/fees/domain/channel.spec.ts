import { Money } from '../../../kernel/index.js';
import { batchTotals, chargeAdvance } from './channel.js';

const yuan = (text: string): Money => Money.parse(text);

describe('a batch of a channel', () => {
  it('brings gross less fee, refunds off', () => {
    const totals = batchTotals([
      { kind: 'PAYMENT', gross: yuan('75.23'), fee: yuan('0.45') },
      { kind: 'PAYMENT', gross: yuan('90.27'), fee: yuan('0.54') },
      { kind: 'REFUND', gross: yuan('90.27'), fee: yuan('0.54') },
    ]);
    expect([totals.gross, totals.fee, totals.net].map(String)).toEqual(['75.23', '0.45', '74.78']);
  });

  it('is charged to the common income, which borrows what it has not', () => {
    const advance = (charge: string, available: string) => chargeAdvance(yuan(charge), yuan(available)).toString();
    expect([advance('0.45', '10.00'), advance('0.45', '0.40'), advance('0.45', '0.00'), advance('0.45', '-3.00')]).toEqual(['0.00', '0.05', '0.45', '0.45']);
  });
});
