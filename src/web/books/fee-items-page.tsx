import type { JSX } from 'preact';
import { feeBases, feeCycles, discountGrounds, type DiscountView, type FeeItem, type MeterView } from '../../modules/fees/index.js';
import { Banner, Card, DataTable, EmptyState, Field } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DiscountList } from '../desk/discount-list.js';
import { DeskForm, errorOf, fieldsOf, RefusalNotice, typedOr, type FormSeal, type Refusal } from '../desk/form-parts.js';
import type { Messages } from '../messages/index.js';

export interface FeeItemsView {
  readonly frame: DeskFrame;
  readonly items: readonly FeeItem[];
  readonly discounts: readonly DiscountView[];
  readonly meters: readonly MeterView[];
  /** The contract's rates, as text. */
  readonly contract: readonly { readonly unitKind: 'FLAT' | 'SHOP'; readonly rate: string }[];
  readonly seal: () => FormSeal;
  readonly saved: boolean;
  /** What was wrong in a file, line by line. */
  readonly refusedLines: { readonly lines: number; readonly refused: readonly { readonly line: number; readonly message: string }[] } | null;
  readonly refusal: Refusal | null;
}

type Props = { readonly m: Messages; readonly view: FeeItemsView };
type FieldName = keyof Messages['billing']['items']['fields'];

const baseOf = (view: FeeItemsView): string => `/b/${view.frame.community.slug}/fee-items`;

/** What units are billed for: items with their rates, discounts, meters. */
export function FeeItemsPage({ m, view }: Props): JSX.Element {
  const texts = m.billing.items;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: texts.title, lead: texts.lead, back: { href: `/b/${view.frame.community.slug}/bills`, label: texts.back } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.saved && <Banner tone="ok" title={texts.saved} />}
        </>
      }
    >
      <Card id="items" title={texts.list}>
        <Items m={m} view={view} />
      </Card>
      <Card id="meters" title={texts.meters} note={texts.metersNote}>
        <Meters m={m} view={view} />
      </Card>
      <Card id="discounts" title={texts.discounts} note={texts.discountNote}>
        <Discounts m={m} view={view} />
      </Card>
      <Card id="add" title={texts.add} note={texts.addNote}>
        <AddItem m={m} view={view} />
      </Card>
      <ChangeItems m={m} view={view} />
      <Card id="owner" title={texts.owner} note={texts.ownerNote}>
        <DeskForm action={`${baseOf(view)}/owner`} seal={view.seal()} label={texts.owner}>
          <Field {...fieldOf(m, view, 'unit')} required />
          <Field {...fieldOf(m, view, 'ownerName')} required />
          <Field {...fieldOf(m, view, 'fromOn')} type="date" required />
          <Save m={m} />
        </DeskForm>
      </Card>
    </DeskLayout>
  );
}

function fieldOf(m: Messages, view: FeeItemsView, name: FieldName): { name: string; label: string; value: string; error: string | undefined } {
  return { name, label: m.billing.items.fields[name], value: typedOr(view.refusal, name), error: errorOf(view.refusal, name) };
}

function Save({ m, label }: { readonly m: Messages; readonly label?: string }): JSX.Element {
  return (
    <div class="actions">
      <button class="button main" type="submit">
        {label ?? m.billing.items.save}
      </button>
    </div>
  );
}

function Items({ m, view }: Props): JSX.Element {
  const texts = m.billing.items;
  const rows = [
    ...view.contract.map(({ unitKind, rate }) => ({ key: `PM/${unitKind}`, cells: [`PM ${texts.kind[unitKind]}`, texts.basis.AREA, rate, '', ''] })),
    ...view.items.flatMap((item) =>
      item.rates.map((rate) => ({
        key: `${item.code}/${rate.unitKind}/${rate.from}`,
        cells: [
          `${item.code} ${item.name} ${texts.kind[rate.unitKind]}`,
          `${texts.basis[item.basis]} · ${texts.cycle[item.cycle]}${item.lateFees ? ` · ${texts.lateFees}` : ''}`,
          rate.rate.toString(),
          rate.resolutionNo,
          item.to === null ? texts.from(rate.from) : texts.until(rate.from, item.to),
        ],
      })),
    ),
  ];
  return (
    <>
      <DataTable
        caption={texts.list}
        captionHidden
        columns={[
          { label: texts.columns.item },
          { label: texts.columns.basis },
          { label: texts.columns.rate, numeric: true },
          { label: texts.columns.resolution },
          { label: texts.columns.months },
        ]}
        rows={rows}
      />
      {view.items.length === 0 && <p class="note">{texts.empty}</p>}
    </>
  );
}

function Meters({ m, view }: Props): JSX.Element {
  const texts = m.billing.items;
  const metered = view.items.filter((item) => item.basis === 'METER');
  if (metered.length === 0) return <EmptyState title={texts.metersEmpty} />;
  const codes = metered.map((item) => ({ value: item.code, label: `${item.code} ${item.name}` }));
  return (
    <>
      {view.refusedLines !== null && (
        <Banner tone="bad" title={texts.lines(view.refusedLines.lines, view.refusedLines.refused.length)}>
          <ul>
            {view.refusedLines.refused.slice(0, 50).map(({ line, message }) => (
              <li key={line}>{`${texts.line(line)}: ${message}`}</li>
            ))}
          </ul>
        </Banner>
      )}
      <ul class="list">
        {metered.map((item) => {
          const meters = view.meters.filter((meter) => meter.item === item.code);
          const last = meters
            .flatMap((meter) => (meter.readThrough === null ? [] : [meter.readThrough]))
            .toSorted()
            .at(-1);
          return (
            <li key={item.code}>
              {`${item.code} ${item.name}: ${texts.meterCount(meters.length)}`} {last !== undefined && <small>{texts.readThrough(m.month(last))}</small>}
            </li>
          );
        })}
      </ul>
      <DeskForm action={`${baseOf(view)}/readings`} seal={view.seal()} multipart label={texts.loadReadings}>
        <Field {...fieldOf(m, view, 'item')} options={codes} />
        <Field {...fieldOf(m, view, 'period')} type="month" required />
        <Field {...fieldOf(m, view, 'file')} value="" type="file" hint={texts.hints.readings} required />
        <Save m={m} label={texts.loadReadings} />
      </DeskForm>
      <details>
        <summary>
          <span>{texts.loadMeters}</span>
        </summary>
        <DeskForm action={`${baseOf(view)}/meters`} seal={view.seal()} multipart label={texts.loadMeters}>
          <Field name="meterItem" label={texts.fields.item} options={codes} />
          <Field name="meterFile" label={texts.fields.file} type="file" hint={texts.hints.meters} required />
          <Save m={m} label={texts.loadMeters} />
        </DeskForm>
      </details>
    </>
  );
}

function Discounts({ m, view }: Props): JSX.Element {
  const texts = m.billing.items;
  const codes = ['PM', ...view.items.filter((item) => item.basis !== 'METER').map((item) => item.code)].map((code) => ({ value: code, label: code }));
  return (
    <>
      {view.discounts.length === 0 ? (
        <EmptyState title={texts.discountsEmpty} />
      ) : (
        <DiscountList m={m} discounts={view.discounts} children={(discount) => <EndDiscountForm m={m} view={view} discount={discount} />} />
      )}
      <details open={view.refusal !== null && 'ground' in view.refusal.typed}>
        <summary>
          <span>{texts.addDiscount}</span>
        </summary>
        <DeskForm action={`${baseOf(view)}/discounts`} seal={view.seal()} label={texts.addDiscount}>
          <Field name="discountItem" label={texts.fields.item} options={codes} />
          <Field name="discountUnit" label={texts.fields.unit} hint={texts.hints.unit} value={typedOr(view.refusal, 'discountUnit')} />
          <Field
            {...fieldOf(m, view, 'unitKind')}
            options={[{ value: '', label: m.workbench.forms.none }, ...(['FLAT', 'SHOP'] as const).map((kind) => ({ value: kind, label: texts.kind[kind] }))]}
          />
          <Field {...fieldOf(m, view, 'percent')} hint={texts.hints.percent} inputMode="decimal" />
          <Field {...fieldOf(m, view, 'yuan')} inputMode="decimal" />
          <Field name="discountFrom" label={texts.fields.fromOn} type="date" value={typedOr(view.refusal, 'discountFrom')} required />
          <Field {...fieldOf(m, view, 'to')} type="date" required />
          <Field {...fieldOf(m, view, 'ground')} options={discountGrounds.map((ground) => ({ value: ground, label: texts.ground[ground] }))} />
          <Field {...fieldOf(m, view, 'document')} required />
          <Save m={m} />
        </DeskForm>
      </details>
    </>
  );
}

/** Of a discount that bills take, or that waits: its last day, where that comes earlier than was asked for, and why. */
function EndDiscountForm({ m, view, discount }: Props & { readonly discount: DiscountView }): JSX.Element | null {
  const texts = m.billing.items;
  const ends = m.discountEnds;
  const { id, to, state, endedEarly, end } = discount;
  if ((state !== 'AGREED' && state !== 'WAITING') || endedEarly || end?.state === 'WAITING') return null;
  const field = fieldsOf(view.refusal, `discount-${id}`, { ...texts.fields, reason: ends.reason });
  return (
    <details open={field('lastOn').error !== undefined || field('reason').error !== undefined}>
      <summary>
        <span>{texts.endDiscount}</span>
      </summary>
      <DeskForm action={`${baseOf(view)}/discounts/${id}/end`} seal={view.seal()} label={texts.endDiscount}>
        <p class="note">{ends.askNote}</p>
        <Field {...field('lastOn', to)} type="date" required />
        <Field {...field('reason')} hint={ends.reasonHint} required />
        <Save m={m} label={texts.endDiscount} />
      </DeskForm>
    </details>
  );
}

/** A new rate from a month on, and the end of an item. */
function ChangeItems({ m, view }: Props): JSX.Element | null {
  const texts = m.leases.items;
  const running = view.items.filter(({ to }) => to === null).map(({ code, name }) => ({ value: code, label: `${code} ${name}` }));
  if (running.length === 0) return null;
  const [rate, end] = [fieldsOf(view.refusal, 'rate', texts.fields), fieldsOf(view.refusal, 'end', texts.fields)];
  return (
    <>
      <Card id="rate" title={texts.rate} note={texts.rateNote}>
        <DeskForm action={`${baseOf(view)}/rates`} seal={view.seal()} label={texts.rate}>
          <Field {...rate('item')} options={running} />
          <Field {...rate('unitKind')} options={(['FLAT', 'SHOP'] as const).map((kind) => ({ value: kind, label: m.billing.items.kind[kind] }))} />
          <Field {...rate('from')} type="month" required />
          <Field {...rate('rate')} hint={m.billing.items.hints.rate} inputMode="decimal" required />
          <Field {...rate('resolutionNo')} required />
          <Save m={m} label={texts.rateSubmit} />
        </DeskForm>
      </Card>
      <Card id="end" title={texts.end} note={texts.endNote}>
        <DeskForm action={`${baseOf(view)}/end`} seal={view.seal()} label={texts.end}>
          <Field {...end('item')} options={running} />
          <Field {...end('to')} type="month" required />
          <Save m={m} label={texts.endSubmit} />
        </DeskForm>
      </Card>
    </>
  );
}

function AddItem({ m, view }: Props): JSX.Element {
  const texts = m.billing.items;
  return (
    <DeskForm action={baseOf(view)} seal={view.seal()} label={texts.add}>
      <Field {...fieldOf(m, view, 'code')} hint={texts.hints.code} required />
      <Field {...fieldOf(m, view, 'name')} required />
      <Field {...fieldOf(m, view, 'basis')} options={feeBases.map((basis) => ({ value: basis, label: texts.basis[basis] }))} />
      <Field {...fieldOf(m, view, 'cycle')} options={feeCycles.map((cycle) => ({ value: cycle, label: texts.cycle[cycle] }))} />
      <Field {...fieldOf(m, view, 'from')} type="month" required />
      <Field {...fieldOf(m, view, 'flat')} hint={texts.hints.rate} inputMode="decimal" />
      <Field {...fieldOf(m, view, 'shop')} hint={texts.hints.rate} inputMode="decimal" />
      <Field
        {...fieldOf(m, view, 'lateFees')}
        options={[
          { value: 'no', label: texts.no },
          { value: 'yes', label: texts.yes },
        ]}
      />
      <Field {...fieldOf(m, view, 'resolutionNo')} required />
      <Save m={m} />
    </DeskForm>
  );
}
