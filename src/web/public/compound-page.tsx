import type { JSX } from 'preact';
import type { BusinessDate } from '../../kernel/index.js';
import { spanOf, type PublicCompound } from '../../modules/statements/index.js';
import {
  Amount,
  Banner,
  Card,
  DataTable,
  EmptyState,
  Facts,
  Layout,
  LineChart,
  MoneyLines,
  More,
  PageHead,
  SplitBar,
  TermChanges,
} from '../components/index.js';
import { formatArea, formatPercent } from '../format.js';
import { VoteTag } from '../desk/vote-tag.js';
import { VoidedList } from './voided-list.js';
import type { Messages } from '../messages/index.js';
import { wordsFor } from './statement/period-words.js';

export interface CompoundView extends PublicCompound {
  /** The last day of a survey that takes answers now. */
  readonly surveyUntil: BusinessDate | null;
  readonly demoTime: string | null;
}

type Props = { readonly m: Messages; readonly view: CompoundView };

/** A compound's open books: what is there now, every month's statement, the contract, the scores and who watches. */
export function CompoundPage({ m, view }: Props): JSX.Element {
  const texts = m.public.compound;
  const where = texts.where(view.countyName, view.streetName, view.communityName);
  const note = `${where} · ${texts.builtIn(view.builtYear)}`;
  return (
    <Layout
      m={m}
      path={`/p/${view.slug}`}
      title={`${texts.title(view.name)} · ${m.brand.name}`}
      description={`${view.name} ${m.brand.tagline}`}
      demoTime={view.demoTime}
    >
      <PageHead title={texts.title(view.name)} lead={note} />
      {view.surveyUntil !== null && (
        <Banner tone="info" title={m.survey.running(m.date(view.surveyUntil))}>
          <p>
            <a class="button" href={`${m.base}/p/${view.slug}/survey`}>
              {m.survey.answerLink}
            </a>
          </p>
        </Banner>
      )}
      <div class={view.balance === null ? undefined : 'pair'}>
        {view.balance !== null && <Balance m={m} balance={view.balance} />}
        <Statements m={m} view={view} />
      </div>
      <div class={view.scores.length + view.voided.length === 0 ? undefined : 'pair'}>
        {view.scores.length + view.voided.length > 0 && <Scores m={m} view={view} />}
        <Parties m={m} view={view} />
      </div>
      {view.notices.length > 0 && <Notices m={m} notices={view.notices} />}
      {view.votes.length > 0 && <Votes m={m} votes={view.votes} />}
      {view.contract !== null && <Contract m={m} slug={view.slug} contract={view.contract} account={view.account} />}
    </Layout>
  );
}

function Balance({ m, balance }: { readonly m: Messages; readonly balance: NonNullable<CompoundView['balance']> }): JSX.Element {
  const texts = m.public.compound;
  return (
    <Card id="balance" title={texts.balance} note={m.asOf(m.date(balance.asOf))}>
      <p class="figure">
        <Amount yuan={balance.cash} />
      </p>
      <SplitBar
        parts={[
          { ink: 'in', amount: balance.available, title: texts.available },
          { ink: 'hold', amount: balance.restricted, title: texts.restricted },
        ]}
      />
      <MoneyLines
        lines={[
          { label: texts.available, amount: balance.available },
          { label: texts.restricted, note: texts.restrictedNote, amount: balance.restricted },
        ]}
      />
    </Card>
  );
}

/** How many months stand in full; what is earlier is folded by year. */
const NEWEST = 6;

/** The newest months in full, the earlier ones of each year behind its name: who looks for an old month finds it, and the rest of the page stays near. */
function Statements({ m, view }: Props): JSX.Element {
  const texts = m.public.compound;
  const [newest, earlier] = [view.statements.slice(0, NEWEST), view.statements.slice(NEWEST)];
  const years = [...new Set(earlier.map(({ period }) => period.slice(0, 4)))].map((year) => ({
    year,
    of: earlier.filter(({ period }) => period.startsWith(year)),
  }));
  return (
    <Card id="statements" title={texts.statements}>
      {view.wholes.length > 0 && (
        <>
          <h3>{texts.wholes}</h3>
          <StatementList m={m} slug={view.slug} statements={view.wholes} />
          <h3>{texts.months}</h3>
        </>
      )}
      {newest.length === 0 ? <EmptyState title={texts.none}>{texts.noneHint}</EmptyState> : <StatementList m={m} slug={view.slug} statements={newest} />}
      {years.map(({ year, of }) => (
        <More key={year} label={texts.year(year, of.length)}>
          <StatementList m={m} slug={view.slug} statements={of} />
        </More>
      ))}
    </Card>
  );
}

type Listed = CompoundView['wholes'][number];

function StatementList({ m, slug, statements }: { readonly m: Messages; readonly slug: string; readonly statements: readonly Listed[] }): JSX.Element {
  const texts = m.public.compound;
  return (
    <ul class="list">
      {statements.map((statement) => (
        <li key={statement.period}>
          <a class="row" href={`${m.base}/p/${slug}/${statement.period}`}>
            <span>
              <b>{m.span(statement.period)}</b>
              <small>
                {[texts.published(m.date(statement.publishedOn)), texts.versions(statement.version), statement.isOutdated ? m.reopen.tag : '']
                  .filter((text) => text !== '')
                  .join(' · ')}
              </small>
            </span>
            <span class="side">
              <small>{wordsFor(m, spanOf(statement.period).kind).statement.equation.closing}</small>
              <Amount yuan={statement.closing} />
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** With more quarters the drawing says enough, and the numbers are behind it. */
const SCORES_SHOWN = 4;

function Scores({ m, view: { slug, scores, voided } }: Props): JSX.Element {
  const texts = m.public.compound;
  const table = (
    <DataTable
      caption={texts.trend}
      captionHidden
      short
      columns={[{ label: texts.quarter }, { label: texts.score, numeric: true }]}
      rows={scores.toReversed().map((point) => ({
        key: point.quarter,
        cells: [
          <a class="tap" href={`${m.base}/p/${slug}/${point.quarter}/score`}>
            {m.quarter(point.quarter)}
          </a>,
          point.score,
        ],
      }))}
    />
  );
  const [first, last] = [m.quarter(scores[0]?.quarter ?? ''), m.quarter(scores.at(-1)?.quarter ?? '')];
  return (
    <Card id="scores" title={texts.trend} note={texts.trendNote}>
      {scores.length > 1 && (
        <LineChart
          description={texts.trendDescribe(first, last)}
          tickLabel={String}
          from={50}
          to={100}
          points={scores.map((point) => ({ label: m.quarterShort(point.quarter), value: point.score, title: `${m.quarter(point.quarter)} ${point.score}` }))}
        />
      )}
      {scores.length > SCORES_SHOWN ? <More label={m.table.numbers}>{table}</More> : scores.length > 0 && table}
      {voided.length > 0 && <h3>{m.service.void.list}</h3>}
      {voided.length > 0 && <VoidedList m={m} voided={voided} />}
    </Card>
  );
}

/** What hangs out before both sides sign it, with everything that would change. */
function Notices({ m, notices }: { readonly m: Messages; readonly notices: CompoundView['notices'] }): JSX.Element {
  const texts = m.contract;
  return (
    <Card id="notices" title={texts.publicTitle} note={texts.publicNote}>
      {notices.map(({ number, contract, firm, from, until, fromPeriod, sha256, differences }) => (
        <section key={number}>
          <p>
            <b>{number}</b> {texts.counts(contract, firm, fromPeriod)}
            <br />
            {texts.hangs(from, until)} · {texts.hash(sha256.slice(0, 8))}
          </p>
          <TermChanges m={m} caption={`${texts.publicTitle} ${number}`} differences={differences} />
        </section>
      ))}
    </Card>
  );
}

/** What the owners decided together: totals alone, and what becomes of them. */
function Votes({ m, votes }: { readonly m: Messages; readonly votes: CompoundView['votes'] }): JSX.Element {
  const texts = m.votes;
  const share = ({ area, heads }: NonNullable<CompoundView['votes'][number]['inFavour']>) => [texts.area(formatArea(area)), heads] as const;
  return (
    <Card id="votes" title={texts.publicTitle} note={texts.publicNote}>
      <ul class="list">
        {votes.map((vote) => (
          <li key={vote.number} class="row">
            <span>
              <b>{vote.title}</b>
              <small>{[vote.number, texts.matter[vote.matter], texts.days(vote.openedOn, vote.closesOn)].join(' · ')}</small>
              <small>{[texts.publicTotal(...share(vote.total)), texts.publicFigures(...share(vote.voting))].join(' · ')}</small>
              {vote.inFavour !== null && <small>{texts.publicFor(...share(vote.inFavour))}</small>}
            </span>
            <span class="side">
              <VoteTag m={m} vote={vote} />
              {(vote.resolution ?? vote.reason) !== null && <small>{vote.resolution ?? vote.reason}</small>}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Contract({
  m,
  slug,
  contract,
  account,
}: {
  readonly m: Messages;
  readonly slug: string;
  readonly contract: NonNullable<CompoundView['contract']>;
  readonly account: CompoundView['account'];
}): JSX.Element {
  const texts = m.public.compound;
  return (
    <Card id="contract" title={texts.contract}>
      <div class="funds">
        <div>
          <Facts
            facts={[
              [texts.firm, contract.firm],
              [texts.number, contract.number],
              [texts.term, m.term(contract.from, contract.to)],
              [texts.basis, texts.basisOf[contract.basis]],
              [texts.atRisk, formatPercent(contract.shareAtRisk)],
              [texts.rates, contract.rates.map((rate) => <div key={rate.kind}>{texts.rate(rate.kind, rate.rate)}</div>)],
              ...(account === null ? [] : ([[texts.account, `${account.bankName} ${m.tail(account.last4)}`]] as const)),
            ]}
          />
        </div>
        {contract.staffing.length > 0 && (
          <div>
            <h3>{texts.staffing}</h3>
            <Facts facts={contract.staffing.map((post) => [post.post, m.statement.service.people(post.promised)] as const)} />
          </div>
        )}
      </div>
      <p>
        <a class="tap" href={`${m.base}/p/${slug}/contract`}>
          {m.publicContract.link}
        </a>
      </p>
    </Card>
  );
}

function Parties({ m, view }: Props): JSX.Element {
  const texts = m.public.compound;
  return (
    <Card id="parties" title={texts.parties} note={texts.partiesNote}>
      <Facts
        facts={view.parties.map(
          (party) =>
            [
              m.parties[party.role],
              <>
                {party.organisation}
                {party.substitute && <small>{texts.substitute}</small>}
              </>,
            ] as const,
        )}
      />
    </Card>
  );
}
