import type { JSX } from 'preact';
import type { BusinessDate, Instant } from '../../../kernel/index.js';
import type { OutstandingKind } from '../../../modules/bank/index.js';
import { Card, DataTable, Facts, Fingerprint, MoneyLines, StatusTag, type TagTone } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';

type FundName = keyof Messages['funds'];
export type SheetState = keyof Messages['reconcile']['state'];
export interface Signature {
  readonly organisation: string;
  readonly person: string;
  readonly at: Instant;
}

/** The three legs, who owes whom, what is under way, and who has signed; amounts in yuan as text. */
export interface ReconciliationSheetView {
  readonly state: SheetState;
  readonly legs: {
    readonly bank: string;
    readonly books: string;
    readonly documents: string;
    readonly equal: boolean;
    readonly funds: readonly { readonly fund: FundName; readonly cash: string; readonly claims: string }[];
  };
  readonly claims: readonly { readonly account: string; readonly fund: FundName; readonly amount: string }[];
  readonly outstanding: readonly {
    readonly kind: OutstandingKind;
    readonly fund: FundName;
    readonly reference: string | null;
    readonly since: BusinessDate | null;
    readonly days: number | null;
    readonly amount: string;
  }[];
  readonly prepared: Signature | null;
  readonly signed: Signature | null;
  readonly sha256: string | null;
}

const tones: Readonly<Record<SheetState, TagTone>> = { NONE: 'wait', OUTDATED: 'bad', PREPARED: 'due', SIGNED: 'done', CLOSED: 'done', WITHDRAWN: 'bad' };

type Props = { readonly m: Messages; readonly view: ReconciliationSheetView };

/** The reconciliation as both parties read it. */
export function ReconciliationSheet({ m, view }: Props): JSX.Element {
  return (
    <>
      <Legs m={m} view={view} />
      <Claims m={m} view={view} />
      <Outstanding m={m} view={view} />
      <Signatures m={m} view={view} />
    </>
  );
}

function Legs({ m, view }: Props): JSX.Element {
  const texts = m.books.close;
  const { legs } = view;
  return (
    <Card id="legs" title={texts.legs} note={texts.legsNote}>
      <MoneyLines
        lines={[
          { label: texts.bank, amount: legs.bank },
          { label: texts.books, amount: legs.books },
          { label: texts.documents, amount: legs.documents },
        ]}
      />
      <p>
        <StatusTag tone={legs.equal ? 'done' : 'bad'}>{legs.equal ? texts.equal : texts.apart}</StatusTag>
      </p>
      <DataTable
        caption={texts.legs}
        captionHidden
        columns={[{ label: texts.fund }, { label: m.inYuan(texts.books), numeric: true }, { label: m.inYuan(texts.documents), numeric: true }]}
        rows={legs.funds.map(({ fund, cash, claims }) => ({ key: fund, cells: [m.funds[fund], formatMoney(cash), formatMoney(claims)] }))}
      />
    </Card>
  );
}

function Claims({ m, view }: Props): JSX.Element | null {
  const texts = m.reconcile;
  if (view.claims.length === 0) return null;
  const nameOf = (account: string): string => (m.accounts as Readonly<Record<string, string>>)[account] ?? account;
  return (
    <Card id="claims" title={texts.claims} note={texts.claimsNote}>
      <DataTable
        caption={texts.claims}
        captionHidden
        columns={[{ label: texts.account }, { label: m.books.close.fund }, { label: m.money.unit, numeric: true }]}
        rows={view.claims.map(({ account, fund, amount }) => ({ key: `${account} ${fund}`, cells: [nameOf(account), m.funds[fund], formatMoney(amount)] }))}
      />
    </Card>
  );
}

function Outstanding({ m, view }: Props): JSX.Element {
  const texts = m.reconcile;
  const when = (since: BusinessDate | null, days: number | null): string =>
    since === null ? '–' : m.list([m.date(since), ...(days === null ? [] : [texts.age(days)])]);
  return (
    <Card id="outstanding" title={texts.outstanding} note={view.outstanding.length === 0 ? texts.outstandingNone : texts.outstandingNote}>
      {view.outstanding.length > 0 && (
        <DataTable
          caption={texts.outstanding}
          captionHidden
          columns={[{ label: texts.item }, { label: texts.since }, { label: m.money.unit, numeric: true }]}
          rows={view.outstanding.map(({ kind, fund, reference, since, days, amount }, position) => ({
            key: `${position}`,
            cells: [
              m.list([texts.kind[kind], m.funds[fund], ...(kind === 'PAYOUT_IN_FLIGHT' && reference !== null ? [reference] : [])]),
              when(since, days),
              formatMoney(amount),
            ],
          }))}
        />
      )}
    </Card>
  );
}

function Signatures({ m, view }: Props): JSX.Element {
  const texts = m.reconcile;
  const by = ({ organisation, person, at }: Signature): string => texts.by(organisation, person, m.shortMoment(at));
  return (
    <Card id="signatures" title={texts.sheet} note={texts.sheetNote}>
      <p>
        <StatusTag tone={tones[view.state]}>{texts.state[view.state]}</StatusTag>
      </p>
      {view.prepared !== null && (
        <Facts facts={[[texts.prepared, by(view.prepared)], ...(view.signed === null ? [] : [[texts.signed, by(view.signed)] as const])]} />
      )}
      {view.sha256 !== null && (
        <>
          <p class="note">{texts.fingerprint}</p>
          <Fingerprint sha256={view.sha256} />
        </>
      )}
    </Card>
  );
}
