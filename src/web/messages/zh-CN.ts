import { accessZhCN } from './access.zh-CN.js';
import { accountZhCN } from './account.zh-CN.js';
import { correctionsZhCN } from './corrections.zh-CN.js';
import { billRefusalsZhCN } from './bill-refusals.zh-CN.js';
import { billingZhCN } from './billing.zh-CN.js';
import { bankAccountsZhCN } from './bank-accounts.zh-CN.js';
import { bankImportZhCN } from './bank-import.zh-CN.js';
import { bankLineZhCN } from './bank-line.zh-CN.js';
import { booksZhCN } from './books.zh-CN.js';
import { channelsZhCN } from './channels.zh-CN.js';
import { discountEndsZhCN } from './discount-ends.zh-CN.js';
import { firmDuesZhCN } from './firm-dues.zh-CN.js';
import { disputesZhCN } from './disputes.zh-CN.js';
import { commonZhCN } from './common.zh-CN.js';
import { decisionsZhCN } from './decisions.zh-CN.js';
import { firmZhCN } from './firm.zh-CN.js';
import { handoverZhCN } from './handover.zh-CN.js';
import { waiverUndoZhCN } from './waiver-undo.zh-CN.js';
import { workZhCN } from './work.zh-CN.js';
import { openingZhCN } from './opening.zh-CN.js';
import { paperRefundsZhCN } from './paper-refunds.zh-CN.js';
import { partsZhCN } from './parts.zh-CN.js';
import { collectedZhCN } from './collected.zh-CN.js';
import { leasesZhCN } from './leases.zh-CN.js';
import { ownersZhCN } from './owners.zh-CN.js';
import { peopleZhCN } from './people.zh-CN.js';
import { payeesZhCN } from './payees.zh-CN.js';
import { matchingZhCN } from './matching.zh-CN.js';
import { payoutsZhCN } from './payouts.zh-CN.js';
import { incomeZhCN } from './income.zh-CN.js';
import { publicZhCN } from './public.zh-CN.js';
import { publicContractZhCN } from './public-contract.zh-CN.js';
import { receiptsZhCN } from './receipts.zh-CN.js';
import { confirmationsZhCN } from './confirmations.zh-CN.js';
import { resolutionsZhCN } from './resolutions.zh-CN.js';
import { signingZhCN } from './signing.zh-CN.js';
import { reconcileZhCN } from './reconcile.zh-CN.js';
import { reopenZhCN } from './reopen.zh-CN.js';
import { statementZhCN } from './statement.zh-CN.js';
import { scoreZhCN } from './score.zh-CN.js';
import { serviceZhCN } from './service.zh-CN.js';
import { surveyZhCN } from './survey.zh-CN.js';
import { workbenchZhCN } from './workbench.zh-CN.js';
import { budgetZhCN } from './budget.zh-CN.js';
import { contractZhCN } from './contract.zh-CN.js';
import { votesZhCN } from './votes.zh-CN.js';
import { yearZhCN } from './year.zh-CN.js';

/** The texts of the pages in Chinese, the language they are written in first. */
export const zhCN = {
  ...commonZhCN,
  access: accessZhCN,
  account: accountZhCN,
  people: peopleZhCN,
  owners: ownersZhCN,
  statement: statementZhCN,
  score: scoreZhCN,
  service: serviceZhCN,
  survey: surveyZhCN,
  paperRefunds: paperRefundsZhCN,
  parts: partsZhCN,
  public: publicZhCN,
  publicContract: publicContractZhCN,
  workbench: workbenchZhCN,
  firm: firmZhCN,
  bankLine: bankLineZhCN,
  books: booksZhCN,
  billRefusals: billRefusalsZhCN,
  billing: billingZhCN,
  corrections: correctionsZhCN,
  waiverUndo: waiverUndoZhCN,
  feeReceipts: receiptsZhCN,
  confirmations: confirmationsZhCN,
  resolutions: resolutionsZhCN,
  signing: signingZhCN,
  contract: contractZhCN,
  votes: votesZhCN,
  budget: budgetZhCN,
  decisions: decisionsZhCN,
  income: incomeZhCN,
  opening: openingZhCN,
  work: workZhCN,
  handover: handoverZhCN,
  leases: leasesZhCN,
  collected: collectedZhCN,
  payees: payeesZhCN,
  matching: matchingZhCN,
  reconcile: reconcileZhCN,
  reopen: reopenZhCN,
  year: yearZhCN,
  payouts: payoutsZhCN,
  bankAccounts: bankAccountsZhCN,
  bankImport: bankImportZhCN,
  channels: channelsZhCN,
  disputes: disputesZhCN,
  discountEnds: discountEndsZhCN,
  firmDues: firmDuesZhCN,
} as const;
