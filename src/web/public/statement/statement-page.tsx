import type { JSX } from 'preact';
import type { StatementSnapshot } from '../../../modules/statements/index.js';
import { Layout } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { CheckSection } from './check-section.js';
import { CommonIncomeCard } from './common-income-section.js';
import { DataSection, PartiesSection } from './data-section.js';
import { FeesCard } from './fees-section.js';
import { Headline } from './headline.js';
import { HistorySection } from './history-section.js';
import { LeftSection } from './left-section.js';
import { BooksSection, FlowSection, SpentSection } from './money-section.js';
import { PayoutsSection } from './payouts-section.js';
import { ServiceCard } from './service-section.js';

export interface StatementPageProps {
  readonly m: Messages;
  readonly snapshot: StatementSnapshot;
  /** SHA-256 of the snapshot's bytes: the page prints it and depends on nothing else, so that it can be rendered once and kept. */
  readonly sha256: string;
}

/** A published statement, from the equation at the top to the fingerprint at the bottom. The same snapshot always gives the same bytes. */
export function StatementPage({ m, snapshot, sha256 }: StatementPageProps): JSX.Element {
  const { sections, period, community } = snapshot;
  const month = m.month(period);
  const { cover } = sections;
  return (
    <Layout
      m={m}
      title={m.statement.pageTitle(cover.name, month)}
      description={m.statement.sentence(formatMoney(cover.received), formatMoney(cover.paid), formatMoney(cover.closing))}
      mark={{ name: cover.name, tagline: m.brand.tagline, href: `${m.base}/p/${community}` }}
      path={`/p/${community}/${period}`}
      footer={<p>{m.statement.footer(m.date(cover.to))}</p>}
    >
      <Headline m={m} snapshot={snapshot} />
      <BooksSection m={m} money={sections.money} />
      <SpentSection m={m} sections={sections} />
      <FlowSection m={m} money={sections.money} />
      <PayoutsSection m={m} payouts={sections.payouts} />
      <LeftSection m={m} balance={sections.balance} />
      <div class="pair">
        <FeesCard m={m} fees={sections.fees} month={month} />
        <CommonIncomeCard m={m} income={sections.commonIncome} during={month} />
      </div>
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
