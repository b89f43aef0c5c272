import type { JSX } from 'preact';
import type { MatchRuleView } from '../../modules/settlement/index.js';
import { Banner, Card, EmptyState, Field, StatusTag } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, errorOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export interface RulesView {
  readonly frame: DeskFrame;
  readonly make: FormSeal;
  readonly rules: readonly { readonly rule: MatchRuleView; readonly off: FormSeal | null }[];
  readonly done: 'made' | 'switched' | null;
  readonly refusal: Refusal | null;
}

const targets = ['UNIT', 'LEASE', 'OTHER_INCOME', 'FOR_OTHERS', 'INTEREST', 'CHARGE', 'SUSPENSE'] as const;
type Props = { readonly m: Messages; readonly view: RulesView };

/** The bookkeeper's rules: what they say, how often they were used, and a form for a new one. */
export function RulesPage({ m, view }: Props): JSX.Element {
  const texts = m.matching.rulesPage;
  const base = `/b/${view.frame.community.slug}/bank`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: `${base}/match`, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.done !== null && <Banner tone="ok" title={texts[view.done]} />}
        </>
      }
    >
      <Card id="rules" title={texts.list}>
        {view.rules.length === 0 && <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>}
        <ul class="list">
          {view.rules.map(({ rule, off }) => (
            <li key={rule.no} class="said">
              <span class="claim">
                <span>
                  <b>{`R${rule.no}`}</b> {texts.terms(rule.counterparty, rule.remark, rule.amount === null ? null : formatMoney(rule.amount.toString()))}
                </span>
                <span>{`${texts.targets[rule.target]} ${rule.reference ?? ''}`}</span>
              </span>
              <span class="who">{`${texts.directions[rule.direction]} · ${texts.uses(rule.uses)}`}</span>
              {off === null ? (
                <StatusTag tone="wait">{texts.isOff}</StatusTag>
              ) : (
                <DeskForm action={`${base}/rules/${rule.no}/off`} seal={off} class="">
                  <button class="button small" type="submit">
                    {texts.off}
                  </button>
                </DeskForm>
              )}
            </li>
          ))}
        </ul>
      </Card>
      <MakeRule m={m} view={view} base={base} />
    </DeskLayout>
  );
}

function MakeRule({ m, view, base }: Props & { readonly base: string }): JSX.Element {
  const texts = m.matching.rulesPage;
  const { refusal } = view;
  const field = (name: 'counterparty' | 'remark' | 'amount' | 'reference'): JSX.Element => (
    <Field
      name={name}
      label={texts[name]}
      value={typedOr(refusal, name)}
      error={errorOf(refusal, name)}
      autocomplete="off"
      {...(name === 'amount' && { inputMode: 'decimal' as const })}
    />
  );
  return (
    <Card id="make" title={texts.make}>
      <DeskForm action={`${base}/rules`} seal={view.make} class="form wide">
        <Field
          name="direction"
          label={texts.direction}
          value={typedOr(refusal, 'direction', 'IN')}
          options={(['IN', 'OUT'] as const).map((value) => ({ value, label: texts.directions[value] }))}
        />
        {field('counterparty')}
        {field('remark')}
        {field('amount')}
        <Field
          name="target"
          label={texts.target}
          value={typedOr(refusal, 'target', 'UNIT')}
          options={targets.map((value) => ({ value, label: texts.targets[value] }))}
        />
        {field('reference')}
        <div class="actions">
          <button class="button main" type="submit">
            {texts.save}
          </button>
        </div>
      </DeskForm>
    </Card>
  );
}
