import type { Actor, Role } from './actor.js';
import { DomainError } from './domain-error.js';

/**
 * Who may do what in a compound (domain.md 1): the one table. A role that is not named may not.
 * The firm never approves; bookkeeper and cashier are never the same person (会计法 Art 35).
 */
export const permissions = {
  'access-log.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'AUDITOR'],
  'book.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'community.manage': ['COMMUNITY', 'CENTRE'],
  // into the own organisation alone; books, cash and audit by the community and the centre
  'member.invite': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM'],
  // another body than the one that appoints: domain/invitation.ts
  'member.confirm': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'],
  'member.end': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM'],
  'unit.issue-code': ['COMMITTEE', 'COMMUNITY', 'BOOKKEEPER'],
  'member.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'AUDITOR'],
  'contract.manage': ['COMMUNITY', 'COMMITTEE'],
  'contract.sign': ['COMMITTEE', 'COMMUNITY', 'FIRM'],
  // who takes which step: domain/contract-step.ts
  'contract.step': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'FIRM'],
  'contract.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'evidence.store': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER'],
  'evidence.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'evidence.read-all': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  // with the place and the telephone that a photo names; each time in the access log
  'evidence.read-original': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'AUDITOR'],
  'resolution.record': ['COMMITTEE', 'COMMUNITY'],
  'resolution.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  // budgets too: whether the paper says so, or it is taken back
  'resolution.confirm': ['COMMUNITY', 'CENTRE', 'STREET'],
  'resolution.answer': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'],
  'budget.adopt': ['COMMITTEE', 'COMMUNITY'],
  'budget.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'vote.hold': ['COMMITTEE', 'COMMUNITY'],
  // never those who held the vote: another organisation
  'vote.confirm': ['COMMUNITY', 'CENTRE', 'STREET'],
  'vote.cancel': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'],
  'vote.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  // how a household voted is not for the firm
  'vote.read-ballots': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'],
  // whoever registers payees fills no approval slot
  'payee.manage': ['BOOKKEEPER'],
  'payee.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'substitution.confirm': ['STREET'],
  'unit.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'FIRM', 'BOOKKEEPER', 'AUDITOR'],
  'unit.read-owner-name': ['BOOKKEEPER', 'AUDITOR'],
  // one name, with a reason, each time
  'unit.reveal-owner': ['COMMITTEE', 'COMMUNITY'],
  'fee.bill': ['BOOKKEEPER'],
  'fee.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  // why a household is let off: not for the firm, nor for whoever pays out
  'fee.read-reasons': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'BOOKKEEPER', 'AUDITOR'],
  'fee.reallocate': ['BOOKKEEPER'],
  'fee.refund': ['BOOKKEEPER'],
  'fee.refund-confirm': ['COMMITTEE', 'COMMUNITY', 'CENTRE'],
  'firm-due.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'FIRM', 'BOOKKEEPER', 'AUDITOR'],
  'firm-due.record': ['BOOKKEEPER'],
  'firm-due.penalise': ['COMMITTEE', 'COMMUNITY', 'CENTRE'],
  'firm-due.write-off': ['BOOKKEEPER'],
  'firm-dispute.ask': ['COMMITTEE', 'COMMUNITY'],
  'firm-dispute.ask-decision': ['COMMITTEE', 'COMMUNITY', 'FIRM'],
  'firm-dispute.answer': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'FIRM'],
  'firm-dispute.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'AUDITOR'],
  'fee.manage': ['BOOKKEEPER'],
  'discount.decide': ['COMMITTEE', 'COMMUNITY'],
  'waiver.request': ['BOOKKEEPER'],
  'waiver.decide': ['COMMITTEE', 'COMMUNITY'],
  'arrears.read': ['COMMITTEE', 'COMMUNITY', 'FIRM', 'BOOKKEEPER', 'AUDITOR'],
  'arrears.remind': ['BOOKKEEPER'],
  'unit.change-owner': ['BOOKKEEPER'],
  'unit.ask-correction': ['BOOKKEEPER'],
  // what bills are made by is not changed by whoever makes them
  'unit.correct': ['COMMITTEE', 'COMMUNITY'],
  'lease.manage': ['BOOKKEEPER'],
  'lease.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'claim.ask': ['FIRM', 'BOOKKEEPER'],
  'claim.ask-spending': ['BOOKKEEPER'],
  'claim.decide': ['COMMITTEE', 'COMMUNITY'],
  'claim.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'tax.record': ['BOOKKEEPER'],
  'use-rule.record': ['COMMITTEE', 'COMMUNITY'],
  'deposit.give-back': ['BOOKKEEPER'],
  'deposit.keep': ['COMMITTEE', 'COMMUNITY'],
  'deposit.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'collected.pass-on': ['BOOKKEEPER'],
  'collected.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'bank.import': ['BOOKKEEPER'],
  'bank.match': ['BOOKKEEPER'],
  'suspense.return': ['BOOKKEEPER'],
  'suspense.confirm-return': ['COMMITTEE', 'COMMUNITY', 'CENTRE'],
  'account-change.ask': ['COMMITTEE', 'COMMUNITY'],
  'account-change.answer': ['COMMITTEE', 'COMMUNITY', 'CENTRE'],
  'bank.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  'handover.make': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'BOOKKEEPER'],
  'opening.prepare': ['BOOKKEEPER'],
  'opening.sign': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'FIRM'],
  'opening.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'AUDITOR'],
  'reconciliation.prepare': ['BOOKKEEPER'],
  'reconciliation.sign': ['COMMITTEE', 'COMMUNITY', 'CENTRE'],
  'period.close': ['BOOKKEEPER'],
  'period.reopen': ['BOOKKEEPER'],
  'period.confirm-reopening': ['COMMITTEE', 'COMMUNITY', 'CENTRE'],
  'entry.reverse': ['BOOKKEEPER'],
  'assessment.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'AUDITOR'],
  'assessment.open': ['COMMITTEE', 'COMMUNITY', 'CENTRE'],
  'assessment.self-evaluate': ['FIRM'],
  // of the own sheet, until it is handed in
  'assessment.draft': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'FIRM'],
  'assessment.inspect': ['COMMITTEE', 'COMMUNITY', 'CENTRE'],
  // a survey among the households; papers count when another organisation has counted them too
  'survey.run': ['COMMITTEE', 'COMMUNITY'],
  'survey.confirm': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'],
  // the owner side too, so that no request is left out; only the firm answers
  'repair.record': ['COMMITTEE', 'COMMUNITY', 'FIRM'],
  'repair.respond': ['FIRM'],
  'repair.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'AUDITOR'],
  'attendance.check': ['COMMITTEE', 'COMMUNITY', 'CENTRE'],
  'attendance.roster': ['FIRM'],
  'attendance.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'AUDITOR'],
  'assessment.safety-event': ['CENTRE'],
  'assessment.score': ['CENTRE'],
  'assessment.appeal': ['FIRM'],
  'assessment.review': ['CENTRE'],
  'assessment.void': ['CENTRE'],
  'assessment.finalise': ['CENTRE'],
  'assessment.decide-later': ['CENTRE'],
  'disbursement.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'BOOKKEEPER', 'CASHIER', 'AUDITOR'],
  // the firm for what it earns, the bookkeeper for what documents give; `ask` is either
  'disbursement.ask': ['FIRM', 'BOOKKEEPER'],
  'disbursement.submit': ['FIRM'],
  'disbursement.prepare': ['BOOKKEEPER'],
  'disbursement.decide': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'],
  'key.ask': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET'],
  // the firm is a party of the account and says whose key it is; it approves nothing by that
  'key.confirm': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM'],
  'key.read': ['COMMITTEE', 'COMMUNITY', 'CENTRE', 'STREET', 'FIRM', 'AUDITOR'],
  'disbursement.instruct': ['CASHIER'],
  'disbursement.cancel': ['FIRM', 'COMMITTEE', 'COMMUNITY', 'BOOKKEEPER'],
  'statement.build': ['BOOKKEEPER'],
  'statement.publish': ['COMMITTEE', 'COMMUNITY'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** Whether any of the roles holds the permission. */
export function isAllowed(roles: readonly Role[], permission: Permission): boolean {
  const holders: readonly Role[] = permissions[permission];
  return roles.some((role) => holders.includes(role));
}

/** First line of a command: whichever door it came through. @throws NOT_ALLOWED */
export function assertAllowed(actor: Actor, permission: Permission): void {
  if (!isAllowed(actor.roles, permission)) throw new DomainError('NOT_ALLOWED');
}
