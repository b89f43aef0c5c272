import type { CollectedView } from '../application/collected-queries.js';
import type { ClaimView, UseRuleView } from '../application/claim-views.js';
import type { DepositView } from '../application/deposit-queries.js';
import type { MaintenanceProposal } from '../domain/maintenance.js';

/** A claim on common income as the API shows it. */
export class ClaimResponse {
  number!: string;
  kind!: string;
  state!: string;
  fund!: string;
  amount!: string;
  payee!: string;
  lease!: string | null;
  asset!: string | null;
  period!: string;
  description!: string;
  costCode!: string | null;
  invoiceNo!: string | null;
  resolution!: string | null;
  /** What the amount was computed from, where it was. */
  figures!: Readonly<Record<string, string>> | null;
  evidence!: { sha256: string; name: string }[];
  askedOn!: string;
  decidedOn!: string | null;
  reason!: string | null;
  entrySeq!: number | null;
  /** When what was to be passed on was taken back, why, and the entry of the books. */
  takenBack!: { on: string; reason: string; entrySeq: number } | null;

  static from(view: ClaimView): ClaimResponse {
    const { number, kind, state, fund, lease, asset, period, description, costCode, invoiceNo, figures, askedOn, decidedOn, reason, entrySeq } = view;
    const same = { number, kind, state, fund, lease, asset, period, description, costCode, invoiceNo, figures, askedOn, decidedOn, reason, entrySeq };
    return Object.assign(new ClaimResponse(), same, {
      amount: view.amount.toString(),
      payee: view.payeeName,
      resolution: view.resolutionNumber,
      evidence: view.papers.map(({ sha256, name }) => ({ sha256, name })),
      takenBack: view.takenBack,
    });
  }
}

/** A rule for the use of common income; `share` as a decimal. */
export class UseRuleResponse {
  resolution!: string;
  share!: string;
  basis!: string;
  reaches!: string | null;
  keeps!: string | null;
  from!: string;
  to!: string | null;

  static from({ resolutionNumber, share, basis, reaches, keeps, from, to }: UseRuleView): UseRuleResponse {
    const stops = { reaches: reaches?.toString() ?? null, keeps: keeps?.toString() ?? null };
    return Object.assign(new UseRuleResponse(), { resolution: resolutionNumber, share: share.toString(), basis, ...stops, from, to });
  }
}

/** What a rule gives for a period, with every figure; `free` is what is available and not payable already. */
export class MaintenanceResponse {
  income!: string;
  cost!: string;
  tax!: string;
  net!: string;
  byShare!: string;
  dueBefore!: string;
  free!: string;
  amount!: string;
  stop!: 'NONE' | 'REACHED' | 'KEPT';

  static from({ stop, ...figures }: MaintenanceProposal): MaintenanceResponse {
    const { income, cost, tax, net, byShare, dueBefore, free, amount } = figures;
    const texts = Object.fromEntries(
      Object.entries({ income, cost, tax, net, byShare, dueBefore, free, amount }).map(([name, value]) => [name, value.toString()]),
    );
    return Object.assign(new MaintenanceResponse(), texts, { stop });
  }
}

/** A deposit of a lessee. The payer's name is for those who may read names. */
export class DepositResponse {
  id!: number;
  payer!: string | null;
  lease!: string | null;
  words!: string;
  amount!: string;
  released!: string;
  held!: string;
  receivedOn!: string;

  static from({ id, payerName, lease, words, amount, released, held, receivedOn }: DepositView, see: { wholeName: boolean }): DepositResponse {
    const money = { amount: amount.toString(), released: released.toString(), held: held.toString() };
    return Object.assign(new DepositResponse(), { id, payer: see.wholeName ? payerName : null, lease, words, ...money, receivedOn });
  }
}

/** What came in for a payee and what of it is held, in yuan. */
export class CollectedResponse {
  payee!: string;
  name!: string;
  received!: string;
  passedOn!: string;
  held!: string;
  /** The day of the oldest money that is held. */
  heldSince!: string | null;

  static from({ payee, name, received, passedOn, held, heldSince }: CollectedView): CollectedResponse {
    const money = { received: received.toString(), passedOn: passedOn.toString(), held: held.toString() };
    return Object.assign(new CollectedResponse(), { payee, name, ...money, heldSince });
  }
}
