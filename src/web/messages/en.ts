import { accessEn } from './access.en.js';
import { accountEn } from './account.en.js';
import { correctionsEn } from './corrections.en.js';
import { billRefusalsEn } from './bill-refusals.en.js';
import { billingEn } from './billing.en.js';
import { bankAccountsEn } from './bank-accounts.en.js';
import { bankImportEn } from './bank-import.en.js';
import { bankLineEn } from './bank-line.en.js';
import { booksEn } from './books.en.js';
import { channelsEn } from './channels.en.js';
import { discountEndsEn } from './discount-ends.en.js';
import { firmDuesEn } from './firm-dues.en.js';
import { disputesEn } from './disputes.en.js';
import { commonEn } from './common.en.js';
import { decisionsEn } from './decisions.en.js';
import { firmEn } from './firm.en.js';
import { handoverEn } from './handover.en.js';
import { waiverUndoEn } from './waiver-undo.en.js';
import { workEn } from './work.en.js';
import { openingEn } from './opening.en.js';
import { paperRefundsEn } from './paper-refunds.en.js';
import { partsEn } from './parts.en.js';
import { collectedEn } from './collected.en.js';
import { leasesEn } from './leases.en.js';
import { ownersEn } from './owners.en.js';
import { peopleEn } from './people.en.js';
import { payeesEn } from './payees.en.js';
import { matchingEn } from './matching.en.js';
import { payoutsEn } from './payouts.en.js';
import { incomeEn } from './income.en.js';
import { publicEn } from './public.en.js';
import { publicContractEn } from './public-contract.en.js';
import { receiptsEn } from './receipts.en.js';
import { confirmationsEn } from './confirmations.en.js';
import { resolutionsEn } from './resolutions.en.js';
import { signingEn } from './signing.en.js';
import { reconcileEn } from './reconcile.en.js';
import { reopenEn } from './reopen.en.js';
import { statementEn } from './statement.en.js';
import { scoreEn } from './score.en.js';
import { serviceEn } from './service.en.js';
import { surveyEn } from './survey.en.js';
import type { Translated } from './translated.js';
import { workbenchEn } from './workbench.en.js';
import { budgetEn } from './budget.en.js';
import { contractEn } from './contract.en.js';
import { votesEn } from './votes.en.js';
import { yearEn } from './year.en.js';
import type { zhCN } from './zh-CN.js';

/** The texts of the pages in English. */
export const en: Translated<typeof zhCN> = {
  ...commonEn,
  access: accessEn,
  account: accountEn,
  people: peopleEn,
  owners: ownersEn,
  statement: statementEn,
  score: scoreEn,
  service: serviceEn,
  survey: surveyEn,
  paperRefunds: paperRefundsEn,
  parts: partsEn,
  public: publicEn,
  publicContract: publicContractEn,
  workbench: workbenchEn,
  firm: firmEn,
  bankLine: bankLineEn,
  books: booksEn,
  billRefusals: billRefusalsEn,
  billing: billingEn,
  corrections: correctionsEn,
  waiverUndo: waiverUndoEn,
  feeReceipts: receiptsEn,
  confirmations: confirmationsEn,
  resolutions: resolutionsEn,
  signing: signingEn,
  contract: contractEn,
  votes: votesEn,
  budget: budgetEn,
  decisions: decisionsEn,
  income: incomeEn,
  opening: openingEn,
  work: workEn,
  handover: handoverEn,
  leases: leasesEn,
  collected: collectedEn,
  payees: payeesEn,
  matching: matchingEn,
  reconcile: reconcileEn,
  reopen: reopenEn,
  year: yearEn,
  payouts: payoutsEn,
  bankAccounts: bankAccountsEn,
  bankImport: bankImportEn,
  channels: channelsEn,
  disputes: disputesEn,
  discountEnds: discountEndsEn,
  firmDues: firmDuesEn,
};
