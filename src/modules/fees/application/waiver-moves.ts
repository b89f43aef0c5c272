/** What bills and late fees were let off, each on its day, and what of it was taken back: with a minus, on the day on which they are owed again. */
export const WAIVER_MOVES = `(select w.bill_id, w.late_fee_id, w.amount, d.effective_on from mingbai.waiver w join mingbai.waiver_decision d on d.community_id = $1 and d.waiver_id = w.id
    where w.community_id = $1 and d.decision = 'APPROVED'
  union all select o.bill_id, o.late_fee_id, -o.amount, o.effective_on from mingbai.waiver_undo o where o.community_id = $1)`;
