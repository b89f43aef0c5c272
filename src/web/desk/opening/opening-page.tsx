import type { JSX } from 'preact';
import type { AccountingPeriod, BusinessDate, Instant } from '../../../kernel/index.js';
import type { OpeningParty, OpeningState } from '../../../modules/settlement/index.js';
import { Banner, Card, DataTable, Facts, Field, Fingerprint, StatusTag, type TagTone } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../form-parts.js';

type FundName = keyof Messages['funds'];
export type OpeningDone = keyof Messages['opening']['done'];

interface By {
  readonly organisation: string;
  readonly person: string;
  readonly at: Instant;
}

/** One list of opening balances as everybody reads it, and what the person who looks may do with it; amounts in yuan as text. */
export interface OpeningSheetView {
  readonly frame: DeskFrame;
  readonly base: string;
  readonly id: number;
  readonly state: OpeningState;
  readonly openedOn: BusinessDate;
  readonly bankBalance: string;
  readonly lineCount: number;
  readonly fileSha256: string;
  readonly sha256: string;
  readonly reason: string | null;
  readonly prepared: By;
  readonly signatures: readonly { readonly party: OpeningParty; readonly by: By | null }[];
  readonly sums: readonly { readonly fund: FundName; readonly assets: string; readonly claims: string; readonly difference: string }[];
  readonly totals: readonly { readonly code: string; readonly fund: FundName; readonly lines: number; readonly amount: string }[];
  /** A page of the lines; `place` counts from 1. */
  readonly lines: readonly {
    readonly place: number;
    readonly line: number;
    readonly code: string;
    readonly fund: FundName;
    readonly holder: string;
    readonly period: AccountingPeriod | null;
    readonly amount: string;
  }[];
  readonly firstHref: string | null;
  readonly nextHref: string | null;
  readonly sign: { readonly seal: FormSeal; readonly party: OpeningParty } | null;
  readonly withdraw: { readonly seal: FormSeal; readonly refuses: boolean } | null;
  readonly post: FormSeal | null;
  readonly done: OpeningDone | null;
  readonly refusal: Refusal | null;
}

export const openingTones: Readonly<Record<OpeningState, TagTone>> = { PREPARED: 'due', SIGNED: 'info', POSTED: 'done', WITHDRAWN: 'bad' };

type Props = { readonly m: Messages; readonly view: OpeningSheetView };

/** The sums first, then every line, then the fingerprint and the signatures that stand for all of it. */
export function OpeningSheetPage({ m, view }: Props): JSX.Element {
  const texts = m.opening;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{
        title: texts.sheetTitle(view.id),
        lead: texts.lead,
        back: { href: view.base, label: texts.back },
        tag: <StatusTag tone={openingTones[view.state]}>{texts.state[view.state]}</StatusTag>,
      }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts.done[view.done]} />}
          {view.reason !== null && <Banner tone="warn" title={texts.withdrawn(view.reason)} />}
        </>
      }
    >
      <Head m={m} view={view} />
      <Sums m={m} view={view} />
      <Lines m={m} view={view} />
      <Signatures m={m} view={view} />
      <Acts m={m} view={view} />
    </DeskLayout>
  );
}

function Head({ m, view }: Props): JSX.Element {
  const { facts, by } = m.opening;
  const { organisation, person, at } = view.prepared;
  return (
    <section class="card" aria-label={m.opening.sheetTitle(view.id)}>
      <Facts
        facts={[
          [facts.openedOn, m.date(view.openedOn)],
          [m.inYuan(facts.bank), formatMoney(view.bankBalance)],
          [facts.lines, String(view.lineCount)],
          [facts.prepared, by(organisation, person, m.moment(at))],
        ]}
      />
      <p class="note">{facts.file}</p>
      <Fingerprint sha256={view.fileSha256} />
    </section>
  );
}

/** The name of an account of the chart, with its code. */
export const accountName = (m: Messages, code: string): string => {
  const names: Readonly<Record<string, string>> = { ...m.accounts, ...m.opening.own };
  return `${code} ${names[code] ?? ''}`.trim();
};

function Sums({ m, view }: Props): JSX.Element {
  const texts = m.opening;
  return (
    <Card id="sums" title={texts.sums} note={texts.sumsNote}>
      <DataTable
        caption={texts.sums}
        captionHidden
        columns={[
          { label: texts.fund },
          { label: m.inYuan(texts.assets), numeric: true },
          { label: m.inYuan(texts.claims), numeric: true },
          { label: m.inYuan(texts.difference), numeric: true },
        ]}
        rows={view.sums.map(({ fund, assets, claims, difference }) => ({
          key: fund,
          cells: [m.funds[fund], formatMoney(assets), formatMoney(claims), formatMoney(difference)],
        }))}
      />
      <DataTable
        caption={texts.accounts}
        columns={[{ label: texts.account }, { label: texts.fund }, { label: texts.count, numeric: true }, { label: m.inYuan(texts.amount), numeric: true }]}
        rows={view.totals.map(({ code, fund, lines, amount }) => ({
          key: `${code} ${fund}`,
          cells: [accountName(m, code), m.funds[fund], String(lines), formatMoney(amount)],
        }))}
      />
    </Card>
  );
}

function Lines({ m, view }: Props): JSX.Element {
  const texts = m.opening;
  const [first, last] = [view.lines[0]?.place ?? 0, view.lines.at(-1)?.place ?? 0];
  return (
    <Card id="lines" title={texts.lines} note={texts.linesNote(first, last, view.lineCount)}>
      <p>
        <a class="button small" href={`${view.base}/${view.id}/lines.csv`}>
          {texts.download}
        </a>
      </p>
      <DataTable
        caption={texts.lines}
        captionHidden
        columns={[
          { label: texts.line },
          { label: texts.account },
          { label: texts.fund },
          { label: texts.holder },
          { label: texts.month },
          { label: m.inYuan(texts.amount), numeric: true },
        ]}
        rows={view.lines.map(({ line, code, fund, holder, period, amount }) => ({
          key: String(line),
          cells: [String(line), accountName(m, code), m.funds[fund], holder === '' ? '–' : holder, period ?? '–', formatMoney(amount)],
        }))}
      />
      {(view.firstHref !== null || view.nextHref !== null) && (
        <nav class="pager no-print" aria-label={texts.lines}>
          {view.firstHref === null ? <span /> : <a href={view.firstHref}>‹ {texts.first}</a>}
          {view.nextHref === null ? <span /> : <a href={view.nextHref}>{texts.more} ›</a>}
        </nav>
      )}
    </Card>
  );
}

function Signatures({ m, view }: Props): JSX.Element {
  const texts = m.opening;
  return (
    <Card id="signatures" title={texts.signatures} note={texts.signaturesNote}>
      <p class="note">{texts.fingerprint}</p>
      <Fingerprint sha256={view.sha256} />
      <Facts
        facts={view.signatures.map(({ party, by }) => [
          texts.party[party],
          by === null ? (
            <StatusTag tone="wait">{texts.unsigned}</StatusTag>
          ) : (
            <StatusTag tone="done">{texts.by(by.organisation, by.person, m.shortMoment(by.at))}</StatusTag>
          ),
        ])}
      />
    </Card>
  );
}

function Acts({ m, view }: Props): JSX.Element {
  const texts = m.opening;
  const own = `${view.base}/${view.id}`;
  return (
    <>
      {view.sign !== null && (
        <Card id="sign" title={texts.sign} note={texts.signNote(view.frame.person, texts.party[view.sign.party])}>
          <DeskForm action={`${own}/sign`} seal={view.sign.seal} values={{ sha256: view.sha256 }} label={texts.sign}>
            <label class="choice">
              <input
                type="checkbox"
                id="f-read"
                name="read"
                value="yes"
                required
                aria-invalid={errorOf(view.refusal, 'read') === undefined ? undefined : 'true'}
              />
              <span>{texts.read}</span>
            </label>
            <div class="actions">
              <button class="button main" type="submit">
                {texts.sign}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
      {view.post !== null && (
        <Card id="post" title={texts.post} note={texts.postNote}>
          <DeskForm action={`${own}/post`} seal={view.post} label={texts.post}>
            <div class="actions">
              <button class="button main" type="submit">
                {texts.post}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
      {view.withdraw !== null && (
        <Card id="withdraw" title={view.withdraw.refuses ? texts.refuse : texts.withdraw} note={view.withdraw.refuses ? texts.refuseNote : texts.withdrawNote}>
          <DeskForm action={`${own}/withdraw`} seal={view.withdraw.seal} label={view.withdraw.refuses ? texts.refuse : texts.withdraw}>
            <Field name="reason" label={texts.reason} value={typedOr(view.refusal, 'reason')} error={errorOf(view.refusal, 'reason')} required />
            <div class="actions">
              <button class="button" type="submit">
                {view.withdraw.refuses ? texts.refuse : texts.withdraw}
              </button>
            </div>
          </DeskForm>
        </Card>
      )}
    </>
  );
}
