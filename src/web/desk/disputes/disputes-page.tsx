import type { JSX } from 'preact';
import type { FirmDisputeView } from '../../../modules/entitlements/index.js';
import { Banner, Card, EmptyState, Field, StatusTag } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { AnswerForm, type Answerable } from '../answer-form.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { EvidenceLink } from '../evidence-link.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../form-parts.js';

export interface DisputeRow extends FirmDisputeView {
  /** What the visitor may answer; null where nothing. */
  readonly answer: Answerable | null;
  /** For a decision about it; null where none may be asked for. */
  readonly decide: FormSeal | null;
}

export interface DisputesView {
  readonly frame: DeskFrame;
  readonly base: string;
  readonly rows: readonly DisputeRow[];
  readonly ask: FormSeal | null;
  /** To choose from where there are several. */
  readonly firms: readonly { readonly value: string; readonly label: string }[];
  readonly done: 'asked' | 'answered' | null;
  /** The row that a refused form was about; null for the form of a new dispute. */
  readonly about: number | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: DisputesView };

/** Every dispute and decision with who asked and answered, and the forms that the visitor may use. */
export function DisputesPage({ m, view }: Props): JSX.Element {
  const texts = m.disputes;
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
      <Card id="list" title={texts.list}>
        {view.rows.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
        <ul class="list long">
          {view.rows.map((row) => (
            <Row key={row.id} m={m} view={view} row={row} />
          ))}
        </ul>
      </Card>
      {view.ask !== null && (
        <Card id="ask" title={texts.ask} note={texts.askNote}>
          <DeskForm action={view.base} seal={view.ask} multipart>
            {view.firms.length > 1 && <FirmChoice m={m} view={view} />}
            <Fields m={m} view={view} about={null} names={['amount']} />
            <div class="actions">
              <button class="button main" type="submit">
                {texts.ask}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
    </DeskLayout>
  );
}

function FirmChoice({ m, view }: Props): JSX.Element {
  const refusal = view.about === null ? view.refusal : null;
  return (
    <Field
      name="firmId"
      label={m.disputes.fields.firmId}
      value={typedOr(refusal, 'firmId')}
      error={errorOf(refusal, 'firmId')}
      options={[{ value: '', label: '—' }, ...view.firms]}
    />
  );
}

function Row({ m, view, row }: Props & { readonly row: DisputeRow }): JSX.Element {
  const texts = m.disputes;
  const money = (amount: { toString(): string }): string => formatMoney(amount.toString());
  return (
    <li id={`dispute-${row.id}`}>
      <div class="row">
        <span>
          <b>{`${texts.kinds[row.kind]} · ${row.disputeId === null ? texts.number(row.id) : texts.about(row.disputeId)}`}</b>
          <small>{texts.of(row.firm, row.asker)}</small>
          {row.kind === 'DECISION' && <small>{texts.split(money(row.toFirm), money(row.toOwners))}</small>}
          {row.open.isPositive && <small>{texts.open(money(row.open))}</small>}
          <small>{row.reason}</small>
          <small>
            <EvidenceLink slug={view.frame.community.slug} sha256={row.documentSha256} name={texts.document} />
          </small>
          {row.answerer !== null && <small>{texts.answered(row.answerer, row.answerReason)}</small>}
          <StatusTag tone={row.state === 'ASKED' ? 'due' : 'done'}>{texts.states[row.state]}</StatusTag>
        </span>
        <span class="side">
          <span class="money">{money(row.amount)}</span>
          {row.effectiveOn !== null && <small>{m.shortDate(row.effectiveOn)}</small>}
        </span>
      </div>
      {row.answer !== null && (
        <AnswerForm
          action={`${view.base}/${row.id}/answer`}
          label={`${texts.states.ASKED} · ${texts.number(row.id)}`}
          id={row.id}
          refusal={view.about === row.id ? view.refusal : null}
          answer={row.answer}
          texts={texts}
        />
      )}
      {row.decide !== null && (
        <DeskForm action={`${view.base}/${row.id}/decisions`} seal={row.decide} multipart label={`${texts.decide} · ${texts.number(row.id)}`}>
          <p class="note">{texts.decideNote}</p>
          <Fields m={m} view={view} about={row.id} names={['toFirm', 'toOwners']} />
          <div class="actions">
            <button class="button" type="submit">
              {texts.decide}
            </button>
          </div>
        </DeskForm>
      )}
    </li>
  );
}

type AmountName = 'amount' | 'toFirm' | 'toOwners';

function Fields({ m, view, about, names }: Props & { readonly about: number | null; readonly names: readonly AmountName[] }): JSX.Element {
  const { fields } = m.disputes;
  const refusal = view.about === about ? view.refusal : null;
  const of = (name: AmountName | 'reason' | 'document') => ({
    name,
    scope: about === null || (view.about === about && view.refusal !== null) ? undefined : String(about),
    label: fields[name],
    error: errorOf(refusal, name),
    required: true,
  });
  return (
    <>
      {names.map((name) => (
        <Field key={name} {...of(name)} value={typedOr(refusal, name)} inputMode="decimal" autocomplete="off" />
      ))}
      <Field {...of('reason')} value={typedOr(refusal, 'reason')} autocomplete="off" />
      <Field {...of('document')} value="" type="file" />
    </>
  );
}
