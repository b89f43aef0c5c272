import type { disputesZhCN } from './disputes.zh-CN.js';
import type { Translated } from './translated.js';

export const disputesEn: Translated<typeof disputesZhCN> = {
  title: 'Disputes of the handover',
  lead: 'When the firm leaves, what is contested of the money it is owed is held apart and paid to nobody, until both parties, or one of them and the centre, confirm what becomes of it.',
  link: 'Disputes of the handover',
  done: { asked: 'It is asked; the other party or the centre has to answer.', answered: 'It is answered.' },
  list: 'Disputes and decisions',
  empty: 'No disputes',
  emptyHint: 'Nothing that the firm is owed is contested.',
  kinds: { DISPUTE: 'Disputed money', DECISION: 'Decision' },
  states: { ASKED: 'waits for an answer', CONFIRMED: 'confirmed', REFUSED: 'refused', WITHDRAWN: 'withdrawn' },
  of: (firm, asker) => `${firm} · asked by ${asker}`,
  split: (toFirm, toOwners) => `CNY ${toFirm} to the firm, CNY ${toOwners} to the owners`,
  open: (amount) => `CNY ${amount} not decided`,
  about: (id) => `about dispute ${id}`,
  number: (id) => `number ${id}`,
  answered: (who, reason) => (reason === null ? `answered by ${who}` : `answered by ${who}: ${reason}`),
  document: 'Paper',
  confirm: 'Confirm',
  refuse: 'Refuse',
  withdraw: 'Withdraw',
  ask: 'Dispute something',
  askNote:
    'By the owners’ side, with the list of the handover or the letters. Once the firm or the centre confirms it, the amount moves from the service fee payable to the disputed money.',
  decide: 'Ask for a decision',
  decideNote:
    'With the judgment, the award or the agreement. Once the other party or the centre confirms it, the owners’ part lowers the cost and moves with its cash to the owners’ fund.',
  fields: {
    firmId: 'Firm',
    amount: 'Disputed amount (CNY)',
    toFirm: 'To the firm (CNY)',
    toOwners: 'To the owners (CNY)',
    reason: 'Reason',
    document: 'Paper',
    answerReason: 'Reason (needed to refuse or withdraw)',
  },
};
