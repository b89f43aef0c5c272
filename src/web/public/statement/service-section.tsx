import type { ComponentChildren, JSX } from 'preact';
import { Money, Rate, type AccountingPeriod } from '../../../kernel/index.js';
import { bandReached, type AssessmentResult, type ServiceSection } from '../../../modules/statements/index.js';
import { Card, DataTable, MoneyLines, StatusTag, type Row } from '../../components/index.js';
import { formatMoney, formatPercent, formatPoints } from '../../format.js';
import type { Messages } from '../../messages/index.js';

type Props = { readonly m: Messages; readonly service: ServiceSection };
type WithResult = Props & { readonly result: AssessmentResult };

/** From the fees collected to what the firm is paid, as a reckoning that a resident can repeat with a calculator. */
export function ServiceCard({ m, service }: Props): JSX.Element {
  const texts = m.statement.service;
  const { result } = service;
  return (
    <Card id="service" title={texts.title} note={texts.intro(m.quarter(service.quarter))}>
      <p>
        {result === null ? (
          <StatusTag tone="due">{texts.underWay}</StatusTag>
        ) : (
          <>
            <StatusTag tone="done">{texts.final}</StatusTag> {texts.finalOn(m.date(result.finalOn))}
          </>
        )}
      </p>
      <ol class="reckon">
        <MoneySteps m={m} service={service} />
        {result !== null && <ScoreStep m={m} service={service} result={result} />}
        {result !== null && <BandStep m={m} service={service} result={result} />}
        {result !== null && <ReleaseStep m={m} service={service} result={result} />}
      </ol>
      {result === null && (
        <>
          <p>{texts.waiting}</p>
          <h3>{texts.bands}</h3>
          <Rule m={m} service={service} />
        </>
      )}
      <div class="funds">
        <Months m={m} service={service} />
        {service.staffing.length > 0 && <Staffing m={m} service={service} />}
      </div>
    </Card>
  );
}

/** Steps 1 to 3: the fees, the part withheld, the rest. Of the whole quarter once it is final, else of its months so far. */
function MoneySteps({ m, service }: Props): JSX.Element {
  const texts = m.statement.service;
  const figures = service.result ?? service.quarterToDate;
  const [entitlement, base, withheld] = [figures.entitlement, figures.base, figures.withheld].map(formatMoney) as [string, string, string];
  const percent = formatPercent(service.shareAtRisk);
  const months = service.result === null ? m.list(service.months.map((month) => m.monthOnly(month.period))) : m.quarter(service.quarter);
  return (
    <>
      <Step title={texts.collectedStep}>{(service.basis === 'COLLECTED' ? texts.collected : texts.billed)(months, entitlement)}</Step>
      <Step title={texts.withheldStep(percent)}>{texts.withheld(entitlement, percent, withheld)}</Step>
      <Step title={texts.baseStep}>{texts.base(entitlement, withheld, base)}</Step>
    </>
  );
}

function Step({ title, children }: { readonly title: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <li>
      <b class="sum">{title}</b>
      {children}
    </li>
  );
}

function ScoreStep({ m, result }: WithResult): JSX.Element {
  const texts = m.statement.service;
  const adjusted = !Rate.parse(result.adjustment).isZero;
  const rows: Row[] = [
    ...result.components.map((part): Row => ({
      key: part.name,
      cells: [part.name, part.score === null ? texts.notCounted : formatPoints(part.score), formatPercent(part.weight), shortest(part.points)],
    })),
    ...(adjusted ? [{ key: 'adjustment', cells: [texts.adjustment, '', '', shortest(result.adjustment)] }] : []),
    { key: 'total', cells: [texts.scoreTotal, '', '', result.score], kind: 'total' },
  ];
  return (
    <Step title={texts.scoreStep(result.score)}>
      <DataTable
        caption={texts.component}
        captionHidden
        short
        columns={[
          { label: texts.component },
          { label: texts.points, numeric: true },
          { label: texts.weight, numeric: true },
          { label: texts.weighted, numeric: true },
        ]}
        rows={rows}
      />
      {result.selfEvaluation !== null && <p class="note">{texts.self(formatPoints(result.selfEvaluation))}</p>}
    </Step>
  );
}

/** Weighted points as they are, at least two decimals: what is rounded in print would not add up to the score. */
function shortest(points: string): string {
  const exact = Rate.parse(points);
  return exact.rounded(2).equals(exact) ? exact.toFixed(2) : exact.toString();
}

function BandStep({ m, service, result }: WithResult): JSX.Element {
  const texts = m.statement.service;
  return (
    <Step title={texts.bandStep}>
      {texts.bandFound(result.score, formatPercent(result.share))} {result.lowered > 0 && texts.lowered(result.lowered)}
      <Rule m={m} service={service} />
    </Step>
  );
}

/** What each band gives in yuan, so that the result can be compared with what it might have been. */
function Rule({ m, service }: Props): JSX.Element {
  const texts = m.statement.service;
  const { rule, result } = service;
  if (rule.kind === 'LINEAR') return <p>{texts.linear(rule.full)}</p>;
  const withheld = Money.parse((result ?? service.quarterToDate).withheld);
  const here = result === null ? -1 : bandReached(rule.bands, result.score, result.lowered);
  const last = rule.bands.length - 1;
  const rows = rule.bands.map((band, position): Row => {
    const range = position === 0 ? texts.bandTop(band.from) : position === last ? texts.bandBottom(band.to) : texts.bandBetween(band.from, band.to);
    const label = position === here ? `${range} · ${texts.bandHere}` : range;
    return {
      key: band.from,
      cells: [label, formatPercent(band.share), formatMoney(withheld.times(Rate.parse(band.share)).toString())],
      ...(position === here && { kind: 'here' as const }),
    };
  });
  return (
    <DataTable
      caption={texts.bands}
      captionHidden
      short
      columns={[{ label: texts.bandScore }, { label: texts.bandShare, numeric: true }, { label: texts.bandAmount, numeric: true }]}
      rows={rows}
    />
  );
}

function ReleaseStep({ m, result }: WithResult): JSX.Element {
  const texts = m.statement.service;
  const [withheld, released, deducted] = [result.withheld, result.released, result.deducted].map(formatMoney) as [string, string, string];
  const fines = result.fines === '0.00' ? [] : [{ label: texts.finesLine, amount: Money.parse(result.fines).negated().toString() }];
  return (
    <Step title={texts.releasedStep}>
      {texts.released(withheld, formatPercent(result.share), released)}
      <br />
      {texts.deducted(withheld, released, deducted)}
      {fines.length > 0 && texts.fines(formatMoney(result.fines))}
      <h3>{texts.total}</h3>
      <MoneyLines
        lines={[
          { label: texts.baseLine, amount: result.base },
          { label: texts.releasedLine, amount: result.released },
          ...fines,
          { label: texts.netLine, amount: result.net, kind: 'total' },
          { label: texts.deductedLine, amount: result.deducted, kind: 'sub' },
        ]}
      />
    </Step>
  );
}

function Months({ m, service }: Props): JSX.Element {
  const texts = m.statement.service;
  const cells = (label: string, part: { entitlement: string; base: string; withheld: string }): Row['cells'] => [
    label,
    formatMoney(part.entitlement),
    formatMoney(part.base),
    formatMoney(part.withheld),
  ];
  return (
    <div>
      <h3>{texts.monthly}</h3>
      <DataTable
        caption={texts.monthly}
        captionHidden
        columns={[
          { label: texts.monthHead },
          { label: texts.entitlementHead, numeric: true },
          { label: texts.baseHead, numeric: true },
          { label: texts.withheldHead, numeric: true },
        ]}
        rows={[
          ...service.months.map((month): Row => ({ key: month.period, cells: cells(m.month(month.period satisfies AccountingPeriod), month) })),
          { key: 'total', cells: cells(texts.quarterTotal, service.quarterToDate), kind: 'total' },
        ]}
      />
    </div>
  );
}

function Staffing({ m, service }: Props): JSX.Element {
  const texts = m.statement.service;
  const people = (count: number | null): string => (count === null ? m.statement.detail.none : texts.people(count));
  return (
    <div>
      <h3>{texts.staffing}</h3>
      <DataTable
        caption={texts.staffing}
        captionHidden
        short
        columns={[{ label: texts.post }, { label: texts.promised, numeric: true }, { label: texts.present, numeric: true }]}
        rows={service.staffing.map((post): Row => ({ key: post.post, cells: [post.post, people(post.promised), people(post.present)] }))}
      />
    </div>
  );
}
