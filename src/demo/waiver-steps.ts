import { Money, required } from '../kernel/index.js';
import { UnitQueries } from '../modules/communities/index.js';
import { DecideWaiver, FeeQueries, RequestWaiver, WaiverQueries } from '../modules/fees/index.js';
import type { Errands } from './errands.js';
import type { Stage, Step } from './step.js';

/** A bill is let off: asked by the bookkeeper, decided by the owner side. */
export function waiverSteps(stage: Stage, { unit, period, amount, reason, document, askedOn, decidedOn }: Errands['waivers'][number]): Step[] {
  const key = `${askedOn}:waiver`;
  return [
    {
      on: askedOn,
      time: '10:00',
      by: 'jizhang1',
      key,
      run: async (context) => {
        const billId = await stage.read(async (tx) => {
          const { id } = required(await stage.get(UnitQueries).byCode(tx, unit), `unit ${unit} of the demo`);
          const bills = await stage.get(FeeQueries).openBills(tx, [id]);
          return required(
            bills.find((bill) => bill.period === period),
            `the open bill of ${unit} for ${period}`,
          ).id;
        });
        const asked = { kind: 'WAIVER' as const, billId, lateFeeId: null, amount: Money.parse(amount), reason, document, resolutionNo: null };
        await stage.get(RequestWaiver).execute(context, asked);
      },
    },
    {
      on: decidedOn,
      time: '11:30',
      by: stage.publisher(decidedOn),
      key: `${key}:decide`,
      run: async (context) => {
        const [waiver] = await stage.read((tx) => stage.get(WaiverQueries).page(tx, { beforeId: 0, limit: 1 }));
        await stage.get(DecideWaiver).execute(context, { id: required(waiver, 'the waiver that was asked for').id, decision: 'APPROVED', reason: null });
      },
    },
  ];
}
