/** What a call of 600 entries is measured against: the same rows into the same indexed tables, and nothing else. */
const nextSeq = new Map();

/** Copies of the tables with their keys, indexes and checks; neither rights nor triggers nor policies. */
export async function openRawTables(admin) {
  await admin.query(`
    create schema raw;
    create table raw.entry (like ledger.entry including all);
    create table raw.transfer (like ledger.transfer including all);`);
}

/** @param drafts of one transfer each */
export async function insertRaw(admin, book, drafts) {
  const first = nextSeq.get(book) ?? 1;
  nextSeq.set(book, first + drafts.length);
  const seqs = drafts.map((_, index) => first + index);
  const client = await admin.connect();
  try {
    await client.query('begin');
    await client.query({
      name: 'raw.entry',
      text: `insert into raw.entry (community_id, seq, effective_on, recorded_at, voucher_year, voucher_no, rule, source_type, source_id, occurrence, description)
        select $1, s, d, $2, 2024, s, r, t, i, o, x from unnest($3::bigint[], $4::date[], $5::text[], $6::text[], $7::bigint[], $8::int[], $9::text[]) u(s, d, r, t, i, o, x)`,
      values: [
        book,
        '2024-01-31T01:00:00.000Z',
        seqs,
        drafts.map((draft) => draft.effectiveOn),
        drafts.map((draft) => draft.rule),
        drafts.map((draft) => draft.source.type),
        drafts.map((draft) => draft.source.id),
        drafts.map(() => 1),
        drafts.map((draft) => draft.description),
      ],
    });
    await client.query({
      name: 'raw.transfer',
      text: `insert into raw.transfer (community_id, entry_seq, line, fund, debit_account, credit_account, amount, effective_on)
        select $1, s, 1, f, d, c, a, e from unnest($2::bigint[], $3::text[], $4::int[], $5::int[], $6::numeric[], $7::date[]) u(s, f, d, c, a, e)`,
      values: [
        book,
        seqs,
        drafts.map((draft) => draft.transfers[0].fund),
        drafts.map((draft) => 1 + draft.transfers[0].debit.holder.id),
        drafts.map(() => 1),
        drafts.map((draft) => draft.transfers[0].amount.toString()),
        drafts.map((draft) => draft.effectiveOn),
      ],
    });
    await client.query('commit');
  } finally {
    client.release();
  }
}
