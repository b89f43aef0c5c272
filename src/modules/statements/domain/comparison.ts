import { canonicalJson, type Json } from '../../../kernel/index.js';
import type { ServiceSection, SnapshotFormat, SnapshotSections, StatementSnapshot } from './snapshot.js';

/** Whether a published statement still says what the books say now; but for the service, which a score changes without a correction. */
export function sayTheSame(now: SnapshotSections, published: StatementSnapshot): boolean {
  const [a, b] = [now, published.sections].map((sections) => canonicalJson(inFormat[published.format](withoutScores(sections)) as Json));
  return a === b;
}

/** Whether the service was scored, or scored otherwise, since a statement was published; never true while no quarter in it has a score. */
export function hasOtherScore(now: ServiceParts, published: StatementSnapshot): boolean {
  const parts = ({ service, quarters }: ServiceParts): Json => ({ service, quarters: quarters ?? null }) as unknown as Json;
  const isScored = [now.service, ...(now.quarters ?? [])].some((service) => service !== null && service.result !== null);
  return isScored && canonicalJson(parts(now)) !== canonicalJson(parts(published.sections));
}

/** Section G: of one quarter, or of every quarter of a year. */
export type ServiceParts = Pick<SnapshotSections, 'service' | 'quarters'>;

function withoutScores(sections: SnapshotSections): SnapshotSections {
  const months = (service: ServiceSection | null): unknown => service && { months: service.months };
  return { ...sections, service: months(sections.service), ...(sections.quarters && { quarters: sections.quarters.map(months) }) } as SnapshotSections;
}

/** Sections as each format has them. */
const inFormat: Readonly<Record<SnapshotFormat, (sections: SnapshotSections) => unknown>> = {
  'mingbai.statement/1': (sections) => inFirstFormat(sections),
  'mingbai.statement/2': (sections) => without(sections, 'firmDues'),
  'mingbai.statement/3': (sections) => sections,
};

/** Sections as format 1 had them, without what it reckoned in another way (rates of collection) or did not have. */
function inFirstFormat(sections: SnapshotSections): unknown {
  const { fees, commonIncome } = sections;
  return {
    ...without(sections, 'maintenance', 'firmDues', 'returned', 'quarters'),
    fees: { month: without(fees.month, 'bills', 'rate'), yearToDate: without(fees.yearToDate, 'bills', 'rate'), bridge: fees.bridge },
    commonIncome: { ...without(commonIncome, 'found', 'result', 'uses'), lines: commonIncome.lines.map((line) => without(line, 'found', 'cost', 'net')) },
    payouts: sections.payouts.map((payout) => without(payout, 'attempt', 'returnedOn')),
    reconciliation: without(sections.reconciliation, 'open'),
  };
}

function without<T extends object>(value: T, ...members: readonly (keyof T & string)[]): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !(members as readonly string[]).includes(name))) as Partial<T>;
}
