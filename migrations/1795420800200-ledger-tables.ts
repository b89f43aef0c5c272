import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The books: a chart that says what may be posted where, and tables whose rows only grow. */
export class LedgerTables1795420800200 implements MigrationInterface {
  readonly name = 'LedgerTables1795420800200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`set local row_security = off`);
    await runner.query(chartTables);
    await runner.query(chartData);
    await runner.query(pairData);
    await runner.query(bookTables);
    await runner.query(foreignKeys);
    await runner.query(triggers);
    await runner.query(rights);
    for (const table of ['book', 'account', 'account_balance', 'fund_balance', 'entry', 'transfer', 'period', 'period_balance'])
      await runner.query(`select mingbai.protect_tenant_table('ledger.${table}', 'select')`);
    // The poster's functions compare the compound with the transaction's and name it in every WHERE; the policy on top of that cost a tenth.
    for (const table of ['book', 'account', 'account_balance', 'fund_balance', 'entry', 'transfer', 'period', 'period_balance'])
      await runner.query(`create policy poster on ledger.${table} to mingbai_poster using (true) with check (true)`);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

const chartTables = `
  create table ledger.chart (
    code text primary key, name_zh text not null, name_en text not null, normal_side text not null check (normal_side in ('D', 'C')),
    holder_types text[] not null, restricted boolean not null, payable boolean not null, floored boolean not null,
    funds text[] not null check (funds <@ array['SVC', 'COM', 'QLT', 'TRN']));
  create table ledger.posting_rule (
    code text primary key,
    bank_fact boolean not null,      -- consumes a bank line: recorded even when money is short
    gate text not null check (gate in ('NONE', 'HOLD', 'DISCRETION')));
  create table ledger.posting_pair (    -- what a rule may debit and credit, in one fund
    rule text references ledger.posting_rule, fund text, debit text references ledger.chart, credit text references ledger.chart, primary key (rule, fund, debit, credit));`;

/** domain.md 3. Columns: code, 中文, English, side, holders, restricted, funds. */
const chartData = `
  insert into ledger.chart (code, name_zh, name_en, normal_side, holder_types, restricted, payable, floored, funds)
  select code, zh, en, side, string_to_array(holders, ','), restricted = 'R', code in ('2101', '2104', '2201'), code < '3' and code <> '1001', string_to_array(funds, ',')
  from (values
    ('1001', '银行存款—共管账户', 'Cash at bank, co-managed account', 'D', 'bank_account', '', 'SVC,COM,QLT,TRN'),
    ('1002', '支付渠道在途', 'Channel clearing', 'D', 'channel', '', 'SVC'),
    ('1101', '应收物业费', 'Fees receivable', 'D', 'unit', '', 'SVC'),
    ('1102', '应收违约金', 'Late fees receivable', 'D', 'unit', '', 'SVC'),
    ('1103', '应收经营性收入', 'Operating income receivable', 'D', 'lease', '', 'COM'),
    ('1104', '应收物业公司款', 'Due from the firm', 'D', 'firm', '', 'SVC'),
    ('1105', '应收银行更正款', 'Bank error receivable', 'D', '', '', 'COM'),
    ('1201', '备用金', 'Float with the firm', 'D', 'firm', '', 'COM'),
    ('1301', '基金间垫付—应收', 'Inter-fund advance, due from', 'D', 'fund', '', 'SVC'),
    ('2701', '基金间垫付—应付', 'Inter-fund advance, due to', 'C', 'fund', '', 'COM'),
    ('2001', '预收物业费', 'Fees received in advance', 'C', 'unit', 'R', 'SVC'),
    ('2002', '预收经营性收入', 'Operating income in advance', 'C', 'lease', 'R', 'COM'),
    ('2101', '应付物业服务费', 'Service fee payable', 'C', 'firm', '', 'SVC'),
    ('2103', '考核留存金', 'Withheld performance money', 'C', 'assessment', 'R', 'SVC'),
    ('2104', '应付合理成本/供应商', 'Costs and vendors payable', 'C', 'payee', '', 'SVC,COM,QLT'),
    ('2111', '已批待付', 'Approved, on hold', 'C', 'disbursement', 'R', 'SVC,COM,QLT,TRN'),
    ('2112', '已指令在途', 'Instructed, in flight', 'C', 'disbursement', 'R', 'SVC,COM,QLT,TRN'),
    ('2201', '应交税费', 'Taxes payable', 'C', '', '', 'SVC,COM'),
    ('2301', '待查收款', 'Unidentified receipts', 'C', 'bank_line', 'R', 'TRN'),
    ('2302', '应付退款', 'Refunds payable', 'C', 'unit,payer,bank_line', 'R', 'SVC,TRN,COM'),
    ('2303', '退汇待处理', 'Returned payments', 'C', 'disbursement', 'R', 'SVC,COM,QLT,TRN'),
    ('2401', '应划转维修资金', 'Due to the maintenance fund', 'C', '', 'R', 'COM'),
    ('2501', '押金保证金', 'Deposits held', 'C', 'payer', 'R', 'TRN'),
    ('2502', '代收代付', 'Collected for others', 'C', 'payee', 'R', 'TRN'),
    ('2601', '移交/争议应付', 'Handover and disputed', 'C', 'firm', 'R', 'SVC'),
    ('3001', '服务资金结余', 'Service fund balance', 'C', '', '', 'SVC'),
    ('3002', '公共收益结余', 'Common income fund balance', 'C', '', '', 'COM'),
    ('3003', '考核扣减资金结余', 'Quality deduction fund balance', 'C', '', '', 'QLT'),
    ('3101', '本年收支结余', 'Result of the year', 'C', '', '', 'SVC,COM,QLT'),
    ('3901', '期初转换差额', 'Opening difference', 'C', '', '', 'SVC,COM,QLT,TRN'),
    ('4001', '物业费收入', 'Property fees', 'C', '', '', 'SVC'),
    ('4002', '违约金收入', 'Late fees', 'C', '', '', 'SVC'),
    ('4101', '存款利息收入', 'Bank interest', 'C', '', '', 'SVC,COM,QLT'),
    ('4201.01', '停车收入', 'Parking income', 'C', '', '', 'COM'),
    ('4201.02', '广告收入', 'Advertising income', 'C', '', '', 'COM'),
    ('4201.03', '场地收入', 'Site income', 'C', '', '', 'COM'),
    ('4201.04', '通信设施收入', 'Telecom income', 'C', '', '', 'COM'),
    ('4201.05', '快递柜收入', 'Parcel locker income', 'C', '', '', 'COM'),
    ('4201.06', '充电设施收入', 'Charging income', 'C', '', '', 'COM'),
    ('4301', '物业公司违约赔付', 'Penalties from the firm', 'C', '', '', 'SVC'),
    ('4901', '其他收入', 'Other income', 'C', '', '', 'COM'),
    ('4902', '基金划入', 'Inter-fund in', 'C', '', '', 'SVC,QLT'),
    ('5001.01', '物业服务支出—基础', 'Service cost, base', 'D', '', '', 'SVC'),
    ('5001.02', '物业服务支出—绩效', 'Service cost, performance', 'D', '', '', 'SVC'),
    ('5002', '减免', 'Waivers', 'D', '', '', 'SVC'),
    ('5003', '坏账核销', 'Write-offs', 'D', '', '', 'SVC,COM'),
    ('5101', '合理经营成本', 'Reasonable cost of operating', 'D', '', '', 'COM'),
    ('5201', '税费', 'Taxes', 'D', '', '', 'SVC,COM'),
    ('5301', '银行及渠道手续费', 'Bank and channel charges', 'D', '', '', 'COM'),
    ('5401', '审计费', 'Audit', 'D', '', '', 'COM,QLT'),
    ('5402', '业委会经费', 'Committee cost', 'D', '', '', 'COM,QLT'),
    ('5501', '划转维修资金', 'Transfer to the maintenance fund', 'D', '', '', 'COM'),
    ('5901', '其他支出', 'Other cost', 'D', '', '', 'COM,QLT'),
    ('5902', '基金划出', 'Inter-fund out', 'D', '', '', 'SVC,QLT')
  ) as chart (code, zh, en, side, holders, restricted, funds);

  insert into ledger.posting_rule (code, bank_fact, gate)
  select code, code = any (string_to_array('P02 P02d P07p P09 P15 P18b P19 P20 P21 P22 P22b P25b P29 P31 P32', ' ')),
    case when code in ('P13', 'P17d', 'P28a') then 'HOLD' when code in ('P23', 'P30') then 'DISCRETION' else 'NONE' end
  from unnest(string_to_array('P01 P02 P02c P02d P03 P03e P04 P06 P07 P07p P08 P08r P09 P09r P10 P11 P12 P13 P14 P15 P16 P17 P17d P18 P18b P18o P19 P20 P20r '
    'P21 P21f P22 P22b P22c P23 P24 P25u P25b P26 P27 P28a P28b P28c P29 P30 P31 P31b P32 P33 REV', ' ')) code;`;

/** domain.md 4, rule by rule: `fund debit/credit …`, funds apart by commas, rules by semicolons. A reversal takes the pairs of what it reverses. */
const pairData = `
  insert into ledger.posting_pair (rule, fund, debit, credit)
  select split_part(trim(r), ' ', 1), f.fund, split_part(p, '/', 1), split_part(p, '/', 2)
  from regexp_split_to_table($pairs$P01 SVC 1101/4001; P02 SVC 1001/1101 1001/2001; P02c SVC 1002/1101; P02d SVC 1001/1002 1301/1001, COM 5301/1001 1001/2701; P03 SVC 2001/1101; P03e SVC 1101/2001;
P04 SVC 5002/1101 5002/1102 5003/1101 5003/1102; P06 SVC 2001/2302, COM 2002/2302; P07 SVC 1102/4002; P07p SVC 1001/1102;
P08 COM 1103/4201.01 1103/4201.02 1103/4201.03 1103/4201.04 1103/4201.05 1103/4201.06;
P08r COM 4201.01/1103 4201.02/1103 4201.03/1103 4201.04/1103 4201.05/1103 4201.06/1103 4201.01/2002 4201.02/2002 4201.03/2002 4201.04/2002 4201.05/2002 4201.06/2002; P09 COM 1001/1103 1001/2002;
P09r COM 2002/4201.01 2002/4201.02 2002/4201.03 2002/4201.04 2002/4201.05 2002/4201.06; P10 COM 5101/2104; P11 COM 5201/2201, SVC 5201/2201;
P12 SVC 5001.01/2101 5001.02/2103 2101/5001.01 1104/5001.01 2103/5001.02;
P13 SVC 2101/2111 2104/2111 2201/2111 2302/2111 2303/2111, COM 2104/2111 2201/2111 2302/2111 2303/2111 2401/2111 1201/2111, QLT 2104/2111 2303/2111, TRN 2302/2111 2303/2111;
P14 SVC 2111/2112, COM 2111/2112, QLT 2111/2112, TRN 2111/2112; P15 SVC 2112/1001, COM 2112/1001, QLT 2112/1001, TRN 2112/1001;
P16 SVC 2111/2101 2111/2104 2111/2201 2111/2302 2111/2303 2112/2111, COM 2111/2104 2111/2201 2111/2302 2111/2303 2111/2401 2111/1201 2112/2111, QLT 2111/2104 2111/2303 2112/2111, TRN 2111/2302 2111/2303 2112/2111;
P17 SVC 2103/2101 2103/5001.02 5902/1001, QLT 1001/4902; P17d QLT 5902/1001, SVC 1001/4902 5001.02/2101;
P18 SVC 2101/4301 1104/4301; P18b SVC 1001/1104; P18o SVC 2101/1104; P19 SVC 1001/4101, COM 1001/4101, QLT 1001/4101;
P20 COM 5301/1001 1001/2701, SVC 1301/1001; P20r COM 2701/1001, SVC 1001/1301;
P21 TRN 1001/2301; P21f TRN 2301/1001 2301/2302, SVC 1001/1101 1001/2001, COM 1001/1103 1001/2002;
P22 SVC 1001/2303, COM 1001/2303, QLT 1001/2303, TRN 1001/2303; P22b SVC 1101/1001 2001/1001 1102/1001;
P22c SVC 2303/2101 2303/2104 2303/2201 2303/2302, COM 2303/2104 2303/2201 2303/2302 2303/2401 2303/1201, QLT 2303/2104, TRN 2303/2302;
P23 COM 5501/2401; P24 SVC 1104/1101; P25u COM 5101/1201; P25b COM 1001/1201;
P26 SVC 1001/3901 1101/3901 1102/3901 1104/3901 3901/2001 3901/2101 3901/2103 3901/2601 3901/3001, COM 1001/3901 1103/3901 1201/3901 3901/2002 3901/2104 3901/2201 3901/2401 3901/3002, QLT 1001/3901 3901/3003, TRN 1001/3901 3901/2301 3901/2501 3901/2502;
P28a SVC 2101/2601 2103/2601; P28b SVC 2601/2101 2601/5001.01 2601/5001.02 5902/1001, QLT 1001/4902; P28c SVC 1001/1001, COM 1001/1001, QLT 1001/1001, TRN 1001/1001;
P29 COM 1105/1001 1001/1105, TRN 1001/2301 2301/1001; P30 COM 5401/2104 5402/2104 5901/2104, QLT 5401/2104 5402/2104 5901/2104;
P31 TRN 1001/2501 1001/2502; P31b TRN 2501/2302 2501/1001 2502/2302, COM 1001/4901; P32 COM 1001/4901; P33 COM 5003/1103, SVC 5003/1104$pairs$, ';\\s*') r,
    lateral (select split_part(btrim(part, E' \\n'), ' ', 1) as fund, btrim(part, E' \\n') as part from regexp_split_to_table(substr(trim(r), length(split_part(trim(r), ' ', 1)) + 1), ',') part) f,
    lateral regexp_split_to_table(substr(f.part, length(f.fund) + 2), '\\s+') p;

  -- P27 empties every account of result, and 3101 into the balance of its fund, whichever side they stand on
  insert into ledger.posting_pair (rule, fund, debit, credit)
  select 'P27', p.fund, side.debit, side.credit
  from (select f.fund, c.code as result, '3101' as target from ledger.chart c, unnest(c.funds) f(fund) where c.code ~ '^[45]'
    union all values ('SVC', '3101', '3001'), ('COM', '3101', '3002'), ('QLT', '3101', '3003')) p,
    lateral (values (p.result, p.target), (p.target, p.result)) side(debit, credit);`;

const bookTables = `
  create table ledger.book (
    community_id int primary key, opened_on date not null, closed_through date not null, last_seq bigint not null default 0,
    next_id bigint not null default 1, next_account_id int not null default 1,
    vouchers int[] not null default '{}',  -- the last voucher number of each year, by year: vouchers[2024]
    -- days through reopened_through were closed once and take entries until reopened_until; null when nothing is reopened
    reopened_through date, reopened_until timestamptz, check (reopened_through > closed_through), check ((reopened_through is null) = (reopened_until is null)),
    check (closed_through >= opened_on - 1)) with (fillfactor = 50);
  create table ledger.account (
    community_id int, id int, code text not null, fund text not null, holder_type text not null, holder_id bigint not null,
    normal_side text not null, restricted boolean not null, payable boolean not null,
    primary key (community_id, id), unique (community_id, code, fund, holder_type, holder_id));
  create table ledger.account_balance (
    community_id int, account_id int, normal_side text not null, floored boolean not null,
    debit numeric(18,2) not null default 0, credit numeric(18,2) not null default 0, last_seq bigint not null default 0,
    primary key (community_id, account_id),
    constraint total check (debit < 1e13 and credit < 1e13),
    constraint floor check (not floored or case normal_side when 'D' then debit >= credit else credit >= debit end)) with (fillfactor = 70);
  -- available = cash - restricted; short_since_seq marks the entry that took available below 0, until it is cured
  create table ledger.fund_balance (
    community_id int, fund text, cash numeric(18,2) not null default 0, restricted numeric(18,2) not null default 0,
    payable numeric(18,2) not null default 0, short_since_seq bigint, primary key (community_id, fund),
    check ((cash - restricted < 0) = (short_since_seq is not null))) with (fillfactor = 50);
  -- Entries and transfers are most of what a database holds: a number of an entry has four bytes, two thousand million in a book, and
  -- the columns stand in the order that leaves no gap between them. That vouchers have no gap is the gate's doing; see verify books.
  create table ledger.entry (
    recorded_at timestamptz not null, actor_id bigint, source_id bigint not null, community_id int, seq int, effective_on date not null,
    voucher_year int not null, voucher_no int not null, occurrence int not null, reverses_seq int,
    rule text not null, source_type text not null, description text not null,
    primary key (community_id, seq), constraint one_posting_per_event unique (community_id, source_id, source_type, rule, occurrence));
  create unique index reversed_once on ledger.entry (community_id, reverses_seq) where reverses_seq is not null;
  create index entry_effective_on on ledger.entry (community_id, effective_on, seq);
  create table ledger.transfer (
    community_id int, entry_seq int, line int, debit_account int not null, credit_account int not null, effective_on date not null, fund text not null,
    amount numeric(18,2) not null check (amount > 0 and amount < 1e13),
    primary key (community_id, entry_seq, line), check (debit_account <> credit_account));
  create index transfer_debit on ledger.transfer (community_id, debit_account, entry_seq);
  create index transfer_credit on ledger.transfer (community_id, credit_account, entry_seq);
  -- One row a close. A month is closed while a row of it is CLOSED; one that was reopened keeps the row, and its next close is another.
  -- first_open_seq: no entry before it is dated after the month, as the close found it, so a balance reads transfers from there on.
  create table ledger.period (
    community_id int, close_no int, month text not null check (month ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])$'), state text not null check (state in ('CLOSED', 'REOPENED')),
    closed_at timestamptz not null, closed_by bigint, last_seq bigint not null, first_open_seq bigint not null check (first_open_seq between 1 and last_seq + 1),
    reopening_no int, reopened_seq bigint check (reopened_seq >= last_seq),
    primary key (community_id, close_no), check ((state = 'REOPENED') = (reopening_no is not null)), check ((state = 'REOPENED') = (reopened_seq is not null)));
  create unique index one_close_in_force on ledger.period (community_id, month) where state = 'CLOSED';
  -- totals since the opening, of the accounts that moved in the month: of entries dated through it and numbered through last_seq of the close
  create table ledger.period_balance (
    community_id int, account_id int, month text not null, close_no int not null, debit numeric(18,2) not null, credit numeric(18,2) not null,
    primary key (community_id, account_id, month, close_no));`;

const foreignKeys = `
  alter table ledger.account add foreign key (community_id) references ledger.book, add foreign key (code) references ledger.chart;
  alter table ledger.account_balance add foreign key (community_id, account_id) references ledger.account;
  alter table ledger.fund_balance add foreign key (community_id) references ledger.book;
  alter table ledger.period add foreign key (community_id) references ledger.book;
  alter table ledger.period_balance add foreign key (community_id, close_no) references ledger.period, add foreign key (community_id, account_id) references ledger.account;`;

const triggers = `
  create function ledger.only_the_poster() returns trigger language plpgsql as $$
  begin
    if current_user <> 'mingbai_poster' then raise exception 'rows of %.% are written by ledger.post alone', tg_table_schema, tg_table_name using errcode = 'MB002'; end if;
    return null;
  end $$;
  create function ledger.rules_are_fixed() returns trigger language plpgsql as $$
  begin raise exception '% on %.% is refused: the rules of the books change by a migration, which says so', tg_op, tg_table_schema, tg_table_name using errcode = 'MB001'; end $$;
  create trigger fixed before insert or update or delete or truncate on ledger.chart for each statement execute function ledger.rules_are_fixed();
  create trigger fixed before insert or update or delete or truncate on ledger.posting_rule for each statement execute function ledger.rules_are_fixed();
  create trigger fixed before insert or update or delete or truncate on ledger.posting_pair for each statement execute function ledger.rules_are_fixed();
  create trigger append_only before update or delete or truncate on ledger.entry for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on ledger.transfer for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on ledger.account for each statement execute function mingbai.refuse_change();
  create trigger append_only before update or delete or truncate on ledger.period_balance for each statement execute function mingbai.refuse_change();
  create trigger one_gate before insert on ledger.entry for each statement when (current_user <> 'mingbai_poster') execute function ledger.only_the_poster();
  create trigger one_gate before insert on ledger.transfer for each statement when (current_user <> 'mingbai_poster') execute function ledger.only_the_poster();
  create trigger one_gate before insert on ledger.account for each statement when (current_user <> 'mingbai_poster') execute function ledger.only_the_poster();
  create trigger one_gate before insert on ledger.period_balance for each statement when (current_user <> 'mingbai_poster') execute function ledger.only_the_poster();
  create trigger one_gate before insert or update or delete or truncate on ledger.account_balance for each statement when (current_user <> 'mingbai_poster') execute function ledger.only_the_poster();
  create trigger one_gate before insert or update or delete or truncate on ledger.fund_balance for each statement when (current_user <> 'mingbai_poster') execute function ledger.only_the_poster();
  create trigger one_gate before insert or update or delete or truncate on ledger.book for each statement when (current_user <> 'mingbai_poster') execute function ledger.only_the_poster();
  create trigger one_gate before insert or update or delete or truncate on ledger.period for each statement when (current_user <> 'mingbai_poster') execute function ledger.only_the_poster();`;

const rights = `
  grant select on all tables in schema ledger to mingbai_poster, mingbai_app;
  grant insert on ledger.book, ledger.account, ledger.account_balance, ledger.fund_balance, ledger.entry, ledger.transfer, ledger.period, ledger.period_balance to mingbai_poster;
  grant update on ledger.book, ledger.account_balance, ledger.fund_balance, ledger.period to mingbai_poster;`;
