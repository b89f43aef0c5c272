import type { JSX } from 'preact';
import type { BuildingRate, FeeBridge, FeeFigures, FeesSection } from '../../../modules/statements/index.js';
import { BarChart, Card, Meter, MoneyLines, More, type MoneyLine } from '../../components/index.js';
import { formatMoney, formatRate } from '../../format.js';
import type { Messages } from '../../messages/index.js';

interface FeesProps {
  readonly m: Messages;
  readonly fees: FeesSection;
  /** The name of the period. */
  readonly during: string;
  readonly isYear: boolean;
}

/** Billed, collected, still open; the rate by building; and how the money received becomes the fees collected. */
export function FeesCard({ m, fees, during, isYear }: FeesProps): JSX.Element {
  const texts = m.statement.fees;
  return (
    <Card id="fees" title={texts.title}>
      {!isYear && (
        <>
          <h3>{texts.year}</h3>
          <Period m={m} figures={fees.yearToDate} />
        </>
      )}
      <h3>{texts.month}</h3>
      <Period m={m} figures={fees.month} title={texts.rateNote(during)} />
      {fees.buildings.length > 0 && (
        <>
          <h3>{texts.byBuilding}</h3>
          <BarChart bars={fees.buildings.map((building) => buildingBar(m, building))} />
          <p class="note">{texts.merged}</p>
        </>
      )}
      <More label={texts.bridge}>
        <MoneyLines lines={bridgeLines(m, fees.bridge.month)} />
      </More>
    </Card>
  );
}

function Period({ m, figures, title }: { readonly m: Messages; readonly figures: FeeFigures; readonly title?: string }): JSX.Element {
  const texts = m.statement.fees;
  const { bills, rate } = figures;
  const extra: MoneyLine[] = [
    ...(figures.prepaid === '0.00' ? [] : [{ label: texts.prepaid, amount: figures.prepaid }]),
    ...(figures.waived === '0.00' || bills !== undefined ? [] : [{ label: texts.waived, amount: figures.waived }]),
  ];
  const collected: MoneyLine = { label: texts.collected, amount: figures.collected, note: title === undefined ? undefined : texts.collectedNote };
  return (
    <>
      {rate !== null && <Meter label={texts.rate} value={formatRate(rate)} share={rate} title={title ?? texts.rate} />}
      {bills === undefined ? (
        <MoneyLines lines={[{ label: texts.billed, amount: figures.billed }, collected, ...extra, { label: texts.unpaid, amount: figures.unpaid }]} />
      ) : (
        <MoneyLines lines={[...billLines(m, bills), collected, ...extra]} />
      )}
      {title !== undefined && bills !== undefined && rate !== null && (
        <p class="note">{m.parts.fees.formula(formatMoney(bills.paid), formatMoney(bills.amount), formatRate(rate))}</p>
      )}
    </>
  );
}

/** What became of the period's bills: paid, let off, unpaid; each is part of the first. */
function billLines(m: Messages, bills: NonNullable<FeeFigures['bills']>): MoneyLine[] {
  const texts = m.parts.fees;
  return [
    { label: texts.bills, amount: bills.amount },
    { label: texts.paid, amount: bills.paid, kind: 'sub' },
    ...(bills.letOff === '0.00' ? [] : [{ label: texts.letOff, amount: bills.letOff, kind: 'sub' as const }]),
    { label: texts.unpaid, amount: bills.unpaid, kind: 'sub' },
  ];
}

function buildingBar(m: Messages, { buildings, rate }: BuildingRate): { label: string; value: string; share: string; title: string } {
  const [first = ''] = buildings;
  const label = buildings.length === 1 ? m.statement.fees.building(first) : m.statement.fees.mergedName(buildings.length);
  return { label, value: formatRate(rate), share: rate, title: m.list(buildings.map(m.statement.fees.building)) };
}

/** The steps that carry money, between the first and the last, which are always shown. */
function bridgeLines(m: Messages, bridge: FeeBridge): MoneyLine[] {
  const texts = m.statement.fees;
  const steps = (['toPrepayment', 'lateFees', 'prepaymentApplied', 'found', 'clearedByFirm', 'bounced', 'reallocated'] as const).filter(
    (step) => bridge[step] !== '0.00',
  );
  return [
    { label: texts.receivedForFees, amount: bridge.receivedForFees },
    ...steps.map((step): MoneyLine => ({ label: texts[step], amount: bridge[step] })),
    { label: texts.collectedEnd, amount: bridge.collected, kind: 'total' },
  ];
}
