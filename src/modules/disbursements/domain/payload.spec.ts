import { accountingPeriod, instant, Money, type CommunityId, type Id, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { payloadHash, payloadText, type PayoutPayload } from './payload.js';

const payload: PayoutPayload = {
  communityId: 1 as CommunityId,
  number: 'BF2024-0001',
  revision: 1,
  source: { kind: 'BASE', period: accountingPeriod('2024-01') },
  account: { code: '2101', holder: { type: 'firm', id: 4 } },
  papers: null,
  fund: 'SVC',
  amount: Money.parse('40398.59'),
  alreadyAsked: Money.zero,
  slots: ['OWNER_SIDE', 'REGULATOR', 'SUPERVISOR'],
  count: null,
  contract: { number: 'RYXC-WY-2024-01', versionNo: 1, firmId: 4 as OrganisationId },
  payee: {
    id: 12 as Id<'payee_account'>,
    version: 1,
    bankName: '嘉兴秀湖银行城东支行',
    accountNo: '9903000000000001',
    accountName: '嘉兴市久旺物业管理有限公司',
  },
  submitter: { organisationId: 4 as OrganisationId, personId: 6 as PersonId },
  submittedAt: instant('2024-02-18T09:00:00+08:00'),
};
const hashOf = (changed: Partial<PayoutPayload>) => payloadHash(payloadText({ ...payload, ...changed }));

describe('payload of a payout', () => {
  it('has one text, sorted and without white space, that anybody can hash again', () => {
    expect(payloadText(payload)).toBe(
      '{"account":{"code":"2101","holder":{"id":4,"type":"firm"}},"alreadyAsked":"0.00","amount":"40398.59","compound":1,"contract":{"firm":4,"number":"RYXC-WY-2024-01","version":1},"fund":"SVC","number":"BF2024-0001","papers":null,' +
        '"payee":{"account":12,"accountName":"嘉兴市久旺物业管理有限公司","accountNo":"9903000000000001","bankName":"嘉兴秀湖银行城东支行","version":1},"revision":1,"slots":["OWNER_SIDE","REGULATOR","SUPERVISOR"],' +
        '"source":{"kind":"BASE","period":"2024-01"},"submittedAt":"2024-02-18T01:00:00.000Z","submitter":{"organisation":4,"person":6},"t":"mingbai.payout/2"}',
    );
    expect(hashOf({})).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Partial<PayoutPayload>]>([
    ['amount', { amount: Money.parse('40398.58') }],
    ['source', { source: { kind: 'BASE', period: accountingPeriod('2024-02') } }],
    ['payee account', { payee: { ...payload.payee, accountNo: '9903000000000002' } }],
    ['version of the payee account', { payee: { ...payload.payee, version: 2 } }],
    ['account of the books', { account: { code: '2104', holder: { type: 'payee', id: 4 } } }],
    ['papers', { papers: { words: '', invoiceNo: null, documents: [], resolutionNo: null } }],
    ['account that money goes back to', { payee: { ...payload.payee, id: null, version: null } }],
    ['contract version', { contract: { ...payload.contract, versionNo: 2 } }],
    ['what its source was asked for before', { alreadyAsked: Money.parse('0.01') }],
    ['approvals that it needs', { slots: ['OWNER_SIDE', 'REGULATOR'] }],
    ['number of approvals that are enough', { count: 2 }],
    ['submitter', { submitter: { ...payload.submitter, personId: 7 as PersonId } }],
    ['number', { number: 'BF2024-0002' }],
    ['revision, even when nothing else was edited', { revision: 2 }],
  ])('has another hash after an edit of the %s', (_, changed) => {
    expect(hashOf(changed)).not.toBe(hashOf({}));
  });
});
