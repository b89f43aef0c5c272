import type { Booking } from './bank-oracle.js';
import { decimal } from './figures.js';

export interface StatementPlan {
  readonly accountNo: string;
  readonly accountName: string;
  readonly from: string;
  readonly to: string;
  readonly opening: number;
  readonly bookings: readonly Booking[];
}

/** What the bank would send: its CSV in Chinese, UTF-8, oldest line first, with a running balance. */
export function statementFile({ accountNo, accountName, from, to, opening, bookings }: StatementPlan): Uint8Array {
  let balance = opening;
  const rows = bookings.map((booking) => {
    balance += booking.fen;
    const [debit, credit] = booking.fen < 0 ? [decimal(-booking.fen), ''] : ['', decimal(booking.fen)];
    return [booking.on, debit, credit, decimal(balance), booking.name, booking.account, remarkOf(booking), booking.reference];
  });
  const lines = [
    ['账号', accountNo],
    ['户名', accountName],
    ['币种', '人民币'],
    ['起止日期', `${from}至${to}`],
    ['期初余额', decimal(opening)],
    ['交易日期', '借方发生额', '贷方发生额', '余额', '对方户名', '对方账号', '附言', '流水号'],
    ...rows,
    ['总笔数', String(bookings.length)],
    ['期末余额', decimal(balance)],
  ];
  return new TextEncoder().encode(lines.map((cells) => `${cells.join(',')}\r\n`).join(''));
}

function remarkOf({ units, leases, payout }: Booking): string {
  return [...units.map((code) => `WY${code}`), ...leases, ...(payout === null ? [] : [payout])].join(' ');
}
