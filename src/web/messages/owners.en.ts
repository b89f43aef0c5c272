import type { ownersZhCN } from './owners.zh-CN.js';
import type { Translated } from './translated.js';

/** Owners: joining by the code of a letter, and the account of one's own unit. */
export const ownersEn: Translated<typeof ownersZhCN> = {
  codes: {
    title: 'Codes for owners',
    lead: 'One code a unit, printed as a letter and put into the letter box or handed over. With it an owner joins and sees the bills and receipts of the unit.',
    make: 'Make codes',
    makeNote:
      'Without a unit, every unit gets one that has none and nobody has joined for; with one, that unit gets a new one: the old code ends, and whoever joined by it joins again by the new one.',
    unit: 'Unit (may be left empty)',
    submit: 'Make codes',
    state: 'Where each unit stands',
    columns: { unit: 'Unit', code: 'Code', members: 'Joined' },
    issued: 'made',
    none: 'none',
    once: 'The codes are shown this once. Print them now.',
    printed: (count, until) => `Letters of ${count} units, good until ${until}`,
    done: 'They are printed',
    letter: (name) => `To the owner of ${name}:`,
    letterText: 'With the code below you see the bills, receipts and balance of your unit. It is for your household alone; pass it on to nobody.',
    where: 'Address',
    code: 'Code',
    until: (day) => `Good until ${day}; it ends with a new owner.`,
  },
  join: {
    title: 'Owners join here',
    lead: (name) => `${name}: with the code of your letter you see the account of your unit.`,
    code: 'Code of the letter',
    codeHint: '10 letters and digits; case and hyphen do not matter',
    signedIn: (name) => `You are signed in as ${name}; this account will see it.`,
    submit: 'Join',
    known: 'I have an account: sign in first',
    create: 'No account yet: begin one with it',
    createNote:
      'Login and password are for signing in later. A password has at least 8 characters; a few words that do not belong together are easy to remember and hard to guess.',
    fields: { code: 'Code of the letter', name: 'Your name', login: 'Login (begins with a small letter)', password: 'Password', again: 'Password once more' },
    createSubmit: 'Begin the account and join',
  },
  me: {
    title: 'The account of my home',
    lead: 'Only you see it. The figures are those of the compound’s books, the same that are published.',
    none: 'You have joined for no unit yet',
    noneHint: 'Use the address and the code of the letter from your compound.',
    unit: (community, label) => `${community} ${label}`,
    ended: (unit, organisation, at) =>
      `${organisation} made a new letter for ${unit} (${at}), so you no longer see it. Join again with its code; if you were given none, ask why.`,
    joinAgain: 'Join with the new code',
    open: 'Open',
    prepaid: 'Held as a prepayment',
    since: (day) => `Since the unit is yours (${day})`,
    bills: 'Bills',
    noBills: 'No bills yet',
    billColumns: { bill: 'Bill', amount: 'Amount (CNY)', open: 'Open (CNY)', dueOn: 'Due' },
    receipts: 'Receipts',
    noReceipts: 'No receipts yet',
    receiptColumns: { number: 'Number', on: 'Received', amount: 'Amount (CNY)' },
    void: 'void',
    back: 'The account of my home',
    publicBook: 'What the compound publishes',
    ask: 'Something wrong? See the bookkeeper or the community, with the receipt.',
  },
};
