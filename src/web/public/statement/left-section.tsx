import type { JSX } from 'preact';
import type { BalanceSection, FundBalanceSheet } from '../../../modules/statements/index.js';
import { Card, ChartKey, DataTable, MoneyLines, More, SplitBar, type Row } from '../../components/index.js';
import { formatMoney } from '../../format.js';
import type { Messages } from '../../messages/index.js';

type Props = { readonly m: Messages; readonly balance: BalanceSection };

/** What is in the account, what of it is set aside, what may be spent; behind it the balance sheet of each fund. */
export function LeftSection({ m, balance }: Props): JSX.Element {
  const { left } = m.statement;
  const shown = balance.funds.filter((fund) => fund.cash !== '0.00' || fund.restricted !== '0.00');
  return (
    <Card id="left" title={left.title} note={left.note}>
      <ChartKey
        entries={[
          { ink: 'in', label: left.available },
          { ink: 'hold', label: left.restricted },
        ]}
      />
      <div class="funds">
        <Left m={m} name={left.all} money={balance.total} held={undefined} />
        {shown.map((fund) => (
          <Left key={fund.fund} m={m} name={m.funds[fund.fund]} money={fund} held={reasons(m, fund)} />
        ))}
      </div>
      <More label={left.open}>
        <DataTable
          caption={left.open}
          captionHidden
          short
          columns={[{ label: left.account }, { label: m.money.unit, numeric: true }]}
          rows={balance.funds.flatMap((fund) => sheetRows(m, fund))}
        />
      </More>
    </Card>
  );
}

interface LeftProps {
  readonly m: Messages;
  readonly name: string;
  readonly money: Pick<FundBalanceSheet, 'cash' | 'restricted' | 'available'>;
  readonly held: string | undefined;
}

function Left({ m, name, money, held }: LeftProps): JSX.Element {
  const { left } = m.statement;
  return (
    <div>
      <h3 class="fund-name">
        {name}
        <span class="money">{formatMoney(money.cash)}</span>
      </h3>
      <SplitBar
        parts={[
          { ink: 'in', amount: money.available, title: `${left.available} ${formatMoney(money.available)}` },
          { ink: 'hold', amount: money.restricted, title: `${left.restricted} ${formatMoney(money.restricted)}` },
        ]}
      />
      <MoneyLines
        lines={[
          { label: left.available, amount: money.available },
          { label: left.restricted, amount: money.restricted, note: held },
        ]}
      />
    </div>
  );
}

/** Why money is set aside: the names of the claims on it. */
function reasons(m: Messages, fund: FundBalanceSheet): string | undefined {
  const held = fund.claims.filter((claim) => claim.restricted && claim.amount !== '0.00');
  return held.length === 0 ? undefined : m.list(held.map((claim) => accountName(m, claim.account)));
}

function accountName(m: Messages, code: string): string {
  return m.accounts[code as keyof Messages['accounts']] ?? code;
}

function sheetRows(m: Messages, fund: FundBalanceSheet): Row[] {
  const { left } = m.statement;
  if (fund.assets.length === 0 && fund.claims.length === 0) return [];
  const owes = fund.claims.map((claim) => ({ ...claim, note: claim.restricted ? left.held : '' }));
  return [
    { key: fund.fund, cells: [m.funds[fund.fund]], kind: 'group' },
    ...fund.assets.map((line): Row => ({
      key: `${fund.fund}-${line.account}`,
      cells: [`${m.colon(left.has)}${accountName(m, line.account)}`, formatMoney(line.amount)],
    })),
    ...owes.map((line): Row => ({
      key: `${fund.fund}-${line.account}`,
      cells: [
        <>
          {m.colon(left.owes)}
          {accountName(m, line.account)} {line.note !== '' && <small>{line.note}</small>}
        </>,
        formatMoney(line.amount),
      ],
    })),
    { key: `${fund.fund}-net`, cells: [left.net, formatMoney(fund.net)], kind: 'subtotal' },
  ];
}
