import type { peopleZhCN } from './people.zh-CN.js';
import type { Translated } from './translated.js';

/** Who acts in a compound, how somebody is invited and how a part ends. */
export const peopleEn: Translated<typeof peopleZhCN> = {
  title: 'People',
  lead: 'Who acts here, in which part and for whom. Each organisation decides on its own people; books, cash and audit are decided by the community or the centre.',
  members: 'Who acts here',
  part: (role, organisation) => `${role} · ${organisation}`,
  since: (from) => `Since ${from}`,
  until: (from, to) => `${from} to ${to}`,
  byOperator: 'Entered by the operator of the system',
  appointedBy: (organisation, person) => `Appointed by ${person}, ${organisation}`,
  confirmedBy: (organisation, person) => `confirmed by ${person}, ${organisation}`,
  waiting: 'Waiting until another body confirms',
  waitingNote:
    'Who keeps the books or the cash, or audits, is appointed by one body and confirmed by another; until then it does not count. Find out who the person is and who sends them, then confirm.',
  waitsForOthers: 'You are of the body that appointed. Ask another one: the committee, the community, the centre or the street.',
  confirm: 'Confirm',
  decline: 'Decline',
  end: 'End the part',
  endTitle: (person) => `End the part of ${person}`,
  endNote:
    'The person has the part through this day and no longer. What they did and signed before stands. A part is shortened, never prolonged; they can be invited again.',
  lastDay: 'Last day',
  endSubmit: 'End it',
  cancel: 'Do not end it',
  invite: 'Invite somebody',
  inviteNote:
    'Makes a link. Hand it over in person or in a way that you trust: whoever has the link can use it, so post it in no group. It is good for 7 days and once.',
  noInvite: 'Your part invites nobody',
  noInviteHint: 'Ask the community or the centre.',
  fields: { role: 'Part', agency: 'Full name of the agency', from: 'First day', to: 'Last day' },
  hints: {
    agency: 'Where an agency keeps the books or the cash or audits; leave empty for your own people',
    to: 'Leave empty where it is open; an auditor needs one, at most a year',
  },
  submit: 'Make the link',
  open: 'Invitations not used yet',
  openRow: (role, organisation) => `${role} · ${organisation}`,
  expires: (at) => `Good until ${at}`,
  withdraw: 'Take back',
  made: 'The link is made and shown this once',
  madeNote:
    'Copy it now and hand it over. Whoever opens it signs in, or begins an account, and has the part; of books, cash and audit when another body has confirmed it.',
  linkLabel: 'Link of the invitation',
  backToList: 'I have copied it',
  done: {
    ended: 'The last day of the part is set',
    withdrawn: 'The invitation is taken back; its link is worth nothing',
    confirmed: 'The appointment is confirmed, and counts from now on',
    declined: 'It is declined; the invitation comes to nothing',
  },
  accept: {
    title: 'You are invited into a part',
    lead: (community) => `${community}`,
    facts: { role: 'Part', organisation: 'For', days: 'Days', expires: 'Good until' },
    signedIn: (name) => `You are signed in as ${name}. This account will have the part.`,
    notYou: 'Not you? Sign out first.',
    submit: 'Accept',
    known: 'I have an account: sign in first',
    create: 'Begin an account',
    createNote:
      'Give your real name: what you do is recorded under it. A password has at least 8 characters; a few words that do not belong together are easy to remember and hard to guess.',
    fields: { login: 'Login (begins with a small letter)', name: 'Your name', password: 'Password', again: 'Password once more' },
    createSubmit: 'Begin the account and accept',
    waits: 'You have accepted; another body confirms it now',
    waitsNote:
      'Who keeps the books or the cash, or audits, has the part when another body has confirmed it: the committee, the community, the centre or the street. You find it when you sign in after that.',
    ended: 'This invitation can no longer be used',
    endedNote: 'It was used, taken back, or is older than 7 days. Ask whoever sent it for a new one.',
  },
};
