import { businessDate, type CommunityId, type BusinessDate } from '../../../src/kernel/index.js';
import { CreateCommunity, ImportUnits, OpenBankAccount } from '../../../src/modules/communities/index.js';
import { RecordSubstitution, RegisterPayeeAccount, SignContract, type ContractId, type ContractTermsJson } from '../../../src/modules/contracts/index.js';
import { AddMembership } from '../../../src/modules/identity/index.js';
import { ImportLeases } from '../../../src/modules/operating-income/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import { accountNoOf, FIRM_NAME, unitCode } from './book-oracle.js';
import { partsOf, partyOn, substitutionOf } from './cast.js';
import { decimal, periodAt } from './figures.js';
import type { BookPlan, Slot, TermsPlan } from './plan.js';
import type { Stage } from './stage.js';

export const BANK_ACCOUNT = { bankName: '嘉善农商银行罗星支行', accountName: '三方共管账户', accountNo: '9900000000008866' };
const FIRST_DAY = businessDate('2024-01-01');
/** Who signs the contract and registers the firm's first account, so that the latter approves no payout to it: people of who speaks for the owners by then. */
const isCommitteeFirst = ({ ownerSide }: BookPlan): boolean => ownerSide.kind === 'COMMITTEE';
const signatoryOf = (plan: BookPlan) => (isCommitteeFirst(plan) ? 'committee1' : 'community1');
export const registrarOf = (plan: BookPlan) => (isCommitteeFirst(plan) ? 'committee2' : 'community2');
const ALONE = '检查';

let founded = 0;

/** A compound as its plan wants it on the first day of its books: people, account, units, leases, contract. */
export async function foundCompound(stage: Stage, plan: BookPlan): Promise<{ communityId: CommunityId; contractId: ContractId }> {
  const { app } = stage;
  const names = { name: '小区', streetName: '街道', countyName: '县', communityName: '社区', builtYear: 2004 };
  const { communityId } = (await app.get(CreateCommunity).execute({ slug: `book-${++founded}`, ...names, booksOpenOn: FIRST_DAY })).value;
  await join(stage, plan, communityId);
  const [community, bookkeeper] = (['community1', 'bookkeeper'] as const).map((who) => stage.as(partyOn(plan, who, FIRST_DAY), communityId)) as [
    CommandContext,
    CommandContext,
  ];
  await app.get(OpenBankAccount).execute(community, { ...BANK_ACCOUNT, openedOn: FIRST_DAY });
  await app.get(ImportUnits).execute(community, { file: utf8(['code,building,label,kind,area,owner', ...plan.units.map(unitRow)]), dryRun: false });
  const leaseHeader = 'code,asset,kind,counterparty,amount,schedule,firstDueOn,from,to';
  if (plan.leases.length > 0) await app.get(ImportLeases).execute(bookkeeper, { file: utf8([leaseHeader, ...plan.leases.map(leaseRow)]), dryRun: false });
  await substitute(stage, plan, communityId);
  const contract = {
    number: 'HT-1',
    firmId: stage.bodyOf('firm'),
    signedOn: FIRST_DAY,
    from: FIRST_DAY,
    to: businessDate('2026-12-31'),
    terms: termsJson(plan.terms),
  };
  const { contractId } = (await app.get(SignContract).execute(stage.as(partyOn(plan, signatoryOf(plan), FIRST_DAY), communityId), contract)).value;
  await app.get(RegisterPayeeAccount).execute(stage.as(partyOn(plan, registrarOf(plan), FIRST_DAY), communityId), { contractId, ...payeeAccount(1) });
  return { communityId, contractId };
}

/** The firm's account in its n-th version. */
export function payeeAccount(version: number): { bankName: string; accountNo: string; accountName: string } {
  return { bankName: '嘉兴秀湖银行', accountNo: accountNoOf(version), accountName: FIRM_NAME };
}

async function join({ app, personOf, bodyOf }: Stage, plan: BookPlan, communityId: CommunityId): Promise<void> {
  for (const { person, body, ...part } of partsOf(plan))
    await app.get(AddMembership).execute({ personId: personOf(person), organisationId: bodyOf(body), communityId, ...part });
}

async function substitute({ app, as, bodyOf }: Stage, plan: BookPlan, communityId: CommunityId): Promise<void> {
  const days = substitutionOf(plan);
  if (days === null) return;
  const substitution = { ground: 'NO_COMMITTEE' as const, legalBasis: '条例第二十三条', organisationId: bodyOf('community') };
  const record = (from: BusinessDate, to: BusinessDate | null) =>
    app.get(RecordSubstitution).execute(as(partyOn(plan, 'street1', FIRST_DAY), communityId), { ...substitution, from, to });
  // a contract is signed for the owners: where nobody speaks for them in the first months, somebody does on the first day
  if (days.from > FIRST_DAY) await record(FIRST_DAY, FIRST_DAY);
  await record(days.from, days.to);
}

function unitRow(unit: BookPlan['units'][number], index: number): string {
  return [unitCode(unit, index), '1幢', `${index + 1}室`, unit.shop ? 'SHOP' : 'FLAT', decimal(unit.area), `业主${unit.owner}`].join(',');
}

function leaseRow({ fen, schedule, firstMonth }: BookPlan['leases'][number], index: number): string {
  const code = `ZL0${index + 1}`;
  return [code, `场地${index}`, `4201.0${index + 1}`, `商户${index}`, decimal(fen), schedule, `${periodAt(firstMonth)}-20`, FIRST_DAY, '2026-12-31'].join(',');
}

function termsJson(terms: TermsPlan): ContractTermsJson {
  const [inspection, survey, measure] = terms.weights;
  const component = (code: string, weight: number | undefined) => (weight === undefined ? [] : [{ code, name: code, weight: decimal(weight, 4) }]);
  const policy = { threshold: decimal(terms.threshold), small: [...terms.small], large: [...terms.large] satisfies Slot[], alwaysLarge: ['COM', 'QLT'] };
  return {
    basis: terms.basis,
    shareAtRisk: decimal(terms.shareAtRisk, 6),
    payoutRule: ruleJson(terms),
    approvalPolicy: policy,
    calendar: { closeDay: 10, statementDay: 15, selfEvaluationDay: 5, inspectionDay: 10, surveyDay: 12, scoreDay: 15, appealDay: 22, decidedAfterDays: 60 },
    template: {
      components: [...component('INSPECTION', inspection), ...component('SURVEY', survey), ...component('RESPONSE', measure)],
      items: [{ name: ALONE, scoreMax: '100.00' }],
      adjustments: [{ name: '加减分', scoreMin: '-10', scoreMax: '10' }],
      surveyAnswersMin: 5,
    },
    rates: [
      { unitKind: 'FLAT', yuanPerSquareMetre: decimal(terms.flatRate, 4) },
      { unitKind: 'SHOP', yuanPerSquareMetre: decimal(terms.shopRate, 4) },
    ],
    lateFeePerDay: '0.0005',
    fineCap: '0.10',
    staffing: [],
    answerDays: 7,
  };
}

function ruleJson({ rule }: TermsPlan): ContractTermsJson['payoutRule'] {
  if (rule.kind === 'LINEAR') return { kind: 'LINEAR', threshold: decimal(rule.threshold) };
  const end = (place: number) => rule.bands[place + 1]?.from ?? 10_000;
  return { kind: 'BANDED', bands: rule.bands.map(({ from, ratio }, place) => ({ lo: decimal(from), hi: decimal(end(place)), ratio: decimal(ratio, 6) })) };
}

/** The one item that an inspection looks at, with its score. */
export function inspected(score: number): { name: string; score: string; note: string }[] {
  return [{ name: ALONE, score: decimal(score), note: '' }];
}

export function utf8(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}
