import type { JSX } from 'preact';
import { dateOf, type BusinessDate, type Instant } from '../../kernel/index.js';
import type { Slot } from '../../modules/contracts/index.js';
import type { GateResult } from '../../modules/disbursements/index.js';
import { Banner, Card, DataTable, EmptyState, Icon, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { PayoutRows, purposeText, type PayoutPurpose, type PayoutRow } from '../desk/payout/index.js';
import { TaskList, type Task } from '../desk/task-list.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface QueueRow {
  readonly number: string;
  readonly purpose: PayoutPurpose;
  readonly amount: string;
  readonly payee: string;
  readonly submittedAt: Instant;
  readonly waitingDays: number;
  readonly deferredUntil: BusinessDate | null;
  readonly deferredOver: boolean;
  readonly missing: readonly Slot[];
  readonly failedGates: readonly GateResult[];
  /** Why it is not for this person, in words; null when it is. */
  readonly refusal: string | null;
}

export interface QueueView {
  readonly frame: DeskFrame;
  /** Due first. */
  readonly rows: readonly QueueRow[];
  readonly tasks: readonly Task[];
  readonly funds: readonly { readonly fund: keyof Messages['funds']; readonly cash: string; readonly available: string }[];
  readonly recent: readonly PayoutRow[];
}

type Props = { readonly m: Messages; readonly view: QueueView };

/** What waits for an approver, due first; then what else there is to do, and the money. */
export function QueuePage({ m, view }: Props): JSX.Element {
  const texts = m.workbench.queue;
  const mine = view.rows.filter((row) => row.refusal === null);
  const others = view.rows.filter((row) => row.refusal !== null);
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead(mine.length) }}>
      <div class="two">
        <div class="first">
          {mine.length === 0 ? (
            <section class="card" aria-label={texts.yours}>
              <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>
            </section>
          ) : (
            <Card id="yours" title={texts.yours}>
              <ul class="list queue">
                {mine.map((row) => (
                  <QueueLine key={row.number} m={m} row={row} slug={view.frame.community.slug} />
                ))}
              </ul>
            </Card>
          )}
          {view.tasks.length > 0 && <TaskList m={m} title={texts.tasks} tasks={view.tasks} />}
        </div>
        <div class="beside">
          <Funds m={m} funds={view.funds} />
        </div>
        <div class="rest">
          {others.length > 0 && (
            <Card id="others" title={texts.others} note={texts.othersNote}>
              <ul class="list queue">
                {others.map((row) => (
                  <QueueLine key={row.number} m={m} row={row} slug={view.frame.community.slug} />
                ))}
              </ul>
            </Card>
          )}
          {view.recent.length > 0 && (
            <Card id="recent" title={texts.recent}>
              <PayoutRows m={m} rows={view.recent} base={`/w/${view.frame.community.slug}/payouts`} />
              <a class="go" href={`/w/${view.frame.community.slug}/payouts`}>
                {texts.all}
              </a>
            </Card>
          )}
        </div>
      </div>
    </DeskLayout>
  );
}

function QueueLine({ m, row, slug }: { readonly m: Messages; readonly row: QueueRow; readonly slug: string }): JSX.Element {
  const texts = m.workbench.queue;
  return (
    <li>
      <a class="row" href={`/w/${slug}/payouts/${row.number}`}>
        <span>
          <b>{purposeText(m, row.purpose)}</b>
          <small>{row.payee}</small>
          <small>{`${row.number} · ${texts.submitted(m.shortDate(dateOf(row.submittedAt)))}`}</small>
        </span>
        <span class="side money">{formatMoney(row.amount)}</span>
      </a>
      <div class="side-note">
        <Due m={m} row={row} />
        <span class="why">{texts.missing(m.list(row.missing.map((slot) => m.slots[slot])))}</span>
        {row.refusal !== null && <span class="why">{row.refusal}</span>}
        {row.failedGates.length > 0 && (
          <span class="why bad">
            <Icon name="failed" />
            {texts.blocked(m.list(row.failedGates.map(({ gate }) => m.public.payout.gateNames[gate])))}
          </span>
        )}
      </div>
    </li>
  );
}

function Due({ m, row }: { readonly m: Messages; readonly row: QueueRow }): JSX.Element {
  const texts = m.workbench.queue;
  if (row.deferredUntil !== null)
    return (
      <StatusTag tone={row.deferredOver ? 'bad' : 'due'}>
        {(row.deferredOver ? texts.deferredOver : texts.deferredUntil)(m.shortDate(row.deferredUntil))}
      </StatusTag>
    );
  return <StatusTag tone={row.refusal === null ? 'due' : 'wait'}>{texts.waited(row.waitingDays)}</StatusTag>;
}

function Funds({ m, funds }: { readonly m: Messages; readonly funds: QueueView['funds'] }): JSX.Element {
  const texts = m.workbench.queue;
  return (
    <Card id="funds" title={texts.money} note={texts.moneyNote}>
      {funds.length === 0 ? (
        <Banner tone="info" title={texts.empty} />
      ) : (
        <DataTable
          caption={texts.money}
          captionHidden
          columns={[{ label: texts.fund }, { label: texts.cashYuan, numeric: true }, { label: texts.available, numeric: true }]}
          rows={funds.map(({ fund, cash, available }) => ({ key: fund, cells: [m.funds[fund], formatMoney(cash), formatMoney(available)] }))}
        />
      )}
    </Card>
  );
}
