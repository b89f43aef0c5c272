import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountingPeriod, BusinessDate, Quarter } from '../kernel/index.js';
import type { ContractTermsJson } from '../modules/contracts/index.js';
import type { AssignmentTarget } from '../modules/settlement/index.js';
import type { BudgetLine } from '../modules/resolutions/index.js';
import type { ErrandResolution, Errands } from './errands.js';
import type { BankFact, PayoutDays } from './facts.js';

interface Moment {
  readonly on: BusinessDate;
  readonly time: string;
  readonly by: string;
}

/** Somebody of a unit who joins by the code in its letter. */
export interface DemoOwner {
  readonly unit: string;
  readonly login: string;
  readonly name: string;
}

/** What happens besides the months and the quarters. */
export type Act = Moment &
  (
    | { readonly act: 'place'; readonly bank: BankFact; readonly target: AssignmentTarget; readonly reference: string | null }
    | { readonly act: 'import'; readonly bankFile: string }
    | ({ readonly act: 'joins' } & DemoOwner)
    | { readonly act: 'reveal'; readonly unit: string; readonly reason: string }
    | { readonly act: 'second-approval'; readonly period: AccountingPeriod }
    | { readonly act: 'import-again'; readonly bankFile: string }
    | { readonly act: 'late-fees'; readonly through: BusinessDate }
    | {
        readonly act: 'taking';
        readonly unit: string;
        readonly amount: string;
        readonly takenOn: BusinessDate;
        readonly reason: string;
        readonly document: string;
      }
    | { readonly act: 'offset'; readonly unit: string; readonly amount: string }
    | { readonly act: 'handed-over'; readonly unit: string; readonly bank: BankFact }
  );

/** When the people of the demo do what (demo/scenario.json). */
export interface Scenario {
  /** Who approves payouts from a day on, the owners' side first; it also publishes. */
  readonly approvers: readonly { readonly from: BusinessDate; readonly people: readonly string[] }[];
  /** Whose keys sign from a day on, and who confirms them. */
  readonly keys: readonly { readonly on: BusinessDate; readonly of: string; readonly confirmedBy: readonly string[] }[];
  readonly months: readonly {
    readonly month: AccountingPeriod;
    readonly bankFile: string;
    readonly importOn: BusinessDate;
    readonly closeOn: BusinessDate;
    readonly publishOn: BusinessDate;
    readonly basePayout: PayoutDays;
    /** The day on which the bank books interest and its charges, in the months in which it does. */
    readonly interestOn?: BusinessDate;
  }[];
  readonly quarters: readonly { readonly quarter: Quarter; readonly openOn: BusinessDate; readonly assessment: string | null; readonly payout: PayoutDays | null }[];
  /** Bills of payment channels, imported before the month's statement; `byHand` is the unit of the payment that names none. */
  readonly channels: readonly { readonly file: string; readonly importOn: BusinessDate; readonly byHand: string }[];
  /** Years whose statement is published, each on its day. */
  readonly years: readonly { readonly year: string; readonly publishOn: BusinessDate }[];
  readonly acts: readonly Act[];
}

export interface DemoCommunity {
  readonly slug: string;
  readonly name: string;
  readonly communityName: string;
  readonly streetName: string;
  readonly countyName: string;
  readonly builtYear: number;
  readonly booksOpenOn: BusinessDate;
  readonly substitution: { readonly organisation: string; readonly ground: 'NO_COMMITTEE'; readonly legalBasis: string; readonly from: BusinessDate };
  readonly bankAccount: { readonly bankName: string; readonly accountNo: string; readonly accountName: string; readonly openedOn: BusinessDate };
}

export interface DemoContract {
  readonly number: string;
  readonly firm: string;
  readonly signedOn: BusinessDate;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly payeeAccount: { readonly bankName: string; readonly accountNo: string; readonly accountName: string };
  readonly terms: ContractTermsJson;
  /** Other terms from a quarter on; what they do not name stays. */
  readonly amendments: readonly {
    readonly fromPeriod: AccountingPeriod;
    readonly proposedOn: BusinessDate;
    readonly noticeOn: BusinessDate;
    readonly noticeUntil: BusinessDate;
    readonly resolution: ErrandResolution;
    readonly owners: { readonly on: BusinessDate; readonly paper: string };
    readonly firm: { readonly on: BusinessDate; readonly by: string; readonly paper: string };
    readonly terms: Partial<ContractTermsJson>;
  }[];
}

/** The budget of a year by its resolution, recorded `on` a day. */
export interface DemoBudget {
  readonly year: number;
  readonly on: BusinessDate;
  readonly decidedOn: BusinessDate;
  readonly title: string;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly limit: string;
  readonly paper: string;
  readonly lines: readonly (Omit<BudgetLine, 'amount'> & { readonly amount: string })[];
}

/** The firm's invoice: `claim` is the month of a base part, or the quarter of a performance part. */
export interface DemoInvoice {
  readonly claim: AccountingPeriod | Quarter;
  readonly invoiceNo: string;
  readonly paper: string;
}

interface ScoredItem {
  readonly name: string;
  readonly score: string;
  readonly note: string;
}

export interface DemoAssessment {
  readonly quarter: Quarter;
  readonly selfEvaluation: { readonly submittedOn: BusinessDate; readonly items: readonly ScoredItem[] };
  readonly inspection: {
    readonly inspectedOn: BusinessDate;
    readonly items: readonly ScoredItem[];
    readonly staffingPresent: readonly { readonly post: string; readonly present: number }[];
  };
  /** Recorded by the centre with its paper. */
  readonly safetyEvent?: { readonly recordedOn: BusinessDate; readonly happenedOn: BusinessDate; readonly what: string; readonly paper: string };
  readonly survey: {
    readonly openedOn: BusinessDate;
    readonly closedOn: BusinessDate;
    readonly answers: number;
    readonly items: readonly { readonly name: string; readonly score: string }[];
    readonly score: string;
  };
  /** The firm's list of repairs, from which its response times are counted; the figure in `measures` is what it gives. */
  readonly repairs?: string;
  readonly measures: readonly { readonly code: string; readonly score: string; readonly note: string }[];
  readonly scoredOn: BusinessDate;
  readonly appeal?: {
    readonly filedOn: BusinessDate;
    readonly hearing: { readonly heldOn: BusinessDate; readonly heard: string; readonly minutes: string };
    readonly reason: string;
    readonly reviewedOn: BusinessDate;
    readonly decision: 'DISMISSED' | 'CORRECTED';
    readonly corrections: readonly { readonly code: string; readonly score: string }[];
    readonly reviewReason: string;
  };
  readonly finalOn: BusinessDate;
}

/** The input files of the demo compound, as they lie beside the program. */
export class DemoFiles {
  constructor(private readonly directory: string) {}

  bytes(name: string): Uint8Array {
    return readFileSync(join(this.directory, name));
  }

  get scenario(): Scenario {
    return this.json('scenario.json');
  }

  get errands(): Errands {
    return this.json('errands.json');
  }

  get community(): DemoCommunity {
    return this.json('community.json');
  }

  get contract(): DemoContract {
    return this.json('contract.json');
  }

  get budgets(): readonly DemoBudget[] {
    return this.json('budgets.json');
  }

  get invoices(): readonly DemoInvoice[] {
    return this.table('invoices.csv');
  }

  assessment(name: string): DemoAssessment {
    return this.json(name);
  }

  get organisations(): { key: string; name: string; shortName: string; kind: string }[] {
    return this.table('organisations.csv');
  }

  /** `from` is empty for those who take part from the beginning, `to` for those who stay. */
  get people(): { login: string; name: string; organisation: string; role: string; from: BusinessDate | ''; to: BusinessDate | '' }[] {
    return this.table('people.csv');
  }

  private json<T>(name: string): T {
    return JSON.parse(Buffer.from(this.bytes(name)).toString('utf8')) as T;
  }

  private table<Row>(name: string): Row[] {
    return parse<Row>(Buffer.from(this.bytes(name)), { columns: true, bom: true });
  }
}
