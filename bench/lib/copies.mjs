/**
 * Documents and payouts of decades: copies of the demo's own rows under ids of their own, written as a superuser without triggers, since it
 * is the reading that is measured. In the SQL of changes `n` is the number of the copy.
 */
import { ledger } from './stage.mjs';

const { Money, businessDate, shanghaiTime } = await import('../../dist/src/kernel/index.js');
const { transfer } = await import('../../dist/src/modules/ledger/index.js');

export const COMMUNITY = 1;

export const entryOf = (on, rule, { type, id }, transfers) => ({
  rule,
  effectiveOn: businessDate(on),
  source: { type, id },
  description: '物业费',
  transfers,
});

const HASH = `encode(sha256(n::text::bytea), 'hex')`;
const FIRST = { COST: 20_000_000, REFUND: 30_000_000, SUSPENSE_BACK: 40_000_000 };

export class Copies {
  /** @param compound its units and the account of its money, and the day of the postings */
  constructor({ admin, unitOfWork, compound }) {
    Object.assign(this, { admin, unitOfWork, compound });
  }

  /** @returns the ids of the copied payouts of each kind, each of a document of its own */
  async make(counts) {
    await this.admin.query('set session_replication_role = replica');
    await this.admin.query(
      `create temporary table units as select place, id from unnest(array[${this.compound.units.join()}]) with ordinality as u (id, place)`,
    );
    const made = {};
    for (const [kind, count] of Object.entries(counts)) {
      const at = FIRST[kind];
      const payout = await this.original(kind);
      if (kind === 'COST') await this.claims(payout.claim, { at, count });
      else if (kind === 'REFUND') await this.refunds(payout.claim, { at, count });
      else await this.returns(payout.claim, { at, count });
      await this.payouts(kind, payout, { at, count });
      made[kind] = Array.from({ length: count }, (_, index) => at + 1 + index);
    }
    return made;
  }

  async original(kind) {
    const [payout] = await this.rows(
      `select d.id, d.claim_id as claim, s.id as settlement from mingbai.disbursement d
       join mingbai.disbursement_settlement s on s.community_id = d.community_id and s.disbursement_id = d.id
       where d.community_id = ${COMMUNITY} and d.kind = '${kind}' order by d.id limit 1`,
    );
    if (!payout) throw new Error(`the demo has no ${kind} that was paid`);
    return payout;
  }

  async payouts(kind, { id, settlement }, { at, count }) {
    const holder = { COST: 't.source_holder_id', REFUND: this.unit(), SUSPENSE_BACK: `${at} + n` }[kind];
    const own = [
      `'id', ${at} + n, 'claim_id', ${at} + n, 'claim_number', '${{ COST: 'FY-', REFUND: 'TK', SUSPENSE_BACK: 'DC' }[kind]}' || (${at} + n)`,
      `'number_year', 2000 + n % 24, 'number_no', ${at} + n, 'number', 'BF' || (2000 + n % 24) || '-' || (${at} + n)`,
      `'invoice_no', case when t.invoice_no is not null then 'BENCH' || n end, 'source_holder_id', ${holder}`,
      `'documents', case when t.documents <> '{}' then jsonb_build_array(${HASH}) else '[]' end`,
    ];
    await this.copy('disbursement', { id, count, own: own.join() });
    await this.admin.query(
      `insert into mingbai.disbursement_paper select community_id, id, unnest(documents) from mingbai.disbursement where community_id = ${COMMUNITY} and id > ${at} and id <= ${at + count}`,
    );
    const paid = `'id', ${at} + n, 'disbursement_id', ${at} + n, 'entry_seq', ${at} + n, 'booked_on', date '2002-01-01' + n * 4`;
    await this.copy('disbursement_settlement', { id: settlement, count, own: paid });
  }

  async claims(id, { at, count }) {
    await this.copy('claim', { id, count, own: `'id', ${at} + n, 'serial', 1000 + n, 'entry_seq', ${at} + n, 'invoice_no', 'BENCH' || n` });
    await this.admin.query(
      `insert into mingbai.evidence select (jsonb_populate_record(e, jsonb_build_object('sha256', ${HASH}))).* from mingbai.evidence e, generate_series(1, ${count}) n
       where e.community_id = ${COMMUNITY} and e.sha256 = (select min(sha256) from mingbai.evidence where community_id = ${COMMUNITY})`,
    );
    await this.admin.query(
      `insert into mingbai.claim_evidence (community_id, claim_id, sha256, place) select ${COMMUNITY}, ${at} + n, ${HASH}, 1 from generate_series(1, ${count}) n`,
    );
  }

  async refunds(id, { at, count }) {
    const [{ receipt, line }] = await this.rows(
      `select f.receipt_id as receipt, r.bank_line_id as line from mingbai.fee_refund f join mingbai.receipt r on r.community_id = ${COMMUNITY} and r.id = f.receipt_id
       where f.community_id = ${COMMUNITY} and f.id = ${id}`,
    );
    await this.bankLines(line, { at, count });
    const own = `'id', ${at} + n, 'unit_id', ${this.unit()}`;
    await this.copy('receipt', { id: receipt, count, own: `${own}, 'no', ${at} + n, 'bank_line_id', ${at} + n, 'amount', t.amount + 1000` });
    await this.copy('fee_refund', { id, count, own: `${own}, 'receipt_id', ${at} + n, 'entry_seq', ${at} + n` });
  }

  async returns(line, { at, count }) {
    await this.bankLines(line, { at, count });
    const [{ amount }] = await this.rows(`select amount from mingbai.bank_line where community_id = ${COMMUNITY} and id = ${line}`);
    const sum = Money.parse(amount);
    const { today, bank } = this.compound;
    const drafts = Array.from({ length: count }, (_, index) => {
      const holder = { type: 'bank_line', id: at + 1 + index };
      return [
        entryOf(today, 'P21', holder, transfer('TRN', sum, bank, { code: '2301', holder })),
        entryOf(today, 'P21f', holder, transfer('TRN', sum, { code: '2301', holder }, { code: '2302', holder })),
      ];
    }).flat();
    const posting = { by: null, at: shanghaiTime(businessDate(today), '08:00') };
    await this.unitOfWork.run(COMMUNITY, (tx) => ledger.post(tx, posting, drafts));
  }

  bankLines(id, { at, count }) {
    return this.copy('bank_line', { id, count, own: `'id', ${at} + n, 'position', ${at} + n, 'bank_reference', 'BENCH-' || (${at} + n)` });
  }

  unit() {
    return '(select u.id from units u where u.place = n)';
  }

  async copy(table, { id, count, own }) {
    const [{ columns }] = await this.rows(
      `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns where table_schema = 'mingbai' and table_name = '${table}' and is_generated = 'NEVER'`,
    );
    await this.admin.query(
      `insert into mingbai.${table} (${columns}) select ${columns} from (select (jsonb_populate_record(t, jsonb_build_object(${own}))).*
       from mingbai.${table} t, generate_series(1, ${count}) n where t.community_id = ${COMMUNITY} and t.id = ${id}) copies`,
    );
  }

  async rows(sql) {
    return (await this.admin.query(sql)).rows;
  }
}
