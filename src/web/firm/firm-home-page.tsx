import type { JSX } from 'preact';
import { Amount, Card, EmptyState, Facts, MoneyLines, More } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { purposeText } from '../desk/payout/index.js';
import { TaskList, type Task } from '../desk/task-list.js';
import { PayoutRows, type PayoutRow } from '../desk/payout/payout-rows.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { claimFormula, claimKey, type ClaimFact } from './claim-facts.js';

export interface FirmHomeView {
  readonly frame: DeskFrame;
  readonly totals: { readonly payable: string; readonly pending: string; readonly waiting: string };
  readonly tasks: readonly Task[];
  readonly claims: readonly ClaimFact[];
  readonly recent: readonly PayoutRow[];
}

type Props = { readonly m: Messages; readonly view: FirmHomeView };

/** What the firm may ask for now, what it waits for, and why. */
export function FirmHomePage({ m, view }: Props): JSX.Element {
  const texts = m.firm.home;
  const base = `/f/${view.frame.community.slug}`;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead }}>
      <div class="two">
        <div class="first">
          <Card id="payable" title={texts.payable}>
            <p class="figure">
              <Amount yuan={view.totals.payable} />
            </p>
            <MoneyLines
              lines={[
                { label: texts.pending, amount: view.totals.pending },
                { label: texts.waiting, amount: view.totals.waiting },
              ]}
            />
            {view.totals.payable === '0.00' ? (
              <p class="note">{m.firm.request.noneHint}</p>
            ) : (
              <div class="actions">
                <a class="button main" href={`${base}/payouts/new`}>
                  {texts.request}
                </a>
              </div>
            )}
          </Card>
          {view.tasks.length > 0 && <TaskList m={m} title={texts.tasks} tasks={view.tasks} />}
        </div>
        <div class="beside">
          {view.recent.length > 0 && (
            <Card id="recent" title={texts.recent}>
              <PayoutRows m={m} rows={view.recent} base={`${base}/payouts`} />
              <a class="go" href={`${base}/payouts`}>
                {texts.all}
              </a>
            </Card>
          )}
        </div>
        <div class="rest">
          <Claims m={m} view={view} />
          <p>
            <a class="go" href={`${base}/contract`}>
              {m.contract.link}
            </a>
          </p>
          <p>
            <a class="go" href={`${base}/disputes`}>
              {m.disputes.link}
            </a>
          </p>
        </div>
      </div>
    </DeskLayout>
  );
}

function Claims({ m, view }: Props): JSX.Element {
  const texts = m.firm.home;
  return (
    <Card id="claims" title={texts.claims} note={texts.claimsNote}>
      {view.claims.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
      <ul class="list log">
        {view.claims.map((claim) => (
          <Claim key={claimKey(claim.purpose)} m={m} claim={claim} slug={view.frame.community.slug} />
        ))}
      </ul>
    </Card>
  );
}

function Claim({ m, claim, slug }: { readonly m: Messages; readonly claim: ClaimFact; readonly slug: string }): JSX.Element {
  const texts = m.firm.home;
  const formula = claimFormula(m, claim);
  const open = claim.payable !== '0.00';
  const title = purposeText(m, claim.purpose);
  return (
    <li>
      <div class="claim">
        <h3>{title}</h3>
        <span class="money">{claim.obstacle === null ? formatMoney(claim.entitled) : '—'}</span>
      </div>
      {claim.obstacle !== null && <p class="why">{texts.obstacles[claim.obstacle]}</p>}
      {claim.obstacle === null && (
        <>
          <p class="note">
            {[
              `${m.colon(texts.paid)}${formatMoney(claim.paid)}`,
              ...(claim.pending === '0.00' ? [] : [`${m.colon(texts.asked)}${formatMoney(claim.pending)}`]),
              ...(claim.takenOff === '0.00' ? [] : [`${m.colon(texts.takenOff)}${formatMoney(claim.takenOff)}`]),
              open ? `${m.colon(texts.left)}${formatMoney(claim.payable)}` : claim.takenOff === '0.00' ? texts.nothing : texts.nothingOwed,
            ].join(' · ')}
          </p>
          {open && (
            <a class="button small" href={`/f/${slug}/payouts/new?source=${claimKey(claim.purpose)}`}>
              {texts.ask}
              <span class="sr">{` ${title}`}</span>
            </a>
          )}
        </>
      )}
      {formula !== null && (
        <More label={m.firm.request.formula}>
          <p>{formula}</p>
          <Facts facts={[[texts.entitled, formatMoney(claim.entitled)]]} />
        </More>
      )}
    </li>
  );
}
