import type { JSX } from 'preact';
import type { BusinessDate, Quarter } from '../../kernel/index.js';
import type { FirmDueView, FirmWriteOffView } from '../../modules/entitlements/index.js';
import type { PaperRefundView } from '../../modules/fees/index.js';
import { Banner, Card, EmptyState, Field } from '../components/index.js';
import { DeskLayout } from '../desk/desk-layout.js';
import { EvidenceLink } from '../desk/evidence-link.js';
import { DeskForm, fieldsOf, RefusalNotice } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';
import { Act } from './decision-act.js';
import { Penalty, type PenaltiesView } from './decision-penalties.js';
import { PaperRefundDecisions } from './paper-refund-decisions.js';

export type DecisionDone = keyof Messages['decisions']['done'];

/** Money that waits for a decision about sending it back; the payer's name as this person may see it. */
export interface ReturnToDecide {
  readonly id: number;
  readonly amount: string;
  readonly payer: string;
  readonly bookedOn: BusinessDate;
  readonly reason: string;
  /** Recorded from a paper, where the bank's line names none. */
  readonly account: { readonly accountNo: string; readonly accountName: string; readonly documentSha256: string } | null;
}

export interface DecisionsView extends PenaltiesView {
  /** What is still owed. */
  readonly dues: readonly FirmDueView[];
  /** What was given up of what the firm owed, the latest first. */
  readonly writeOffs: readonly FirmWriteOffView[];
  /** What the books owe the firm, yuan. */
  readonly payable: string;
  /** Null for whom deposits are not to keep. */
  readonly deposits: readonly { readonly id: number; readonly label: string }[] | null;
  readonly returns: readonly ReturnToDecide[];
  readonly papers: readonly PaperRefundView[];
  /** Quarters of which something may still be given back; null for whom that is not to decide. */
  readonly later: readonly { readonly quarter: Quarter; readonly left: string }[] | null;
  readonly done: DecisionDone | null;
}

type Props = { readonly m: Messages; readonly view: DecisionsView };

/** Decisions about money that are no payouts, each where those who approve find it. */
export function DecisionsPage({ m, view }: Props): JSX.Element {
  const texts = m.decisions;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
        </>
      }
    >
      <Returns m={m} view={view} />
      {view.papers.length > 0 && <PaperRefundDecisions m={m} slug={view.frame.community.slug} papers={view.papers} seal={view.seal} refusal={view.refusal} />}
      <Dues m={m} view={view} />
      <Penalty m={m} view={view} />
      {view.deposits !== null && <KeepDeposit m={m} view={view} deposits={view.deposits} />}
      {view.later !== null && <Later m={m} view={view} later={view.later} />}
    </DeskLayout>
  );
}

function Dues({ m, view }: Props): JSX.Element {
  const { dues: texts, amount } = m.decisions;
  const of = fieldsOf(view.refusal, 'offset', { due: texts.due, amount });
  const named = (due: FirmDueView): string => `${texts.kinds[due.kind]} ${texts.line(due.label, formatMoney(due.open.toString()))}`;
  return (
    <Card id="dues" title={texts.title} note={texts.giveUp}>
      {view.dues.length === 0 ? (
        <EmptyState title={texts.none} />
      ) : (
        <>
          <ul class="list">
            {view.dues.map((due) => (
              <li key={`${due.kind} ${due.id}`}>
                {named(due)} {due.reason !== null && <small>{`${due.reason} · ${due.document ?? ''}`}</small>}
              </li>
            ))}
          </ul>
          <p class="note">{texts.payable(formatMoney(view.payable))}</p>
          <Act view={view} path="offsets" label={texts.submit}>
            <Field {...of('due')} options={view.dues.map((due) => ({ value: `${due.kind}-${due.id}`, label: named(due) }))} />
            <Field {...of('amount')} inputMode="decimal" required />
          </Act>
        </>
      )}
      {view.writeOffs.length > 0 && (
        <ul class="list" id="given-up">
          {view.writeOffs.map((part) => (
            <li key={`${part.clearingId} ${part.kind} ${part.label}`}>
              {texts.givenUp(`${texts.kinds[part.kind]} ${part.label}`, formatMoney(part.amount.toString()), m.date(part.on), part.resolution)}{' '}
              {part.undone !== null && <small>{texts.undone(part.undone.resolution)}</small>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function KeepDeposit({ m, view, deposits }: Props & { readonly deposits: NonNullable<DecisionsView['deposits']> }): JSX.Element {
  const { deposit: texts, amount, reason, file } = m.decisions;
  const of = fieldsOf(view.refusal, 'keep', { deposit: texts.deposit, amount, reason, file });
  return (
    <Card id="deposits" title={texts.title} note={texts.note}>
      {deposits.length === 0 ? (
        <EmptyState title={texts.none} />
      ) : (
        <Act view={view} path="deposits" label={texts.submit} multipart>
          <Field {...of('deposit')} options={deposits.map(({ id, label }) => ({ value: String(id), label }))} />
          <Field {...of('amount')} inputMode="decimal" required />
          <Field {...of('reason')} required />
          <Field {...of('file')} value="" type="file" required />
        </Act>
      )}
    </Card>
  );
}

function Returns({ m, view }: Props): JSX.Element {
  const texts = m.decisions.returns;
  return (
    <Card id="returns" title={texts.title}>
      {view.returns.length === 0 && <EmptyState title={texts.none} />}
      <ul class="list">
        {view.returns.map((waiting) => {
          const title = texts.line(m.date(waiting.bookedOn), waiting.payer);
          return (
            <li key={waiting.id}>
              <p>
                <b class="money">{formatMoney(waiting.amount)}</b> {title}
              </p>
              <p class="note">{texts.why(waiting.reason)}</p>
              {waiting.account !== null && (
                <p class="note">
                  {texts.account(waiting.account.accountNo, waiting.account.accountName)}{' '}
                  <EvidenceLink slug={view.frame.community.slug} sha256={waiting.account.documentSha256} name={texts.paper} />
                </p>
              )}
              <DeskForm action={`/w/${view.frame.community.slug}/decisions/returns/${waiting.id}`} seal={view.seal()} label={title}>
                <Field {...fieldsOf(view.refusal, `return${waiting.id}`, { reason: texts.refuseReason })('reason')} />
                <div class="actions">
                  <button class="button main" type="submit" name="decision" value="CONFIRM">
                    {texts.confirm}
                  </button>
                  <button class="button" type="submit" name="decision" value="REFUSE">
                    {texts.refuse}
                  </button>
                </div>
              </DeskForm>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Later({ m, view, later }: Props & { readonly later: NonNullable<DecisionsView['later']> }): JSX.Element {
  const { later: texts, amount, reason, document } = m.decisions;
  const of = fieldsOf(view.refusal, 'later', { quarter: texts.quarter, amount, decidedOn: texts.decidedOn, reason, document });
  return (
    <Card id="later" title={texts.title} note={texts.note}>
      {later.length === 0 ? (
        <EmptyState title={texts.none} />
      ) : (
        <Act view={view} path="later" label={texts.submit}>
          <Field
            {...of('quarter')}
            options={later.map(({ quarter, left }) => ({ value: quarter, label: texts.option(m.quarter(quarter), formatMoney(left)) }))}
          />
          <Field {...of('amount')} inputMode="decimal" required />
          <Field {...of('decidedOn')} type="date" required />
          <Field {...of('reason')} required />
          <Field {...of('document')} required />
        </Act>
      )}
    </Card>
  );
}
