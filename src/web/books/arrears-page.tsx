import type { JSX } from 'preact';
import type { AccountingPeriod, BusinessDate } from '../../kernel/index.js';
import { Banner, Card, DataTable, EmptyState, Field, FilterBar, MoneyLines } from '../components/index.js';
import { DeskLayout, type DeskFrame } from '../desk/desk-layout.js';
import { DeskForm, RefusalNotice, type FormSeal, type Refusal } from '../desk/form-parts.js';
import { formatMoney } from '../format.js';
import type { Messages } from '../messages/index.js';

export type Ages = Readonly<Record<'0-30' | '31-90' | '91-180' | '181-365' | '366+', string>>;

/** One bill or late fee that is overdue. */
export interface ArrearsItem {
  readonly billId: number;
  readonly lateFeeId: number | null;
  readonly item: string;
  readonly period: AccountingPeriod;
  readonly dueOn: BusinessDate;
  readonly open: string;
}

export interface ArrearsUnit {
  readonly unitCode: string;
  readonly building: string;
  /** As this person may see it. */
  readonly owner: string | null;
  readonly reference: string;
  readonly total: string;
  readonly ages: Ages;
  readonly oldestDueOn: BusinessDate;
  readonly reminder: { readonly stage: number; readonly on: BusinessDate } | null;
  readonly items: readonly ArrearsItem[];
}

export interface ArrearsView {
  readonly frame: DeskFrame;
  readonly total: string;
  readonly buildings: readonly { readonly building: string; readonly units: number; readonly total: string; readonly ages: Ages }[];
  readonly building: string | null;
  readonly units: readonly ArrearsUnit[];
}

type Props = { readonly m: Messages; readonly view: ArrearsView };
const AGES = ['0-30', '31-90', '91-180', '181-365', '366+'] as const;

/** Who owes what for how long, and what can be done about it. */
export function ArrearsPage({ m, view }: Props): JSX.Element {
  const texts = m.billing.arrears;
  const base = `/b/${view.frame.community.slug}`;
  return (
    <DeskLayout m={m} frame={view.frame} head={{ title: texts.title, lead: texts.lead }}>
      <p class="actions no-print">
        <a class="button small" href={`${base}/late-fees`}>
          {texts.lateFees}
        </a>
        <a class="button small" href={`${base}/waivers`}>
          {texts.waivers}
        </a>
        <a class="button small" href={`${base}/arrears.csv`}>
          {texts.csv}
        </a>
      </p>
      {view.buildings.length === 0 ? (
        <section class="card" aria-label={texts.title}>
          <EmptyState title={texts.none} />
        </section>
      ) : (
        <>
          <Card id="buildings" title={texts.byBuilding} note={texts.byBuildingNote}>
            <MoneyLines
              lines={[
                { label: texts.total, note: `${texts.units} ${view.buildings.reduce((sum, row) => sum + row.units, 0)}`, amount: view.total, kind: 'total' },
              ]}
            />
            <Buildings m={m} view={view} />
          </Card>
          <Units m={m} view={view} />
        </>
      )}
    </DeskLayout>
  );
}

function Buildings({ m, view }: Props): JSX.Element {
  const texts = m.billing.arrears;
  const base = `/b/${view.frame.community.slug}`;
  return (
    <DataTable
      caption={texts.byBuilding}
      captionHidden
      columns={[{ label: texts.building }, ...AGES.map((age) => ({ label: texts.ages[age], numeric: true })), { label: texts.amount, numeric: true }]}
      rows={view.buildings.map(({ building, units, total, ages }) => ({
        key: building,
        cells: [
          <a class="button small nowrap" href={`${base}/notices?building=${encodeURIComponent(building)}`}>
            {building} ({units})<span class="sr"> {texts.notices}</span>
          </a>,
          ...AGES.map((age) => formatMoney(ages[age])),
          formatMoney(total),
        ],
      }))}
    />
  );
}

function Units({ m, view }: Props): JSX.Element {
  const texts = m.billing.arrears;
  const base = `/b/${view.frame.community.slug}`;
  return (
    <Card id="units" title={texts.detail}>
      <FilterBar m={m} action={`${base}/arrears`} clearHref={`${base}/arrears`}>
        <Field
          name="building"
          label={texts.building}
          value={view.building ?? ''}
          options={[{ value: '', label: texts.all }, ...view.buildings.map(({ building }) => ({ value: building, label: building }))]}
        />
      </FilterBar>
      <ul class="list">
        {view.units.map((unit) => (
          <li key={unit.unitCode}>
            <details>
              <summary>
                <span>
                  <b>{`${unit.unitCode} ${unit.owner ?? ''}`.trim()}</b> <small>{texts.reference(unit.reference)}</small>{' '}
                  <small>{`${texts.oldest} ${unit.oldestDueOn}`}</small>{' '}
                  {unit.reminder !== null && <small>{`${texts.noticed} ${texts.stage(unit.reminder.stage, unit.reminder.on)}`}</small>}{' '}
                  {formatMoney(unit.total)}
                </span>
              </summary>
              <DataTable
                caption={unit.unitCode}
                captionHidden
                columns={[{ label: m.money.item }, { label: texts.oldest }, { label: texts.amount, numeric: true }, { label: texts.waivers }]}
                rows={unit.items.map((item) => ({
                  key: `${item.billId}/${item.lateFeeId ?? 0}`,
                  cells: [
                    item.lateFeeId === null ? texts.bill(item.item, m.month(item.period)) : texts.lateFee(item.item, m.month(item.period)),
                    item.dueOn,
                    formatMoney(item.open),
                    <a class="button small" href={`${base}/waivers/ask?${item.lateFeeId === null ? `bill=${item.billId}` : `late=${item.lateFeeId}`}`}>
                      {texts.ask}
                    </a>,
                  ],
                }))}
              />
            </details>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export interface NoticesView {
  readonly frame: DeskFrame;
  readonly building: string;
  readonly units: readonly ArrearsUnit[];
  readonly account: { readonly name: string; readonly bank: string; readonly no: string } | null;
  readonly on: BusinessDate;
  readonly seal: FormSeal;
  readonly recorded: number | null;
  readonly refusal: Refusal | null;
}

/** The notices of a building, one sheet of A4 a unit; they say what is owed and never more (Civil Code 944). */
export function NoticesPage({ m, view }: { readonly m: Messages; readonly view: NoticesView }): JSX.Element {
  const texts = m.billing.notice;
  const base = `/b/${view.frame.community.slug}`;
  return (
    <DeskLayout
      m={m}
      frame={view.frame}
      head={{ title: `${texts.title} ${view.building}`, lead: texts.lead, back: { href: `${base}/arrears`, label: m.billing.arrears.backToAll } }}
      notice={
        <>
          <RefusalNotice m={m} refusal={view.refusal} />
          {view.recorded !== null && <Banner tone="ok" title={texts.recorded(view.recorded)} />}
        </>
      }
    >
      <section class="card no-print" aria-label={texts.record}>
        <DeskForm action={`${base}/notices`} seal={view.seal} values={{ building: view.building }}>
          <div class="actions">
            <button class="button main" type="submit">
              {texts.record}
            </button>
          </div>
        </DeskForm>
      </section>
      {view.units.map((unit) => (
        <Notice key={unit.unitCode} m={m} view={view} unit={unit} />
      ))}
    </DeskLayout>
  );
}

function Notice({ m, view, unit }: { readonly m: Messages; readonly view: NoticesView; readonly unit: ArrearsUnit }): JSX.Element {
  const texts = m.billing.notice;
  const { community } = view.frame;
  const sentToday = unit.reminder?.on === view.on;
  const stage = unit.reminder === null || unit.reminder.on <= unit.oldestDueOn ? 1 : Math.min(unit.reminder.stage + (sentToday ? 0 : 1), 3);
  return (
    <section class="card sheet" aria-label={`${texts.head} ${unit.unitCode}`}>
      <h2>{texts.head}</h2>
      <p class="note">{texts.stage(stage)}</p>
      <p>{unit.owner === null ? texts.toUnit(unit.unitCode) : texts.to(unit.owner, unit.unitCode)}</p>
      <p>{texts.text(community.name, m.date(view.on), unit.total)}</p>
      <DataTable
        caption={texts.head}
        captionHidden
        columns={[{ label: texts.columns.item }, { label: texts.columns.due }, { label: texts.columns.amount, numeric: true }]}
        rows={[
          ...unit.items.map((item) => ({
            key: `${item.billId}/${item.lateFeeId ?? 0}`,
            cells: [
              item.lateFeeId === null ? m.billing.arrears.bill(item.item, m.month(item.period)) : m.billing.arrears.lateFee(item.item, m.month(item.period)),
              item.dueOn,
              formatMoney(item.open),
            ],
          })),
          { key: 'total', kind: 'total' as const, cells: [m.money.total, '', formatMoney(unit.total)] },
        ]}
      />
      {view.account !== null && <p>{texts.account(view.account.name, view.account.bank, view.account.no)}</p>}
      <p>{texts.reference(unit.reference)}</p>
      <p class="note">{texts.rights}</p>
      <p>
        {texts.sign(community.name)} {m.date(view.on)}
      </p>
    </section>
  );
}
