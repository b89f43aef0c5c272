import type { JSX } from 'preact';
import type { AccountingPeriod, BusinessDate, Instant } from '../../kernel/index.js';
import { Banner, Card, DataTable, EmptyState, Field, MoneyLines } from '../components/index.js';
import { DeskForm, fieldsOf, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

/** What a month that was billed lacks, and what was billed of it later. Amounts in yuan as text. */
export interface SupplementFact {
  readonly missing: {
    readonly rows: readonly { readonly unitCode: string; readonly item: string; readonly amount: string; readonly takenBack: string | null }[];
    readonly total: string;
    readonly prepaymentApplied: string;
    readonly countsFrom: BusinessDate;
    readonly dueOn: BusinessDate;
    readonly withoutRate: readonly { readonly unitCode: string; readonly item: string }[];
    readonly fingerprint: string;
    readonly seal: FormSeal;
  } | null;
  /** Why nobody can be billed now, though something may be missing. */
  readonly why: string | null;
  readonly supplements: readonly { readonly id: number; readonly bills: number; readonly total: string; readonly ranAt: Instant; readonly undo: FormSeal }[];
}

interface Props {
  readonly m: Messages;
  readonly base: string;
  readonly month: AccountingPeriod;
  readonly fact: SupplementFact;
  readonly refusal: Refusal | null;
}

const SHOWN = 30;

/** Bills that a month lacks: tried first, then confirmed, and undone until somebody pays. */
export function SupplementCard({ m, base, month, fact, refusal }: Props): JSX.Element {
  const texts = m.corrections;
  return (
    <Card id="missing" title={texts.missing(m.month(month))} {...(fact.missing !== null && { note: texts.missingNote })}>
      {fact.why !== null && (
        <Banner tone="warn" title={m.books.bills.blocked}>
          <p>{fact.why}</p>
        </Banner>
      )}
      {fact.missing === null && fact.why === null && <EmptyState title={texts.missingNone}>{texts.missingNoneHint}</EmptyState>}
      {fact.missing !== null && <Missing m={m} base={base} month={month} missing={fact.missing} />}
      {fact.supplements.length > 0 && <h3>{texts.supplements}</h3>}
      {fact.supplements.map(({ id, bills, total, ranAt, undo }, position) => {
        const of = fieldsOf(refusal, `sup${id}`, { reason: texts.supplementReason });
        return (
          <section key={id}>
            <MoneyLines lines={[{ label: texts.supplement(bills, m.moment(ranAt)), amount: total, kind: 'sub' }]} />
            <DeskForm
              action={`${base}/bills/supplement/undo`}
              seal={undo}
              values={{ period: month, supplement: String(id) }}
              label={`${texts.supplementUndo} ${position + 1}`}
            >
              <Field {...of('reason')} required />
              <div class="actions">
                <button class="button" type="submit">
                  {texts.supplementUndo}
                </button>
              </div>
            </DeskForm>
          </section>
        );
      })}
    </Card>
  );
}

function Missing({ m, base, month, missing }: Pick<Props, 'm' | 'base' | 'month'> & { readonly missing: NonNullable<SupplementFact['missing']> }): JSX.Element {
  const texts = m.corrections;
  const { missingColumns: columns } = texts;
  const shown = missing.rows.slice(0, SHOWN);
  return (
    <>
      {missing.withoutRate.length > 0 && (
        <Banner tone="bad" title={`${texts.missingWithoutRate} (${missing.withoutRate.length})`}>
          <p>
            {missing.withoutRate
              .slice(0, SHOWN)
              .map(({ unitCode, item }) => `${unitCode} ${item}`)
              .join(' · ')}
          </p>
        </Banner>
      )}
      <DataTable
        caption={texts.missing(m.month(month))}
        captionHidden
        columns={[{ label: columns.bill }, { label: columns.before, numeric: true }, { label: columns.now, numeric: true }]}
        rows={shown.map(({ unitCode, item, amount, takenBack }, position) => ({
          key: `${unitCode}/${item}/${position}`,
          cells: [
            <a class="button small nowrap" href={`${base}/units/${unitCode}`}>
              {item === 'PM' ? unitCode : `${unitCode} ${item}`}
            </a>,
            takenBack === null ? '—' : formatMoney(takenBack),
            formatMoney(amount),
          ],
        }))}
      />
      {missing.rows.length > shown.length && <p class="note">{texts.more}</p>}
      <MoneyLines
        lines={[
          { label: texts.missingTotal, note: m.billing.run.bills(missing.rows.length), amount: missing.total, kind: 'total' },
          { label: m.books.bills.prepaid, amount: missing.prepaymentApplied, kind: 'sub' },
        ]}
      />
      <p class="note">{texts.missingFrom(m.date(missing.countsFrom), m.date(missing.dueOn))}</p>
      <p class="actions no-print">
        <a class="button small" href={`${base}/bills/trial.csv?month=${month}`}>
          {texts.differencesCsv}
        </a>
      </p>
      <DeskForm action={`${base}/bills/supplement`} seal={missing.seal} values={{ period: month, fingerprint: missing.fingerprint }}>
        <div class="actions">
          <button class="button main" type="submit">
            {texts.missingSubmit}
          </button>
        </div>
      </DeskForm>
    </>
  );
}
