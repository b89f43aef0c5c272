import type { JSX } from 'preact';
import { spanOf, type StatementSnapshot } from '../../../modules/statements/index.js';
import { Layout } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { CheckSection } from './check-section.js';
import { CommonIncomeCard, MaintenanceCard, UsesCard } from './common-income-section.js';
import { DataSection, PartiesSection } from './data-section.js';
import { FeesCard } from './fees-section.js';
import { FirmDuesCard, tellsFirmDues } from './firm-dues-section.js';
import { Headline } from './headline.js';
import { HistorySection } from './history-section.js';
import { LeftSection } from './left-section.js';
import { BooksSection, FlowSection, SpentSection } from './money-section.js';
import { PayoutsSection } from './payouts-section.js';
import { wordsFor } from './period-words.js';
import { ServiceCard } from './service-section.js';
import { YearServiceCard } from './year-service-section.js';

export interface StatementPageProps {
  readonly m: Messages;
  readonly snapshot: StatementSnapshot;
  /** SHA-256 of the snapshot's bytes: the page prints it and depends on nothing else, so that it can be rendered once and kept. */
  readonly sha256: string;
}

/** A published statement, from the equation at the top to the fingerprint at the bottom. The same snapshot always gives the same bytes. */
export function StatementPage({ m: words, snapshot, sha256 }: StatementPageProps): JSX.Element {
  const { sections, period, community } = snapshot;
  const { kind } = spanOf(period);
  const m = wordsFor(words, kind);
  const during = m.span(period);
  const isYear = kind === 'YEAR';
  const { cover, maintenance, firmDues } = sections;
  return (
    <Layout
      m={m}
      title={m.statement.pageTitle(cover.name, during)}
      description={m.statement.sentence(formatMoney(cover.received), formatMoney(cover.paid), formatMoney(cover.closing))}
      mark={{ name: cover.name, tagline: m.brand.tagline, href: `${m.base}/p/${community}` }}
      path={`/p/${community}/${period}`}
      footer={<p>{m.statement.footer(m.date(cover.to))}</p>}
    >
      <Headline m={m} snapshot={snapshot} />
      <BooksSection m={m} money={sections.money} />
      <SpentSection m={m} sections={sections} />
      <FlowSection m={m} money={sections.money} isYear={isYear} />
      <PayoutsSection m={m} payouts={sections.payouts} returned={sections.returned ?? []} />
      <LeftSection m={m} balance={sections.balance} />
      <div class="pair">
        <FeesCard m={m} fees={sections.fees} during={during} isYear={isYear} />
        <CommonIncomeCard m={m} income={sections.commonIncome} during={during} />
      </div>
      {maintenance !== undefined && (
        <div class="pair">
          <UsesCard m={m} uses={sections.commonIncome.uses ?? []} />
          <MaintenanceCard m={m} maintenance={maintenance} />
        </div>
      )}
      {tellsFirmDues(firmDues) && <FirmDuesCard m={m} dues={firmDues} during={during} />}
      {sections.quarters !== undefined && <YearServiceCard m={m} quarters={sections.quarters} />}
      {sections.service !== null && <ServiceCard m={m} service={sections.service} />}
      {sections.money.history.length > 1 && <HistorySection m={m} history={sections.money.history} />}
      <CheckSection m={m} reconciliation={sections.reconciliation} />
      <div class="pair">
        <PartiesSection m={m} cover={cover} />
        <DataSection m={m} snapshot={snapshot} sha256={sha256} />
      </div>
      <div class="stamps">
        {m.statement.stamps.map((stamp) => (
          <div key={stamp}>{stamp}</div>
        ))}
      </div>
    </Layout>
  );
}
