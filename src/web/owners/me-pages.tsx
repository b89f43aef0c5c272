import type { JSX } from 'preact';
import type { BusinessDate } from '../../kernel/index.js';
import type { BillView, ReceiptView } from '../../modules/fees/index.js';
import { Banner, Card, DataTable, EmptyState, Layout, MoneyLines, PageHead } from '../components/index.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface HomeOfMineView {
  readonly person: string;
  readonly units: readonly { readonly href: string; readonly community: string; readonly label: string; readonly open: string }[];
  /** Seen until a new letter was made. */
  readonly ended: readonly {
    readonly joinAt: string;
    readonly community: string;
    readonly label: string;
    readonly organisation: string;
    readonly at: string;
  }[];
  readonly demoTime: string | null;
}

export interface UnitOfMineView {
  readonly community: { readonly slug: string; readonly name: string };
  readonly label: string;
  readonly since: BusinessDate;
  readonly open: string;
  readonly prepaid: string;
  readonly bills: readonly BillView[];
  readonly receipts: readonly ReceiptView[];
  readonly demoTime: string | null;
}

/** The units of an owner. */
export function MePage({ m, view }: { readonly m: Messages; readonly view: HomeOfMineView }): JSX.Element {
  const texts = m.owners.me;
  return (
    <Layout m={m} title={`${texts.title} · ${m.brand.name}`} demoTime={view.demoTime}>
      <PageHead title={texts.title} lead={view.person} note={texts.lead} />
      <section class="card" aria-label={texts.title}>
        {view.units.length === 0 && <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>}
        {view.ended.map(({ joinAt, community, label, organisation, at }) => (
          <Banner key={`${joinAt} ${label}`} tone="warn" title={texts.ended(texts.unit(community, label), organisation, at)}>
            <a href={joinAt}>{texts.joinAgain}</a>
          </Banner>
        ))}
        <ul class="list">
          {view.units.map(({ href, community, label, open }) => (
            <li key={href}>
              <a class="row" href={href}>
                <b>{texts.unit(community, label)}</b>
                <span class="side">{`${texts.open} ${formatMoney(open)}`}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <p>
        <a href="/account/security">{m.account.title}</a>
      </p>
    </Layout>
  );
}

/** Bills and receipts of one's own unit, since it is one's own. */
export function UnitOfMinePage({ m, view }: { readonly m: Messages; readonly view: UnitOfMineView }): JSX.Element {
  const texts = m.owners.me;
  const { billColumns, receiptColumns } = texts;
  return (
    <Layout m={m} title={`${view.label} · ${m.brand.name}`} demoTime={view.demoTime}>
      <PageHead
        title={texts.unit(view.community.name, view.label)}
        lead={texts.since(m.date(view.since))}
        note={texts.lead}
        back={{ href: '/me', label: texts.back }}
      />
      <section class="card" aria-label={texts.open}>
        <MoneyLines
          lines={[
            { label: texts.open, amount: view.open, kind: 'total' },
            { label: texts.prepaid, amount: view.prepaid, kind: 'sub' },
          ]}
        />
      </section>
      <Card id="bills" title={texts.bills}>
        {view.bills.length === 0 ? (
          <EmptyState title={texts.noBills} />
        ) : (
          <DataTable
            caption={texts.bills}
            captionHidden
            columns={[
              { label: billColumns.bill },
              { label: billColumns.amount, numeric: true },
              { label: billColumns.open, numeric: true },
              { label: billColumns.dueOn },
            ]}
            rows={view.bills.toReversed().map((bill) => ({
              key: String(bill.id),
              cells: [
                m.corrections.bill(m.month(bill.period), bill.item),
                formatMoney(bill.amount.toString()),
                bill.state === 'VOID' ? texts.void : formatMoney(bill.open.toString()),
                m.date(bill.dueOn),
              ],
            }))}
          />
        )}
      </Card>
      <Card id="receipts" title={texts.receipts} note={texts.ask}>
        {view.receipts.length === 0 ? (
          <EmptyState title={texts.noReceipts} />
        ) : (
          <DataTable
            caption={texts.receipts}
            captionHidden
            columns={[{ label: receiptColumns.number }, { label: receiptColumns.on }, { label: receiptColumns.amount, numeric: true }]}
            rows={view.receipts.toReversed().map((receipt) => ({
              key: receipt.number,
              cells: [
                receipt.void === null ? receipt.number : `${receipt.number} ${texts.void}`,
                m.date(receipt.receivedOn),
                formatMoney(receipt.amount.toString()),
              ],
            }))}
          />
        )}
      </Card>
      <p>
        <a href={`/p/${view.community.slug}`}>{texts.publicBook}</a>
      </p>
    </Layout>
  );
}
