import type { JSX } from 'preact';
import { claimKinds, spendingCodes, useBases, type ClaimKind, type ClaimView, type UseRuleView } from '../../../modules/operating-income/index.js';
import { Banner, Card, EmptyState, Field, StatusTag } from '../../components/index.js';
import { formatMoney, formatPercent } from '../../format.js';
import type { Messages } from '../../messages/index.js';
import { DeskLayout, type DeskFrame } from '../desk-layout.js';
import { DeskForm, errorOf, formSeal, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../form-parts.js';

type Option = { readonly value: string; readonly label: string };

/** What a claim can be asked for, and the lists that its form chooses from. */
export interface ClaimFormView {
  readonly seal: FormSeal;
  readonly kinds: readonly ClaimKind[];
  readonly payees: readonly Option[];
  readonly leases: readonly Option[];
  readonly resolutions: readonly Option[];
}

export interface ClaimsPageView {
  readonly frame: DeskFrame;
  /** "/b/ryxc/claims" */
  readonly base: string;
  readonly claims: readonly ClaimView[];
  readonly form: ClaimFormView | null;
  /** Rules for the use of common income; who may propose by them, and who may record one. */
  readonly rules: readonly UseRuleView[];
  readonly proposes: boolean;
  readonly records: boolean;
  readonly custodians: readonly Option[];
  readonly notice: string | null;
  readonly refusal: Refusal | null;
}

/** Claims on common income: what waits, what was decided, and the forms of who may ask. */
export function ClaimsPage({ m, view }: { readonly m: Messages; readonly view: ClaimsPageView }): JSX.Element {
  const texts = m.income.claims;
  const waiting = view.claims.filter(({ state }) => state === 'ASKED');
  const decided = view.claims.filter(({ state }) => state !== 'ASKED');
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: view.form === null ? texts.leadDecide : texts.lead }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.notice !== null && <Banner tone="ok" title={view.notice} />}
        </>
      }
    >
      <Card id="waiting" title={texts.waiting}>
        {waiting.length === 0 ? <EmptyState title={texts.none} /> : <ClaimRows m={m} base={view.base} claims={waiting} />}
      </Card>
      {view.form !== null && (
        <Card id="ask" title={texts.ask} note={texts.askNote}>
          <AskForm m={m} view={view} form={view.form} />
        </Card>
      )}
      <Card id="decided" title={texts.decided}>
        {decided.length === 0 ? <EmptyState title={texts.noneDecided} /> : <ClaimRows m={m} base={view.base} claims={decided} />}
      </Card>
      {(view.proposes || view.records) && <UseRules m={m} view={view} />}
    </DeskLayout>
  );
}

const tones = { ASKED: 'due', APPROVED: 'done', REJECTED: 'bad', WITHDRAWN: 'wait', TAKEN_BACK: 'wait' } as const;

/** The state of a claim, in shape, word and colour. */
export function ClaimStateTag({ m, state }: { readonly m: Messages; readonly state: ClaimView['state'] }): JSX.Element {
  return <StatusTag tone={tones[state]}>{m.income.claims.state[state]}</StatusTag>;
}

function ClaimRows({ m, base, claims }: { readonly m: Messages; readonly base: string; readonly claims: readonly ClaimView[] }): JSX.Element {
  const texts = m.income.claims;
  return (
    <ul class="list">
      {claims.map((claim) => (
        <li key={claim.number}>
          <a class="row" href={`${base}/${claim.number}`}>
            <span>
              <b>{`${claim.number} ${claim.description}`}</b>
              <small>{texts.summary(texts.kind[claim.kind], claim.payeeName)}</small>
              <ClaimStateTag m={m} state={claim.state} />
            </span>
            <span class="side">{formatMoney(claim.amount.toString())}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function AskForm({ m, view, form }: { readonly m: Messages; readonly view: ClaimsPageView; readonly form: ClaimFormView }): JSX.Element {
  const { fields, hints, ...texts } = m.income.claims;
  const of = (name: keyof typeof fields) => ({
    name,
    label: fields[name],
    value: typedOr(view.refusal, name),
    error: errorOf(view.refusal, name),
    ...(name in hints && { hint: hints[name as keyof typeof hints] }),
  });
  const optional = (options: readonly Option[]): Option[] => [{ value: '', label: m.workbench.forms.none }, ...options];
  const may = (kind: ClaimKind): boolean => form.kinds.includes(kind);
  return (
    <DeskForm action={view.base} seal={form.seal} multipart>
      <Field {...of('kind')} options={claimKinds.filter(may).map((kind) => ({ value: kind, label: texts.kind[kind] }))} />
      <Field {...of('amount')} inputMode="decimal" required />
      <Field {...of('description')} required />
      <Field {...of('period')} required />
      <Field {...of('payee')} options={optional(form.payees)} />
      <Field {...of('lease')} options={optional(form.leases)} />
      <Field {...of('invoiceNo')} />
      <Field {...of('resolution')} options={optional(form.resolutions)} />
      {may('SPENDING') && <Field {...of('costCode')} options={optional(spendingCodes.map((code) => ({ value: code, label: texts.costCode[code] })))} />}
      {may('TAX') && <Field {...of('fund')} options={optional((['COM', 'SVC', 'QLT'] as const).map((fund) => ({ value: fund, label: m.funds[fund] })))} />}
      <Field {...of('document')} value="" type="file" required />
      <div class="actions">
        <button class="button main" type="submit">
          {texts.submit}
        </button>
      </div>
    </DeskForm>
  );
}

function UseRules({ m, view }: { readonly m: Messages; readonly view: ClaimsPageView }): JSX.Element {
  const texts = m.income.claims;
  return (
    <Card id="rules" title={texts.ruleTitle} note={texts.ruleNote}>
      {view.rules.length === 0 ? (
        <EmptyState title={texts.noRules}>{texts.noRulesHint}</EmptyState>
      ) : (
        <ul>
          {view.rules.map((rule) => (
            <li key={rule.resolutionNumber}>
              {texts.ruleLine(rule.resolutionNumber, formatPercent(rule.share.toString()), texts.basis[rule.basis])}{' '}
              <small>{texts.ruleStop(rule.reaches?.toString() ?? null, rule.keeps?.toString() ?? null)}</small>
            </li>
          ))}
        </ul>
      )}
      {view.proposes && view.form !== null && view.rules.length > 0 && <ProposeForm m={m} view={view} seal={view.form.seal} />}
      {view.records && view.form === null && <RuleForm m={m} view={view} />}
    </Card>
  );
}

function ProposeForm({ m, view, seal }: { readonly m: Messages; readonly view: ClaimsPageView; readonly seal: FormSeal }): JSX.Element {
  const { fields, hints, ...texts } = m.income.claims;
  const of = (name: 'description' | 'period' | 'payee' | 'resolution') => ({ name: `m-${name}`, label: fields[name] });
  return (
    <>
      <h3>{texts.maintenance}</h3>
      <p class="note">{texts.maintenanceNote}</p>
      <DeskForm action={`${view.base}/maintenance`} seal={{ ...seal, idempotencyKey: `${seal.idempotencyKey}/m` }}>
        <Field {...of('resolution')} options={view.rules.map((rule) => ({ value: rule.resolutionNumber, label: rule.resolutionNumber }))} />
        <Field {...of('period')} hint={hints.period} required />
        <Field {...of('payee')} options={view.custodians} />
        <Field {...of('description')} hint={hints.description} required />
        <div class="actions">
          <button class="button main" type="submit">
            {texts.propose}
          </button>
        </div>
      </DeskForm>
    </>
  );
}

function RuleForm({ m, view }: { readonly m: Messages; readonly view: ClaimsPageView }): JSX.Element {
  const texts = m.income.claims;
  const fields = texts.ruleFields;
  const of = (name: keyof typeof fields) => ({ name, label: fields[name], value: typedOr(view.refusal, name), error: errorOf(view.refusal, name) });
  return (
    <DeskForm action={`${view.base}/rules`} seal={formSeal(view.frame.formToken)}>
      <Field {...of('resolution')} required />
      <Field {...of('share')} inputMode="decimal" required />
      <Field {...of('basis')} options={useBases.map((basis) => ({ value: basis, label: texts.basis[basis] }))} />
      <Field {...of('reaches')} inputMode="decimal" hint={m.workbench.forms.optional} />
      <Field {...of('keeps')} inputMode="decimal" hint={m.workbench.forms.optional} />
      <div class="actions">
        <button class="button" type="submit">
          {texts.ruleSubmit}
        </button>
      </div>
    </DeskForm>
  );
}
