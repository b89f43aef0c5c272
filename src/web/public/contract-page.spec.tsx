import { readFileSync } from 'node:fs';
import { businessDate, accountingPeriod, type Id, type OrganisationId } from '../../kernel/index.js';
import { readContractTerms, type ContractTermsJson, type ContractVersionView } from '../../modules/contracts/index.js';
import { zhCN as m } from '../messages/index.js';
import { renderPage } from '../render.js';
import { ContractPage } from './contract-page.js';

const { terms } = JSON.parse(readFileSync('demo/contract.json', 'utf8')) as { terms: ContractTermsJson };
const [from, to] = [businessDate('2024-01-01'), businessDate('2026-12-31')];

function words(changes: Partial<ContractTermsJson>): string {
  const named = { contractId: 1 as Id<'contract'>, number: 'HT-1', firmId: 1 as OrganisationId, from, to, ends: to };
  const version = { versionId: 1 as Id<'contract_version'>, versionNo: 1, fromPeriod: accountingPeriod('2024-01'), signedOn: from, proposal: null };
  const present: ContractVersionView = { ...readContractTerms({ ...terms, ...changes }), ...named, ...version };
  const life = { ...named, firm: '某物业公司', terms: present, steps: [] };
  const view = { slug: 'a', communityName: '某小区', life, state: 'ACTIVE' as const, present, versions: [], others: [], demoTime: null };
  return renderPage(<ContractPage m={m} view={view} />)
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the contract for everybody', () => {
  it('says how a score pays by bands, or point by point', () => {
    expect(words({})).toMatch(/95 分及以上 100\.00 .* 不满 60 分 70\.00 没有付出去的归全体业主/);
    expect(words({ payoutRule: { kind: 'LINEAR', threshold: '85' } })).toContain('85 分及以上，留存的钱全付；每少 1 分，少付 1%。');
  });

  it('says who must sign: all, or so many with the owners’ side among them', () => {
    expect(words({})).toContain('超过 30,000.00 元 业主方、监管方、监督方都同意');
    const { small } = terms.approvalPolicy;
    const policy = { ...terms.approvalPolicy, small, largeCount: 2 };
    expect(words({ approvalPolicy: policy })).toContain('超过 30,000.00 元 业主方、监管方、监督方中有 2 方同意就够，其中必须有业主方');
  });

  it('says what the contract asks of a payment, what an event costs the firm, and that it names none', () => {
    expect(words({})).toMatch(/付款以前还要 在当年预算以内 物业公司先交发票 最近一次对账不超过 31 天/);
    expect(words({ gates: { budget: false, invoice: false, reconciledWithinDays: null } })).not.toContain('付款以前还要');
    expect(words({})).toContain('合同没有按事件约定金额。');
    const fines = [{ code: 'LATE', name: '<b>晚到</b>', amount: '1300.00' }];
    expect(words({ fines })).toMatch(/&lt;b>晚到&lt;\/b> 1,300\.00 一期合计不超过服务费的 10%/);
  });
});
