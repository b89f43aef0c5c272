import type { JSX } from 'preact';
import { Money, Rate } from '../../kernel/index.js';
import {
  gatesOf,
  noticeDaysOf,
  type ContractLifeView,
  type ContractState,
  type ContractVersionView,
  type PayoutRule,
  type ProposalView,
  type Slot,
  type TermDifference,
} from '../../modules/contracts/index.js';
import { Card, DataTable, Facts, Layout, PageHead, TermChanges } from '../components/index.js';
import { formatMoney, formatPercent } from '../format.js';
import type { Messages } from '../messages/index.js';

/** A version of the terms: by which proposal it came, and in what it differs from the one before. */
export interface ShownVersion {
  readonly version: ContractVersionView;
  readonly proposal: ProposalView | null;
  readonly differences: readonly TermDifference[];
}

export interface ContractPageView {
  readonly slug: string;
  readonly communityName: string;
  readonly life: ContractLifeView;
  readonly state: ContractState;
  /** The terms that count now. */
  readonly present: ContractVersionView;
  /** The latest first. */
  readonly versions: readonly ShownVersion[];
  readonly others: readonly Pick<ContractLifeView, 'number' | 'firm' | 'from' | 'to'>[];
  readonly demoTime: string | null;
}

type Props = { readonly m: Messages; readonly view: ContractPageView };
type Terms = { readonly m: Messages; readonly terms: ContractVersionView };

const HUNDRED = Money.parse('100.00');
const ofHundred = (share: Rate): string => formatMoney(HUNDRED.times(share).toString());

/** The contract for everybody: what it says now in plain words, and every change with who signed it when. */
export function ContractPage({ m, view }: Props): JSX.Element {
  const { slug, communityName, present, life } = view;
  const texts = m.publicContract;
  const title = `${m.public.compound.contract} · ${communityName}`;
  return (
    <Layout
      m={m}
      path={`/p/${slug}/contract`}
      title={title}
      mark={{ name: communityName, tagline: m.brand.tagline, href: `${m.base}/p/${slug}` }}
      demoTime={view.demoTime}
    >
      <PageHead title={m.public.compound.contract} lead={texts.lead} back={{ href: `${m.base}/p/${slug}`, label: m.score.back }} />
      <Now m={m} view={view} />
      <Fees m={m} terms={present} />
      <Payout m={m} terms={present} />
      <Fines m={m} terms={present} />
      <Card id="staffing" title={texts.staffing}>
        <Facts facts={present.staffing.map(({ post, promised }) => [post, m.statement.service.people(promised)] as const)} />
      </Card>
      <Approvals m={m} terms={present} />
      <Promises m={m} terms={present} />
      <Versions m={m} versions={view.versions} />
      {life.steps.length > 0 && <Steps m={m} life={life} />}
      {view.others.length > 0 && (
        <Card id="others" title={texts.earlier}>
          <Facts facts={view.others.map(({ number, firm, from, to }) => [number, `${firm} · ${m.term(from, to)}`] as const)} />
        </Card>
      )}
    </Layout>
  );
}

function Now({ m, view: { life, state, present } }: Props): JSX.Element {
  const [texts, names] = [m.publicContract, m.public.compound];
  return (
    <Card id="now" title={texts.now}>
      <Facts
        facts={[
          [names.firm, life.firm],
          [names.number, life.number],
          [names.term, m.term(life.from, life.to)],
          [texts.state, m.contract.state[state]],
          [texts.terms, texts.version(present.versionNo, m.month(present.fromPeriod))],
        ]}
      />
    </Card>
  );
}

function Fees({ m, terms }: Terms): JSX.Element {
  const [texts, names] = [m.publicContract, m.public.compound];
  return (
    <Card id="fees" title={texts.fees}>
      <Facts
        facts={[
          [names.rates, terms.rates.map(({ unitKind, yuanPerSquareMetre }) => <div key={unitKind}>{names.rate(unitKind, printed(yuanPerSquareMetre))}</div>)],
          [names.basis, names.basisOf[terms.basis]],
          [texts.lateFee, texts.lateFeeOf(formatPercent(terms.lateFeePerDay.toString()))],
        ]}
      />
    </Card>
  );
}

function Payout({ m, terms: { shareAtRisk, payoutRule } }: Terms): JSX.Element {
  const texts = m.publicContract;
  return (
    <Card id="payout" title={texts.payout}>
      <p>{texts.split(ofHundred(Rate.one.minus(shareAtRisk)), ofHundred(shareAtRisk))}</p>
      {payoutRule.kind === 'LINEAR' ? <p>{texts.linear(payoutRule.threshold.toString())}</p> : <Bands m={m} rule={payoutRule} />}
      <p class="note">{texts.rest}</p>
    </Card>
  );
}

function Bands({ m, rule }: { readonly m: Messages; readonly rule: Extract<PayoutRule, { kind: 'BANDED' }> }): JSX.Element {
  const [texts, words] = [m.publicContract, m.statement.service];
  const bands = rule.bands.toSorted((a, b) => (b.lo.lessThan(a.lo) ? -1 : 1));
  const rows = bands.map(({ lo, hi, ratio }, position) => {
    const [from, to] = [lo.toString(), hi.toString()];
    const range = position === 0 ? words.bandTop(from) : position === bands.length - 1 ? words.bandBottom(to) : words.bandBetween(from, to);
    return { key: from, cells: [range, ofHundred(ratio)] };
  });
  return <DataTable caption={texts.bands} captionHidden short columns={[{ label: words.bandScore }, { label: texts.bandAmount, numeric: true }]} rows={rows} />;
}

function Fines({ m, terms: { fines = [], fineCap } }: Terms): JSX.Element {
  const texts = m.publicContract;
  return (
    <Card id="fines" title={texts.fines}>
      {fines.length === 0 ? (
        <p>{texts.noFines}</p>
      ) : (
        <DataTable
          caption={texts.fines}
          captionHidden
          short
          columns={[{ label: texts.event }, { label: texts.fine, numeric: true }]}
          rows={fines.map(({ code, name, amount }) => ({ key: code, cells: [name, formatMoney(amount.toString())] }))}
        />
      )}
      <p class="note">{texts.fineCap(formatPercent(fineCap.toString()))}</p>
    </Card>
  );
}

function Approvals({ m, terms }: Terms): JSX.Element {
  const texts = m.publicContract;
  const { threshold, small, large, alwaysLarge, smallCount, largeCount } = terms.approvalPolicy;
  const { budget, invoice, reconciledWithinDays } = gatesOf(terms);
  const enough = (slots: readonly Slot[], count: number = slots.length): string => {
    const names = m.list(slots.map((slot) => m.slots[slot]));
    return count === slots.length ? texts.all(names) : texts.some(names, count);
  };
  const limit = formatMoney(threshold.toString());
  const needs = [
    ...(budget ? [texts.budget] : []),
    ...(invoice ? [texts.invoice] : []),
    ...(reconciledWithinDays === null ? [] : [texts.reconciled(reconciledWithinDays)]),
  ];
  return (
    <Card id="approvals" title={texts.approvals}>
      <Facts
        facts={[
          [texts.upTo(limit), enough(small, smallCount)],
          [texts.above(limit), enough(large, largeCount)],
          ...(alwaysLarge.length === 0 ? [] : [[texts.always(m.list(alwaysLarge.map((fund) => m.funds[fund]))), enough(large, largeCount)] as const]),
        ]}
      />
      {needs.length > 0 && (
        <>
          <h3>{texts.needs}</h3>
          <ul>
            {needs.map((need) => (
              <li key={need}>{need}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Promises({ m, terms }: Terms): JSX.Element {
  const texts = m.publicContract;
  return (
    <Card id="promises" title={texts.promises}>
      <Facts
        facts={[
          [texts.answer, texts.answerOf(terms.answerDays)],
          [texts.notice, texts.noticeOf(noticeDaysOf(terms))],
          ...(terms.hearing ? [[texts.hearing, texts.hearingOf] as const] : []),
        ]}
      />
    </Card>
  );
}

function Versions({ m, versions }: { readonly m: Messages; readonly versions: readonly ShownVersion[] }): JSX.Element {
  const texts = m.publicContract;
  return (
    <Card id="versions" title={texts.versions} note={texts.versionsNote}>
      {versions.map(({ version, proposal, differences }) => (
        <section key={version.versionId}>
          <h3>{texts.version(version.versionNo, m.month(version.fromPeriod))}</h3>
          <ul>
            {signed(m, version, proposal).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {differences.length > 0 && <TermChanges m={m} caption={texts.version(version.versionNo, m.month(version.fromPeriod))} differences={differences} />}
        </section>
      ))}
    </Card>
  );
}

/** How a version came to stand: its notice, who signed when, by which resolution, and the fingerprint of the text. */
function signed(m: Messages, version: ContractVersionView, proposal: ProposalView | null): string[] {
  const texts = m.publicContract;
  if (proposal === null) return [texts.signedOn(m.date(version.signedOn))];
  const { notice, signatures, sha256 } = proposal;
  return [
    ...(notice ? [texts.hung(m.date(notice.from), m.date(notice.until))] : []),
    ...signatures.flatMap(({ resolution }) => (resolution === null ? [] : [texts.resolution(resolution)])),
    ...signatures.map(({ side, organisation, signedAt }) => texts.signedBy(m.contract.side[side], organisation, m.moment(signedAt))),
    m.contract.hash(sha256.slice(0, 8)),
  ];
}

function Steps({ m, life }: { readonly m: Messages; readonly life: ContractLifeView }): JSX.Element {
  return (
    <Card id="steps" title={m.publicContract.steps}>
      <ul class="list">
        {life.steps.map((step) => (
          <li key={step.recordedAt} class="row">
            <span>
              <b>{m.contract.step[step.kind]}</b>
              <small>
                {[m.date(step.on), step.organisation, step.reason, ...(step.endsOn === null ? [] : [`${m.contract.ends} ${m.date(step.endsOn)}`])].join(' · ')}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** At least two decimals, and never fewer than the price has. */
function printed(price: Rate): string {
  return price.rounded(2).equals(price) ? price.toFixed(2) : price.toString();
}
