import { Injectable } from '@nestjs/common';
import { daysBetween, lastDay, Money, type AccountingPeriod, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { ReconciliationQueries, reconciliationState, type ReconciliationFacts, type ReconciliationView } from '../../../modules/bank/index.js';
import { Parties } from '../../../modules/identity/index.js';
import { MonthReconciliations, type CloseChecklistView } from '../../../modules/settlement/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { ReconciliationSheetView, Signature } from './reconciliation-sheet.js';

/** Reads reconciliations for the pages of those who prepare and those who sign. */
@Injectable()
export class ReconciliationViews {
  constructor(
    private readonly parties: Parties,
    private readonly months: MonthReconciliations,
    private readonly queries: ReconciliationQueries,
  ) {}

  /** One that was prepared, as it was. A pending one that something has outdated says so. */
  async prepared(tx: Tx, view: ReconciliationView): Promise<ReconciliationSheetView> {
    const state = reconciliationState(view);
    const pending = state === 'PREPARED' || state === 'SIGNED' ? await this.months.pending(tx, view.month) : null;
    const { fundCash, documentClaims } = view;
    return {
      ...figuresOf(view, { books: fundCash, documents: documentClaims, equal: true }),
      state: pending?.view.id === view.id ? pending.state : state,
      prepared: await this.signature(tx, { by: view.preparedBy, for: view.preparedFor, at: view.preparedAt }),
      signed:
        view.signedBy === null || view.signedFor === null || view.signedAt === null
          ? null
          : await this.signature(tx, { by: view.signedBy, for: view.signedFor, at: view.signedAt }),
      sha256: view.sha256,
    };
  }

  /** A month as it stands: what is pending while it counts, else what would be prepared now. */
  async ofMonth(tx: Tx, month: AccountingPeriod, checklist: CloseChecklistView): Promise<ReconciliationSheetView> {
    const pending = await this.months.pending(tx, month);
    if (pending && pending.state !== 'OUTDATED') return this.prepared(tx, pending.view);
    const facts = await this.months.facts(tx, month);
    const { bankBalance, funds, fundCash: books, documentClaims: documents, apart } = checklist;
    const legs = { books, documents, equal: apart === null };
    const figures = figuresOf(facts ?? { month, bankBalance, funds, claims: [], outstanding: [] }, legs);
    return { ...figures, state: pending ? 'OUTDATED' : 'NONE', prepared: null, signed: null, sha256: null };
  }

  /** The last one of a month that a close rests on. */
  closed(tx: Tx, month: AccountingPeriod): Promise<ReconciliationView | null> {
    return this.queries.byMonth(tx, month);
  }

  private async signature(tx: Tx, { by, for: organisation, at }: { by: PersonId; for: OrganisationId; at: Instant }): Promise<Signature> {
    return { organisation: (await this.parties.organisation(tx, organisation)).shortName, person: (await this.parties.person(tx, by)).name, at };
  }
}

function figuresOf(
  facts: Pick<ReconciliationFacts, 'month' | 'bankBalance' | 'funds' | 'claims' | 'outstanding'>,
  { books, documents, equal }: { books: Money; documents: Money; equal: boolean },
): Pick<ReconciliationSheetView, 'legs' | 'claims' | 'outstanding'> {
  const end = lastDay(facts.month);
  return {
    legs: {
      bank: facts.bankBalance.toString(),
      books: books.toString(),
      documents: documents.toString(),
      equal,
      funds: facts.funds.map(({ fund, cash, claims }) => ({ fund, cash: cash.toString(), claims: claims.toString() })),
    },
    claims: facts.claims.map(({ account, fund, amount }) => ({ account, fund, amount: amount.toString() })),
    outstanding: facts.outstanding.map(({ kind, fund, reference, since, amount }) => ({
      kind,
      fund,
      reference,
      since,
      days: since === null ? null : daysBetween(since, end),
      amount: amount.toString(),
    })),
  };
}
