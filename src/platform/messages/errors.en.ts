import type { ErrorCode } from '../../kernel/index.js';

/** What a person reads when something is refused: what is wrong, with the figures, and what to do next. */
export const errorsEn: Record<ErrorCode, string> = {
  // any request
  REQUEST_INVALID: 'Some fields are not right; correct those named and send again.',
  REQUEST_TOO_LARGE: 'The request is larger than {limit}; send less at a time.',
  NOT_FOUND: 'There is nothing here. Check the address.',
  NOT_SIGNED_IN: 'Sign in first.',
  NOT_ALLOWED: 'Your role does not allow this here.',
  UPLOAD_NOT_TAKEN: 'No file can be handed in here, and it was not read. Send the fields as JSON or as a plain form, and files to the address that takes them.',
  UPLOAD_TOO_SLOW: 'The file had not arrived after {seconds} seconds and was not taken in. Check the connection, or send a smaller file, and send it again.',
  UPLOADS_BUSY: '{count} files are arriving at this moment, {own} of them yours, and no more fit; yours was not taken in. Send it again in {seconds} seconds.',
  SHELF_BUSY:
    '{count} files are being taken in or read at this moment, {own} of them by you, and no more fit; this one was not opened. It is still there: load the page again in {seconds} seconds.',
  SHELF_OWN_FULL:
    '{count} files of yours ({held}) wait for their import, and this one has {added}; at most {filesMax} files or {bytesMax} of one person are kept. It was not kept. Import those that wait, or send it again in {minutes} minutes, when the oldest leaves.',
  SHELF_FULL:
    'There is no room for {added} more: {count} files ({held}) of all people wait, at most {filesMax} files or {bytesMax}. Nothing was kept; send it again in {minutes} minutes, when the oldest leaves.',
  LONG_WORK_RUNNING:
    '“{label}” has been worked on here since {since}, and two at once are not taken. Wait for it under “Work in progress”, then send yours again.',
  LONG_WORK_BUSY:
    'The server is busy with {count} imports or bill runs, the first since {since}, and takes no more at once. Nothing was started; try again in {seconds} seconds.',
  HANDOVER_BUSY:
    'The server has been making a handover pack since {since}, and makes one at a time. Yours was not begun; press the button again in {seconds} seconds.',
  TOO_MANY_REQUESTS: 'Too many attempts. Wait {seconds} seconds and try again.',
  CSRF_TOKEN_INVALID: 'This form is too old or came from elsewhere. Open the page again and repeat what you did.',
  IDEMPOTENCY_KEY_MISSING: 'Send an Idempotency-Key header: a new random text for each new action.',
  IDEMPOTENCY_KEY_REUSED: 'The key {key} was used for another request; these fields differ: {fields}. Use a new key for a new action.',
  // kernel
  MONEY_INVALID: '"{value}" is not an amount. Write yuan with at most two decimals and without separators, e.g. "1234.56".',
  DATE_INVALID: '"{value}" is not a day of the calendar. Write it as 2024-01-31.',
  PERIOD_INVALID: '"{value}" is not a period. Write a month as 2024-01 or a quarter as 2024-Q1.',
  RATE_INVALID: '"{value}" is not a number. Write it with a point, e.g. "0.85".',
  // ledger
  LEDGER_BOOK_MISSING: 'This compound has no book yet. Open it first.',
  LEDGER_BOOK_EXISTS: 'The book of this compound is already open.',
  LEDGER_PERIOD_CLOSED: '{date} lies in a closed period (closed through {closedThrough}). Use a later date.',
  LEDGER_DATE_AHEAD: '{date} lies after the current month (today is {today}). Post it when its month has begun.',
  LEDGER_PERIOD_NOT_ENDED: '{month} has not ended yet (today is {today}). Close it on the first day after it or later.',
  LEDGER_PAIR_REFUSED: 'Rule {rule} does not debit {debit} and credit {credit} in fund {fund}. Use the rule that fits the event.',
  LEDGER_PERIOD_NOT_NEXT: '{month} cannot be closed now; the next month to close is {next}.',
  LEDGER_PERIOD_NOT_CLOSED: '{month} has not been closed (closed through {closedThrough}), so there is nothing to reopen. Date the entry in it as it is.',
  LEDGER_REOPENING_EARLIER: 'Months before {month} are open again as well, and one end holds for all of them. Ask for {first}, the first of them.',
  LEDGER_REOPENING_REASON: 'Say in 1 to 200 characters why closed months must be opened again.',
  LEDGER_REOPENING_EXPIRY: 'A reopening ends by itself. Choose a moment after {from} and not after {to}.',
  LEDGER_REOPENING_MISSING: 'Nobody has asked for a reopening with the number {number}.',
  LEDGER_REOPENING_CONFIRMED: 'Reopening {number} has been confirmed already. Ask for a new one when the months must be opened once more.',
  LEDGER_REOPENING_SAME_PARTY: 'Reopening {number} needs a second person of a second organisation. Ask one of them to confirm it.',
  LEDGER_REOPENING_LAPSED: 'Reopening {number} could be confirmed until {until}. Ask for a new one.',
  LEDGER_REOPENING_EXPIRED: '{month} was reopened until {until} and takes no more entries. Close it again, or ask for a new reopening.',
  LEDGER_AMOUNT_INVALID: 'The amount {amount} (rule {rule}) is refused: it must be above 0, below 10,000,000,000,000 and have at most two decimals.',
  LEDGER_ACCOUNT_REFUSED: 'Account {code} of fund {fund} with holder "{holder}" is not in the chart of accounts.',
  LEDGER_ENTRY_EMPTY: 'An entry under rule {rule} for {source} has no transfer.',
  LEDGER_RULE_UNKNOWN: 'There is no posting rule {rule}.',
  LEDGER_ALREADY_POSTED: 'This event is already in the books. Reload the page to see it.',
  LEDGER_TOTAL_TOO_LARGE: 'Account {code} of fund {fund} would add up to {total}; the books hold totals below 10,000,000,000,000.',
  LEDGER_FLOOR: 'Account {code} of fund {fund} holds {balance}; {asked} would take it below zero.',
  LEDGER_NOT_AVAILABLE: 'Fund {fund} has {available} available; {asked} is asked for (rule {rule}). Ask for less, or wait for receipts.',
  LEDGER_OVERDRAWN: 'Fund {fund} holds {available} in cash; {asked} would overdraw it (rule {rule}).',
  LEDGER_ENTRY_MISSING: 'There is no entry {seq}.',
  LEDGER_ALREADY_REVERSED: 'Entry {seq} has already been reversed.',
  LEDGER_REVERSAL_DIFFERS:
    'The reversal of entry {seq} must be that entry whole with its sides exchanged: the same lines, funds and amounts. Reverse it by its number.',
  LEDGER_REVERSAL_OF_REVERSAL: 'Entry {seq} is itself a reversal and cannot be reversed; post the event anew.',
  // contracts
  CONTRACT_TERM_OUTSIDE: '{field} is {value}; it must lie between {min} and {max}. Correct it as the contract says.',
  CONTRACT_TERM_TOO_FINE: '{field} is {value}; it may have at most {decimals} decimals.',
  CONTRACT_TERM_UNKNOWN: '{field} cannot be "{value}". Choose one of: {allowed}.',
  CONTRACT_TERM_TEXT: '{field} is empty, too long or holds signs that cannot be printed. Write at most {max} characters.',
  CONTRACT_TERM_REPEATED: '{field} names "{value}" more than once. Keep one.',
  CONTRACT_BANDS_GAP: '{field}: scores from {from} to {to} are in no band. Let the bands cover 0 to 100 without a gap.',
  CONTRACT_BANDS_OVERLAP: '{field}: scores from {from} to {to} are in two bands. Let each band begin where the one below ends.',
  CONTRACT_BAND_EMPTY: '{field}: the band from {from} to {to} holds no score. Its end must be above its beginning.',
  CONTRACT_BANDS_FALLING: '{field}: the band from {from} to {to} pays {ratio}, less than the {below} of the band below it. A better score may not pay less.',
  CONTRACT_POLICY_WEAK: '{field} lacks {slot}. Every payout needs the owner side, and a large one at least what a small one needs.',
  CONTRACT_POLICY_ALONE:
    '{field} names {slots} alone, so one body could pay by itself. Name {min} of OWNER_SIDE, REGULATOR and SUPERVISOR at least, OWNER_SIDE among them.',
  CONTRACT_POLICY_LESS:
    '{field} is {count}: a large payout could pass without a body that a small one needs ({smallCount} of {small}). Write {min} or more, or let small payouts be approved by as many of the same three.',
  CONTRACT_POLICY_UNSIGNED:
    'Here decisions about payouts are signed: set {field} to SIGNED. A session alone approves nothing where other people’s money is kept.',
  CONTRACT_CALENDAR_ORDER: '{field} is day {day}, before day {earlierDay} of {earlier}. Put the steps in their order.',
  CONTRACT_WEIGHTS_NOT_WHOLE: '{field}: the weights add to {total} %. Change them so that they add to 100 %.',
  CONTRACT_ITEMS_NOT_WHOLE: '{field}: the full points of the inspection add to {total}. Change them so that they add to 100.',
  CONTRACT_RATES_MISSING: '{field}: no fee rate is given. Give the price per square metre of each kind of unit.',
  CONTRACT_MONTHS_NOT_WHOLE: 'A contract runs over whole months; {from} to {to} does not. The nearest whole months are {wholeFrom} to {wholeTo}.',
  CONTRACT_OVERLAPS: 'Contract {number} already covers {from} to {to}. Only one contract may be in force on a day; choose other days.',
  CONTRACT_QUARTER_SPLIT:
    'Contract {number} has months of {quarter}, and a quarter is assessed under one contract. A contract after it may start from {startsFrom}, one before it must end with {endsWith}.',
  CONTRACT_NUMBER_TAKEN: 'There is already a contract {number}. Give this one its own number.',
  CONTRACT_SIGNED_LATER: 'The contract cannot be signed on {signedOn}, which is after today, {today}.',
  CONTRACT_FIRM_UNKNOWN: 'Organisation {firmId} is not the property firm of this compound on {from}. Record its role first.',
  CONTRACT_TERMS_INVALID:
    'The terms have another shape than those of a contract. Take the terms of the present version, change what is to change, and send them whole.',
  CONTRACT_TERMS_SAME: 'Nothing differs from what stands in contract {number}. Change the terms, or leave it.',
  CONTRACT_GATES_MISSING:
    '{field} is not said. Say whether payouts need a budget line, an invoice, and how old the last reconciliation may be; all of them may be off.',
  CONTRACT_UNKNOWN: 'There is no contract {number}.',
  CONTRACT_STARTED:
    'Terms cannot begin to count in {fromPeriod}: they change between quarters, and after what has been billed or opened by the present ones. The first possible month is {first}.',
  CONTRACT_NEEDS_NOTICE:
    'Contract {number} is recorded already. A further contract, or other terms, are proposed, hang out, and are signed here by both sides.',
  CONTRACT_PROPOSAL_ENDED: 'Proposal {number} has ended ({state}). Write a new one.',
  CONTRACT_PROPOSAL_OTHER: 'Proposal {number} is for another contract or firm. Withdraw it and write a new one.',
  CONTRACT_TEXT_CHANGED: 'The text of proposal {number} has changed: it is now revision {revision}, {sha256}. Read it again.',
  CONTRACT_NOTICE_PUBLISHED: 'Proposal {number} hangs out from {from} to {until} already.',
  CONTRACT_NOTICE_SHORT: 'From {from} to {until} is not between {days} days and a year. Let it hang out until {earliest} at least.',
  CONTRACT_NOTICE_MISSING: 'Proposal {number} has not hung out yet. Publish its notice first.',
  CONTRACT_NOTICE_RUNS: 'Proposal {number} hangs out until {until}. It can be signed from {from} on.',
  CONTRACT_NOT_FIRM: 'Proposal {number} is with {firm}: only that firm signs it.',
  CONTRACT_SIDE_SIGNED: '{side} has signed proposal {number} already.',
  CONTRACT_SAME_PERSON: 'The other side of proposal {number} was signed by the same person or organisation. Each side signs for itself.',
  CONTRACT_RESOLUTION_MISSING:
    'Proposal {number} needs a resolution of the owners ({kinds}) that is in force on {on}; {resolution} is none. Record the resolution first, then sign with its number.',
  CONTRACT_STEP_NOT_YOURS: '{kind} is for {takers} to record.',
  CONTRACT_STEP_STATE: 'Contract {number} is {state}: {kind} cannot be recorded now.',
  CONTRACT_HOLDOVER_EARLY: 'Contract {number} ends on {to}. That it goes on can be recorded from {from} on.',
  CONTRACT_NOTICE_END:
    'Contract {number} cannot end on {endsOn}: a notice leaves {days} days and ends with a quarter, or on the last day of the contract. The first possible day is {earliest}.',
  CONTRACT_NOTICE_OTHER: 'The notice of contract {number} was given by the other side: only that side takes it back.',
  CONTRACT_NOTICE_PAPER: 'A notice is given in writing. Hand in its paper first and name it here.',
  CONTRACT_RESUME_OTHER: 'Payouts under contract {number} were suspended by this organisation: another body lets them go on.',
  CONTRACT_NOT_ENDED: 'Contract {number} has not ended ({ends}). It is closed after its last day.',
  CONTRACT_CLOSE_SUSPENDED:
    'Payouts under contract {number} have been suspended since {since}, and what the firm still has to get could never be paid. Let another body resume them first; then close it.',
  CONTRACT_BASE_CHANGED:
    'Proposal {number} changes version {base} of the terms, and version {newest} stands now. Write it anew from the terms that stand; then it hangs out and is signed again.',
  CONTRACT_RESOLUTION_OLDER:
    'Revision {revision} of proposal {number} was written on {writtenOn}, after the owners decided {resolution}. They decide on the text that is signed: name a resolution on this one.',
  CONTRACT_RESOLUTION_USED: 'By resolution {resolution} the owners agreed to proposal {used}. Proposal {number} needs a resolution of its own.',
  CONTRACT_NONE: 'No contract is in force in {period}. Sign one for that time first.',
  CONTRACT_PAYEE_ACCOUNT: '{field} is not right: an account number has 8 to 34 digits or capital letters, and bank and name are not empty.',
  CONTRACT_PAYEE_UNCHANGED: 'This account is already the one that is registered, since {registeredAt}.',
  PAYEE_NAME_TEXT: 'The name of a payee is one printed line of 1 to {max} characters. Correct it.',
  PAYEE_NAME_TAKEN: '{name} is registered already, as {number}. Change its account there instead of registering it again.',
  PAYEE_PARTY_MISSING: 'Say whether the payee is an organisation or a person: the name of a person is not published.',
  PAYEE_PARTY_KIND: 'A tax office and the account of the maintenance fund belong to organisations. Choose another kind for a person.',
  PAYEE_OF_CONTRACT: '{number} {name} is the property firm: its account stands on the contract, and is changed there by those who sign for the owners.',
  SUBSTITUTION_NO_GROUND: '{committee} is registered as committee on {from}, so the ground {ground} does not hold.',
  SUBSTITUTION_OVERLAPS: 'A substitution from {from} to {to} already covers some of these days. Begin after it.',
  SUBSTITUTION_DAYS: 'The substitution cannot end on {to}, before it begins on {from}.',
  SUBSTITUTION_NO_BODY: "No residents' committee works for this compound on {from}; record its role first.",
  CONTRACT_INSPECTION_MISSING: '{field} has no INSPECTION. Add it, because the weight of a survey with too few answers moves to it.',
  // assessments
  ASSESSMENT_STATE: 'The assessment is {state} and cannot become {wanted} now.',
  ASSESSMENT_EXISTS: 'The assessment of {quarter} is already there.',
  ASSESSMENT_NONE: 'There is no assessment of {quarter} yet. Open it first.',
  ASSESSMENT_CONTRACT_CHANGES:
    'The contract changes inside {quarter}, so the quarter has no single rule to be scored by. Let contracts change between quarters.',
  ASSESSMENT_NOT_BEGUN: 'The quarter {quarter} begins on {begins} (today is {today}). Open its assessment then.',
  ASSESSMENT_TOO_EARLY: 'The quarter {quarter} lasts until {until}; this can be done from the day after.',
  ASSESSMENT_SELF_EVALUATION_AWAITED: 'The firm may hand in its self-evaluation until {until}. Inspect after it has, or after that day.',
  ASSESSMENT_DAY_OUTSIDE: '{field} is {day}; it must lie between {from} and {to}.',
  ASSESSMENT_ITEMS_DIFFER: 'The items are not those of the contract. Missing: {missing}. Not known or twice: {unknown}.',
  ASSESSMENT_ADJUSTMENT_UNKNOWN: '{field}: the contract has no adjustment "{name}", or it is there twice.',
  ASSESSMENT_COMPONENT_UNKNOWN: 'There is no component {code} to record here. Known: {known}.',
  ASSESSMENT_SCORE_OUTSIDE: '{field} is {value}; it must lie between {min} and {max}, with at most two decimals.',
  ASSESSMENT_NOTE: '{field} is empty where words are needed, longer than {max} characters, or holds signs that cannot be printed.',
  ASSESSMENT_EVIDENCE: '{field}: an item takes at most {max} files, each once and by its SHA-256; here are {count}. Leave some out.',
  ASSESSMENT_DRAFT_OVER: 'The assessment is {state}: nothing is drafted for it any more. Look at what was handed in.',
  ASSESSMENT_NO_SURVEY: 'The contract has no survey in its score.',
  ASSESSMENT_FINDING_MISSING: '{name} ({code}) has not been recorded yet. Record it, then score.',
  ASSESSMENT_APPEAL_CLOSED: 'The time to appeal ended on {until}.',
  ASSESSMENT_APPEAL_OPEN: 'An appeal is open. Decide it first.',
  ASSESSMENT_WINDOW_OPEN: 'Appeals are possible until {until}; today is {today}. The score can become final from the day after.',
  ASSESSMENT_ALREADY_SCORED: 'The assessment is {state}: figures no longer go into its score. An appeal may correct it.',
  ASSESSMENT_STAFFING: '{field}: "{post}" with {present} present is not possible. Name each promised post at most once, with a whole number.',
  ASSESSMENT_ANSWERS: '{answers} is not a number of answers. Write a whole number.',
  ASSESSMENT_CORRECTIONS:
    'The decision {decision} does not fit its corrections: CORRECTED names at least one component with its new score or a safety event that is set aside, DISMISSED none.',
  ASSESSMENT_EVENT_UNKNOWN: '{event} is no safety event that counts in this assessment, or is named twice. Those that count: {known}.',
  ASSESSMENT_SHEET_TWICE: 'Your side has handed in its sheet of this inspection. The other body hands in its own now.',
  ASSESSMENT_NO_APPEAL: 'The assessment is {state}: no appeal is open about which anybody could be heard.',
  ASSESSMENT_HEARD: 'The hearing about this appeal is on record. Decide the appeal now.',
  ASSESSMENT_HEARING_MISSING: 'The contract gives the firm a hearing before its appeal is decided. Hold it, record it, then decide.',
  ATTENDANCE_MOMENT: 'The check was at {checkedAt}, and it is {now} now. Write down when it was.',
  ATTENDANCE_EMPTY: 'No post was counted. Write down at least one, also with 0 present.',
  ATTENDANCE_CLOSED:
    '{quarter} was scored with the attendance that was counted by then: nothing is added to it, also when that assessment became void. Who differs appeals against the score.',
  ROSTER_LINE: 'Line {line}: {day}, "{post}" is no post that the contract promises on that day, or the day is yet to come. Correct the line.',
  ROSTER_TWICE: 'Line {line}: {day}, "{post}" stands twice in the list. Leave one out and send it again.',
  ROSTER_DIFFERS: 'Line {line}: {day}, "{post}" stands in the roster with {present} present. What stands is not changed; correct the line or leave it out.',
  SAFETY_EVENT_PAPERS: 'A safety event lowers what is paid and needs at least one paper about it. Hand in the report, then record it.',
  SAFETY_EVENT_SET_ASIDE:
    'The paper {document} is of the safety event of {on} (number {event}), which the review of an appeal set aside for this quarter: it is not recorded again. Another event, or what has come to light since, is recorded with papers of its own; leave this one out.',
  INSPECTION_SAFETY_EVENT:
    '{field}: a sheet of the inspection of {quarter} tells of no safety event. Leave the field out; the centre records the event with its papers, on the page of the quarter or by POST …/assessments/{quarter}/safety-events.',
  REPAIR_NUMBER: '"{number}" is no number of a request: 1 to 40 letters, digits, dashes or slashes.',
  REPAIR_NUMBER_OURS:
    'Line {line} brings a new request {number}. Numbers such as BX2024-0001 are given to requests that are written down one by one; give the request a number of your own and send the list again.',
  REPAIR_WORDS: 'Say what is broken in request {number} with 1 to {max} characters.',
  REPAIR_PERSONAL: 'Request {number} holds a telephone, an identity or a room number. The log names nobody: say what is broken and in which building.',
  REPAIR_TIMES:
    'Request {number} came at {receivedAt} and was answered at {respondedAt}; it is {now} now. Correct the times: first it comes, then it is answered, neither in the future.',
  REPAIR_TWICE: 'Request {number} stands twice in the list. Leave one out and send it again.',
  REPAIR_DIFFERS:
    'Request {number} stands in the log already, with other words or times. What stands is not changed by a list; correct the line or leave it out.',
  REPAIR_UNKNOWN: 'There is no request {number} in the log.',
  REPAIR_ANSWERED: 'Request {number} has its answer.',
  REPAIR_COUNTED: 'The repairs of {quarter} are counted for its score: nothing is added to them. The firm may appeal against the score.',
  REPAIR_COUNTED_ONCE:
    'The repairs of {quarter} were counted on {on}: {inTime} of {requests} in time, {score}. They are counted once. Record another figure by hand, with its reason.',
  REPAIR_COUNT_EARLY: 'The firm completes its log of {quarter} until {until}; today is {today}. Counting stops the log, so count it from the day after.',
  REPAIR_OPEN:
    'Of the requests of {quarter}, {open} may still be answered in time, the last of them, {number}, until {until}. Count the log when they are answered or after that.',
  REPAIR_LOG_EMPTY: 'The log has no request of {quarter} that counts. Record the figure by hand, with how it came about.',
  MEASURE_BESIDE_LOG:
    'The log of repairs gives {score} ({inTime} of {requests} in time). Take that, or say in the note why another figure counts; both are published.',
  LOG_FILE: 'Line {line} of the list cannot be read. Save it as CSV with a heading and 1 to {rows} lines, and send it again.',
  LOG_FILE_COLUMNS: 'The list has no column {column}. It needs: {columns}.',
  LOG_FILE_WORD: 'Line {line}, {column}: "{value}" cannot be read. Write it like: {known}.',
  SURVEY_QUESTIONS_AGREED: 'The contract says what households are asked. Leave the questions empty.',
  SURVEY_NONE: 'No survey is open now. On the page of the assessment stands when one begins.',
  SURVEY_OVER: 'The survey took answers until {closesOn}.',
  SURVEY_CLOSE_OWN:
    'Your organisation opened the survey of {quarter} or made its letters. Another body closes it: the county’s centre, or the residents’ committee beside an owners’ committee.',
  SURVEY_LETTERS_FIRST: '{count} households have no letter yet. A survey asks every household: make the letters of all first.',
  SURVEY_RUNNING: 'The survey takes answers until {closesOn}. It can be closed from the day after, or once every letter has come back.',
  SURVEY_COUNTS: 'Households are asked by letters, in this survey or by the contract. Its result is what they answer; nobody types it.',
  SURVEY_QUESTIONS: 'A survey has 1 to {max} questions, each another, with at most {length} characters.',
  SURVEY_ANSWERS: 'Each of the {questions} questions needs one answer from 1 to {max}.',
  SURVEY_CODE_UNKNOWN: 'No letter of this survey has this code. Compare it sign by sign with the letter; if the letter was made again, only the newest counts.',
  SURVEY_CODE_USED: 'This code was used: this household has answered. If it was not you, tell the residents’ committee.',
  SURVEY_SHEETS: '{units} envelopes and {sheets} sheets. Hand in one sheet an envelope, and at least {min} together, so that no sheet can be told apart.',
  SURVEY_UNITS_UNKNOWN: 'Not a unit of this compound, or there twice: {units}. Correct them and hand the batch in again.',
  SURVEY_UNITS_ANSWERED: 'Answered already, or without a letter: {units}. Take these envelopes out unopened and hand the batch in again.',
  SURVEY_PAPERS_DECIDED: 'These papers are {state} already.',
  SURVEY_PAPERS_OWN: 'Your own organisation handed these {answers} papers in. Another one counts and confirms them.',
  SURVEY_PAPERS_WAIT: '{count} batches of papers wait for a second organisation. It confirms or rejects them first.',
  // bank
  BANK_FILE_TOO_LARGE: 'The file has {size} bytes; at most {limit} are read. Export a shorter period.',
  BANK_FILE_TOO_MANY_LINES: 'The file has {count} bookings; at most {limit} are read. Export a shorter period.',
  BANK_FILE_KIND_UNKNOWN:
    '{fileName} is no bank statement that can be read here (found: {found}). Export camt.053, MT940, XLSX or CSV from the bank; of a table whose headings are unknown you can say what its columns are.',
  BANK_FILE_TEXT_INVALID: '{fileName}, line {fileLine}: the text cannot be read. Fetch the file from the bank again and send it unchanged (UTF-8 or GB18030).',
  BANK_FILE_NOT_WHOLE: 'Line {fileLine}: the file is damaged or cut off here ({found}). Fetch it from the bank again and send it unchanged.',
  BANK_FILE_ENTITY_REFUSED: 'Line {fileLine}: "{found}" is not allowed in a bank statement. Fetch the file from the bank again and send it unchanged.',
  BANK_FILE_FIELD_MISSING: 'Line {fileLine}: {field} is missing. The file is cut off, or was exported without it: export it again, with balances and totals.',
  BANK_FILE_FIELD_REPEATED: 'Line {fileLine}: {field} stands there more than once. Export the file again from the bank.',
  BANK_FILE_COLUMNS: 'Line {fileLine}: {found} columns where the heading has {expected}. The file is cut off or was changed; fetch it from the bank again.',
  BANK_FILE_AMOUNT_INVALID: 'Line {fileLine}, {field}: "{value}" is not an amount that can stand there (yuan, at most two decimals, no sign, ordinary digits).',
  BANK_FILE_DATE_INVALID: 'Line {fileLine}, {field}: "{value}" is not a day of the calendar.',
  BANK_FILE_VALUE_INVALID: 'Line {fileLine}, {field}: "{value}" is not a value that can stand there.',
  BANK_FILE_BOTH_SIDES: 'Line {fileLine}: debit {debit} and credit {credit} are both filled. A booking goes one way; fetch the file from the bank again.',
  BANK_FILE_NO_AMOUNT: 'Line {fileLine}: the booking has no amount. Fetch the file from the bank again.',
  BANK_FILE_CURRENCY: 'Line {fileLine}: the currency is "{currency}". Only statements in CNY are read.',
  BANK_FILE_TWO_ACCOUNTS: 'Line {fileLine}: an account ending in {other}, but the file began with one ending in {account}. Export one account at a time.',
  BANK_FILE_STATEMENTS_APART:
    'Line {fileLine}: this statement opens with {opening}, the one before closed with {closing}. A statement between them is missing; export the whole period.',
  BANK_FILE_PERIOD_WRONG: 'The statement runs from {from} to {to}, which is backwards. Export it again.',
  BANK_FILE_DATE_OUTSIDE: 'Line {fileLine}: {date} lies outside the period of the statement, {from} to {to}. Fetch the file from the bank again.',
  BANK_FILE_DATE_ORDER: 'Line {fileLine}: {date} comes after {previous}. Export the bookings in the order of their days.',
  BANK_FILE_REFERENCE_REPEATED: 'Line {fileLine}: bank reference {reference} stands already in line {firstLine}. Fetch the file from the bank again.',
  BANK_FILE_BALANCE_BROKEN:
    'Line {fileLine}: the balance should be {expected}, the file says {stated}. A booking is missing or was changed; fetch the file from the bank again.',
  BANK_FILE_CLOSING_WRONG: 'Opening {opening} and bookings of {moved} make {expected}, but the file closes with {closing}. Fetch the file from the bank again.',
  BANK_FILE_TOTAL_WRONG: '{field}: the file says {stated}, its bookings make {counted}. Fetch the file from the bank again.',
  BANK_FILE_OTHER_ACCOUNT:
    'The statement is of an account ending in {account}; the co-managed account (ending in {registered}) is another one. Export the right account.',
  BANK_FILE_DAY_NOT_OVER: 'The statement runs to {to} and today is {today}: that day is not over, so bookings may still come. Export through yesterday.',
  BANK_FILE_DAYS_MISSING: 'The statement begins {from}, but no statement covers {missingFrom} to {missingTo}. Import the statement of those days first.',
  BANK_FILE_GAP:
    'The statement begins {from} with {opening}; the imported statements (through {reachedTo}) leave {expected} there, {difference} apart. A statement is missing: import the days between first.',
  BANK_FILE_LINE_LACKING:
    'The statement lacks the booking of {date} over {amount} (reference {reference}) that an earlier statement has. Ask the bank which of the two is right.',
  BANK_FILE_LINE_ADDED:
    'Line {fileLine}: {date}, {amount} (reference {reference}) is not in the statement that covered {reachedTo}. Ask the bank which of the two is right.',
  BANK_FILE_ALREADY_IMPORTED: 'This very file was imported already as {fileName} at {importedAt}. Nothing was written.',
  BANK_FILE_CAMT_052:
    'This is an intraday report ({found}), which still changes during the day. Ask the bank for the end-of-day statement, camt.053 (Bank to Customer Statement).',
  BANK_FILE_CAMT_054:
    'This is a notification ({found}), which has neither opening nor closing balance. Ask the bank for the end-of-day statement, camt.053 (Bank to Customer Statement).',
  BANK_FILE_ACCOUNT_UNCLEAR:
    'The table names no account, and it begins {from} with {opening}, as the accounts ending in {accounts} do. Say which of them it is about.',
  BANK_FILE_ACCOUNT_UNKNOWN: 'No account, or more than one, ends in {account}. There are: {known}.',
  BANK_FILE_ACCOUNT_ENDED:
    'Line {fileLine}: {date}, {amount} lies after {endedOn}, on which the account ending in {account} was recorded as closed by the bank. Where the bank did book it, the owner side withdraws that end first (page Co-managed account).',
  BANK_FILE_WORKBOOK:
    'This workbook cannot be opened ({found}): it has a password, is damaged, or is no .xlsx file. Open it in Excel, take the password off and save it as .xlsx.',
  BANK_FILE_UNPACKED_TOO_LARGE: '{part} in the workbook has {size} bytes unpacked; at most {limit} are read. Export a shorter period, or CSV.',
  MAPPING_UNKNOWN: 'There is no mapping profile {name}. There are: {known}.',
  MAPPING_NAME: 'A mapping profile cannot be called "{name}": 2 to 40 small letters, digits or hyphens.',
  MAPPING_NAME_TAKEN: '{name} is a mapping profile that comes with the product. Take another name.',
  MAPPING_TITLE: 'Give the mapping profile a title of at most {limit} characters.',
  MAPPING_COLUMN_MISSING: 'This column ({field}) is not chosen yet. Day, balance and amount must be chosen.',
  MAPPING_HEADING: 'The heading "{heading}" cannot be used: it needs text, at most {limit} characters.',
  MAPPING_HEADING_TWICE: 'The heading "{heading}" is chosen for {other} and for {field}; a column is one thing.',
  CHANNEL_FILE_UNKNOWN:
    '{fileName} is no bill of a payment channel that is read here. Fetch the trade bill from the WeChat Pay merchant platform, the trade or account bill from Alipay, or the acquirer’s list with its row of totals.',
  CHANNEL_FILE_EMPTY: 'Up to line {fileLine} the bill has no payment and names no period. A day without payments need not be imported.',
  CHANNEL_FILE_ALREADY_IMPORTED: 'This very bill was imported already as {fileName} at {importedAt}. Nothing was written.',
  CHANNEL_NET_WRONG: 'Line {fileLine}, {field}: the bill says {stated}, amount less fee is {counted}. Fetch the bill again.',
  CHANNEL_AMOUNTS_WRONG:
    'Line {fileLine} (order {orderNo}): an amount of {gross} with a fee of {fee} cannot be; the amount is above zero, the fee neither negative nor above it. Fetch the bill again.',
  CHANNEL_LINE_CHANGED:
    'Line {fileLine}: order {orderNo} was {known} when it was imported and is {stated} in this bill. Ask the payment channel which one is right.',
  CHANNEL_LINE_MISSING: 'There is no channel payment {line}.',
  CHANNEL_LINE_STATE: 'Channel order {orderNo} over {amount} is {state} and would have to be {wanted}. Reload the page to see it.',
  BANK_LINE_MISSING: 'There is no bank line {line}.',
  BANK_LINE_STATE: 'The bank line of {date} over {amount} is {state} and already has its place. Reload the page to see it.',
  BANK_LINE_NOT_IN_SUSPENSE: 'Nothing of the bank line of {date} over {amount} is in suspense. Reload the page to see where it went.',
  BANK_LINE_UNPLACED: '{count} bank lines through {month} have no place yet. Match them or put them into suspense first.',
  BANK_LEGS_DIFFER:
    '{month}: bank {bank}, books {books}, documents {documents} (fund {fund}: books {fundCash}, documents {fundClaims}). They must be equal to the fen; find the difference before closing.',
  // fees
  FEES_NO_UNITS: "There are no units to bill. Import the compound's units first.",
  FEES_RATE_MISSING:
    'Item {item} has no rate for units of kind {unitKind} in {period}, such as {unit}. Add it: for PM to the contract, for others by a resolution.',
  FEES_ALREADY_BILLED: '{period} was billed on {on}. Each month is billed once; what has no bill of it yet is billed by a supplement, on its page of bills.',
  FEES_MONTH_NOT_BEGUN: '{period} has not begun; today is {today}. Bill a month from its first day on.',
  FEES_LINE_USED: 'Bank line {line} already has a receipt for this unit. Reload the page to see it.',
  FEES_UNIT_UNKNOWN: 'There is no unit {unit} in this compound. Check its number.',
  FEES_BILL_NOT_OPEN: 'Bill {bill} is not an open bill of this unit. Choose an open one, or none: then the oldest is paid first.',
  FEES_BILL_PAID:
    '{paid} of the bill of {period} is paid. Say that the payments go back to the unit as a prepayment (returnPayments; on the unit’s page: “What was paid of it”), and it can be taken back. Money of a channel that is not at the bank yet, or that the firm took, cannot go back.',
  FEES_REVERSAL_RECEIPT:
    "Entry {seq} ({rule}) belongs to a fee receipt or a prepayment that was applied, which follow the bank's statement. Only the entry of an unpaid bill can be reversed here; have a wrong bank line corrected by the bank.",
  FEES_REVERSAL_LEASE:
    'Entry {seq} ({rule}) belongs to a lease. Only the entry of an unpaid bill can be reversed here; correct the lease or its receipt instead.',
  FEES_REVERSAL_DISBURSEMENT:
    'Entry {seq} ({rule}) belongs to a payout. Only the entry of an unpaid bill can be reversed here; withdraw or cancel the payout instead.',
  FEES_REVERSAL_ENTITLEMENT:
    "Entry {seq} ({rule}) belongs to the firm's entitlement of a closed month or to a final score. Neither changes afterwards; a later decision is an entry of its own.",
  FEES_REVERSAL_BANK_LINE: 'Entry {seq} ({rule}) belongs to a bank line. Only the entry of an unpaid bill can be reversed here; assign the bank line instead.',
  FEES_REVERSAL_OTHER:
    'Entry {seq} ({rule}) is not the entry of a bill. Only the entry of an unpaid bill can be reversed here; correct the document that it came from.',
  // fees: billing
  BILLING_PREVIEW_STALE:
    'Something changed since you looked at the bills of {period} (units, rates, discounts or readings). Look at the new preview, then confirm it.',
  RECEIPT_UNKNOWN: 'There is no receipt {receipt} in this compound. Check its number: it looks like SJ2024-000001.',
  RECEIPT_MISSING: 'There is no receipt with the id {receipt} in this compound. Reload the page and choose it again.',
  RECEIPT_VOID: 'Receipt {receipt} has been void since {on}. Choose one that is in force.',
  RECEIPT_CLOSED:
    'Receipt {receipt} is of {month}, and the books are closed through {closedThrough}. It can no longer be taken back; move its money to another bill, or have the month reopened.',
  RECEIPT_REALLOCATED: 'Money of receipt {receipt} was moved to another bill since, so it cannot be taken back as it was. Move it to the right bill instead.',
  RECEIPT_IN_TRANSIT: 'The money of receipt {receipt} is still with its payment channel. Move it once the batch has reached the bank.',
  RECEIPT_NOT_OF_MONTH: 'Receipt {receipt} settles nothing of {period}. Choose a month that it settles.',
  RECEIPT_MONTH_NOT_OPEN: 'Unit {unit} has no other open bill of {period}. Choose a month with an open bill, or keep the money in advance.',
  RECEIPT_REFUND_OPEN:
    'A refund of {amount} yuan is under way to the account of receipt {receipt}. Cancel the refund first, and its payout where there is one, or wait until it is paid.',
  RECEIPT_PREPAYMENT_GONE:
    '{needed} yuan of receipt {receipt} had become a prepayment, the unit holds only {held}, and no bill is left that its payments settle: the rest was refunded. Cancel the refund first; when it is paid, take the line as an error of the bank until the owner has given the money back, and record that as its correction.',
  RECEIPT_BOUNCE_CHANNEL: 'Receipt {receipt} was paid through a channel. What the channel gives back stands in its own bill; record it there.',
  RECEIPT_BOUNCE_EARLY:
    'Receipt {receipt} counts from {receivedOn}; money cannot have bounced on {bouncedOn} already. Choose the receipt that this line takes back.',
  RECEIPT_BOUNCE_AMOUNT:
    'Receipt {receipt} is over {amount} yuan, and {bounced} of what the bank took back is for it. Name every receipt of the payment that bounced, each with its own amount.',
  RECEIPT_UNDO_CHANNEL: 'Receipt {receipt} was paid through a channel. Undo the payment in the bill of the channel.',
  CHANNEL_BATCH_MIXED: 'Payment {orderNo} is not of {channel}, so it cannot have come with this batch. Choose payments of one channel.',
  CHANNEL_BATCH_AMOUNT:
    'The {count} payments chosen come to {expected} yuan after the charge, and the bank booked {booked}. Choose the payments of this batch.',
  CHANNEL_BATCH_EARLY: 'Payment {orderNo} is of {paidOn}, after the batch came on {bookedOn}. Leave it out.',
  CHANNEL_BATCH_MISSING: 'There is no batch with the id {batch} that could be undone. Reload the page and choose it again.',
  CHANNEL_REFUND_UNCOVERED:
    'The channel refunded {amount} yuan ({orderNo}), and no single payment of that amount by the unit stands that it could take back. Place the refund at the unit that was refunded; where only a part went back, or its payment has not come with a batch yet, undo the payments in the list and assign the bank line itself to the units.',
  CHANNEL_PAYMENT_REFUNDED: 'The channel gave this payment of {amount} yuan back on {refundedOn}, and the refund is placed. Undo the refund first.',
  CHANNEL_UNIT_UNKNOWN: 'There is no unit {unit} here. Check the code.',
  CHANNEL_UNDO_REASON: 'Say in 1 to 200 characters why it is taken back.',
  FIRM_DISPUTE_NOTHING: '{asked} yuan were disputed, and the firm is owed {payable} that no payout holds. Dispute at most that.',
  FIRM_DISPUTE_FIRM: 'Several firms are owed money (numbers {firms}). Say which of them the dispute is with.',
  FIRM_DISPUTE_WORDS: 'Give a reason in words, up to 200 characters; the paper is named with it.',
  FIRM_DISPUTE_UNKNOWN: 'There is no dispute {dispute} in this compound. Reload the page and choose it again.',
  FIRM_DISPUTE_NOT_YOURS: 'Only the parties of the dispute, the owners’ side, the firm and the centre, may do this; only whoever asked may withdraw it.',
  FIRM_DISPUTE_SAME_PARTY:
    'Your own side, or you yourself, asked for this. The other party or the centre has to answer; the organisation that asked may withdraw it.',
  FIRM_DISPUTE_ANSWERED: 'This was answered before: it is {state}. Reload the page to see by whom.',
  FIRM_DISPUTE_WAITS: 'A decision about dispute {dispute} waits for its answer. Have that answered or withdrawn first.',
  FIRM_DISPUTE_TOO_MUCH:
    'The decision is about {asked} yuan, and {open} of the dispute are open. Both parts must be at least zero, together above zero and no more than that.',
  RECEIPT_BOUNCE_PAID_SINCE:
    'Since receipt {receipt} bounced, other money has settled {amount} yuan of its bills. Move that receipt to other bills first, or leave the bounce and record the money anew.',
  FEE_REFUND_MISSING: 'There is no refund with the id {refund} in this compound. Reload the page and choose it again.',
  FEE_REFUND_UNDER_WAY: 'A refund of unit {unit} is under way. Wait until it is paid, or cancel it, before asking for another.',
  FEE_REFUND_TOO_MUCH: 'Unit {unit} has {prepaid} yuan in advance; {asked} cannot be refunded. Ask for an amount above 0 and at most that.',
  FEE_REFUND_OTHER_UNIT: 'Receipt {receipt} is void or not of unit {unit}. Choose a receipt of the unit that is in force.',
  FEE_REFUND_NO_ACCOUNT:
    'No receipt of unit {unit} names the account that its money came from, and money goes back there alone. Name a receipt whose bank line names one, or ask for a refund by a paper: the household writes down its account, and a second organisation compares it.',
  FEE_REFUND_SEVERAL_PAYERS: 'What unit {unit} has in advance came from several accounts, and money goes back to its own alone. Name one receipt: {receipts}.',
  FEE_REFUND_OTHER_MONEY:
    'Of what the unit has in advance, {standing} yuan came from the account of receipt {receipt}; {asked} cannot go back there. Ask for at most that, or name a receipt of another account; what names no account goes back by a paper.',
  FEE_REFUND_CANCELLED: 'The refund of unit {unit} was cancelled on {on} already.',
  FEE_REFUND_PAPER_ACCOUNT:
    'Give the account’s number (8 to 34 digits or capital letters, without blanks) and its name (1 to 60 characters), as they stand on the paper.',
  FEE_REFUND_PAPER_KNOWN:
    'Of what unit {unit} has in advance, no account is known for {free} yuan; {asked} cannot go back by a paper. Ask for at most that; the rest goes back to the accounts of its receipts.',
  FEE_REFUND_PAPER_ASKED: 'A refund of unit {unit} by a paper waits to be compared. Wait for the second organisation before asking for another.',
  FEE_REFUND_PAPER_MISSING: 'There is no refund by a paper with the id {refund} in this compound. Reload the page and choose it again.',
  FEE_REFUND_PAPER_DECIDED: 'The refund of unit {unit} by a paper has been decided already. Reload the page to see it.',
  FEE_REFUND_PAPER_SAME_PARTY: 'You, or your organisation, asked for the refund of unit {unit}. Let another organisation compare the account.',
  FEE_REFUND_PAPER_REASON: 'Say in 1 to 200 characters why not.',
  FEE_REFUND_HELD: 'The refund of {amount} yuan of unit {unit} is held for a payout, or paid. Cancel the payout first; what is paid cannot be cancelled.',
  OWNER_SIDE_ONLY: 'Only who speaks for the owners today does this: {ownerSide}. Ask them; the street confirms who stands in for a missing committee.',
  OWNER_SIDE_NONE:
    'Nobody speaks for the owners on {on}: there is no owners’ committee, and no substitution is confirmed. Have the street confirm that the residents’ committee stands in, or register the committee; then do it again.',
  OWNER_SIDE_OR_CENTRE_ONLY: 'Only who speaks for the owners today ({ownerSide}) or the centre does this. Ask one of them.',
  FIRM_DUE_UNKNOWN: 'The firm owes nothing under {kind} {due}. Reload the page and choose what it owes.',
  FIRM_DUE_NOT_OPEN: 'Of what the firm owes for {due}, {open} yuan are open on {on}; {asked} cannot be cleared. Enter at most that.',
  FIRM_CLEARING_MISSING: 'There is no clearing with the id {clearing} that could be undone. Reload the page and choose it again.',
  FIRM_DUES_OF_TWO_FIRMS: '{first} is owed by one firm and {other} by another. Clear what each firm owes by itself.',
  FIRM_DUE_MONTH_OPEN:
    '{month} is not closed, and its close may find that the firm owes less for it. It is open until {until}; close it, then write off what is left.',
  FIRM_WRITE_OFF_UNKNOWN: 'There is no write-off {writeOff} of what a firm owes. Take its number from the list of write-offs.',
  FIRM_WRITE_OFF_UNDONE: 'Write-off {writeOff} was taken back before, by entry {entry}. There is nothing more to do.',
  FIRM_WRITE_OFF_CLOSED:
    'The write-off is dated {on}, and the books are closed through {closedThrough}. Have {month} reopened first; the statement of that month is corrected then. Once the score of its quarter is final it is not reopened, and the write-off stands.',
  FIRM_WRITE_OFF_SAME_RESOLUTION: '{resolution} is the resolution that gave the money up. Name another one, which takes that back.',
  FIRM_WRITE_OFF_PENALTY_BESIDE:
    '{penalty}, {amount} yuan, and {other}, {otherAmount} yuan, cannot be written off together: if the penalty is taken back later, its write-off stays, and so would that of the other. Write off each by itself.',
  LATER_DECISION_NOT_FINAL: 'The score of {quarter} is not final, so it has deducted nothing yet. What is decided before goes into the score by an appeal.',
  LATER_DECISION_DAY:
    'A decision of {decidedOn} is not between the day on which the score took effect, {finalOn}, and today, {today}. Give the day on the paper that decided.',
  LATER_DECISION_TOO_MUCH:
    'The score of {quarter} deducted {deducted} yuan, of which {given} were given back already; {asked} cannot be given back. Give back at most {left}.',
  FIRM_FINE_UNKNOWN:
    'Contract {contract} fixes no fine for {event} in that quarter; it has {events}. Choose one of them, or name no event and give the amount.',
  FIRM_FINE_AMOUNT:
    'A penalty is the fine of its event or an amount: {event} costs {fine}, asked was {asked}. Leave the amount out, or name no event and give it.',
  FIRM_FINE_DAY:
    'A fine for an event says the day of the event, in {quarter} from {from} through {to}: given was {given} for {event}. Give both, or give neither and an amount.',
  FIRM_FINE_QUARTER_OPEN:
    'A fine for an event counts up to the cap of what the firm earns in all of {quarter}, and the books are closed through {closedThrough}. Keep the paper, and impose it once {quarter} is closed through {to}.',
  FIRM_FINE_TWICE:
    '{event} of {on} is fined already: penalty {first} of {amount} yuan, by {document}. There is one fine for an event and a day; if it was another day, give that one, and if the first is wrong, have it taken back.',
  FIRM_FINE_UNDATED:
    '{event} is fined in {quarter} already, and the fine does not say of which day: penalty {first} of {amount} yuan, by {document}. If that is the event of {on}, it is fined; if it was another day, have penalty {first} taken back, then impose each with its day.',
  FIRM_PENALTY_UNDONE: 'Penalty {penalty} was taken back before. There is nothing more to do.',
  FIRM_PENALTY_UNDO_WAITS:
    '{asker} asked already (number {undo}) for penalty {penalty} to be taken back; until that is answered nobody asks again, and where it is the first time that its side asks, nobody sets it off or writes it off. Answer that, or wait for its answer.',
  FIRM_PENALTY_UNDO_OWN:
    'Your own side, or you yourself, asked for penalty {penalty} to be taken back, so the other side confirms it: the centre where the owners asked, who speaks for the owners where the centre did. You may take the question back by a refusal.',
  FIRM_CLEARING_CREDITED:
    'Penalty {penalty} was taken back, and the {amount} yuan that cleared it were settled with that, so this stays as it is. If the money was not the firm’s, dispute it with the firm (disputes).',
  FIRM_PENALTY_CAPPED:
    'Fines of {quarter} are at most {cap} of its entitlement of {earned} yuan; {earlier} are imposed already, so {asked} more do not count. Impose it once more months of the quarter are closed, or for another quarter.',
  FIRM_OFFSET_TOO_MUCH:
    'The firm has earned {earned} yuan that are not asked for or paid; {asked} cannot be set off. Set off at most that, or wait until a month is closed.',
  FIRM_TAKEN_DAY: 'Money cannot have been taken on {takenOn}, after today, {today}. Correct the day.',
  FIRM_TAKEN_NOT_DISCHARGED:
    'Contract {contract} does not say that an owner who pays the firm has paid. The bills stay open; the owner claims the money back from the firm.',
  FIRM_TAKEN_TOO_MUCH:
    'The unit owes {open} yuan in bills of that day, and {taken} were taken. Record at most what it owes; the rest goes back to the owner from the firm.',
  BILLING_RUN_NONE: '{period} has no bill run to undo.',
  BILLING_RUN_SETTLED:
    '{settled} of the bill of {unit} for {period} is paid or waived already, so the run cannot be undone any more. Correct single bills instead.',
  BILLING_RUN_SUPPLEMENTED: '{period} has {supplements} supplementary runs that stand. Undo these first, then the run of the month.',
  BILLING_SUPPLEMENT_NONE: '{period} has no supplementary run {supplement} that could be undone. Look at the runs of the month.',
  BILLS_MISSING_NO_RUN: '{period} was not billed yet, so nothing is missing. Run its bills: the run covers every unit.',
  BILLS_MISSING_NONE: 'Every unit that is asked for has its bills of {period}. Where one is wrong, take it back first, then bill what is missing.',
  BILLING_TEXT: '{field} is empty, longer than {max} characters or holds signs that cannot be printed. Write at most {max} characters.',
  BILLING_UNIT_UNKNOWN: 'There is no unit {unit}. Check its code in the list of units.',
  BILL_CORRECTION_WAIVED: '{waived} of this bill was waived, so it cannot be taken back. Ask for a waiver of what is wrong.',
  BILL_CORRECTION_LATE_FEES: 'Late fees of {open} were charged on this bill and stand. Have them waived first, then take the bill back.',
  FEE_ITEM_CODE: '"{value}" cannot be the code of an item. Write 2 to 8 capital letters and digits, a letter first; PM is the contract’s property fee.',
  FEE_ITEM_TAKEN: 'There is an item {item} already. Choose another code, or give it a new rate.',
  FEE_ITEM_CYCLE: 'What a meter counts is billed monthly, not {value}.',
  FEE_ITEM_BILLED:
    '{billedThrough} is billed already, so {from} is too early. Begin on {earliest} or later; what is wrong in a bill that was made is corrected there.',
  FEE_ITEM_UNKNOWN: 'There is no fee item {item}. Look at the list of items.',
  FEE_ITEM_KIND: 'Item {item} is not for units of kind {unitKind}.',
  FEE_ITEM_ENDED: 'Item {item} has an end already, {to}.',
  FEE_ITEM_BILLED_BEYOND: 'Item {item} is billed through {through}, so it cannot end with {to}. Choose {through} or later.',
  FEE_ITEM_NO_METER: 'Item {item} has no meters: it is billed by area or by unit.',
  FEE_RATE_INVALID: '"{value}" cannot be a rate. Write a number above 0 with at most 4 decimals.',
  FEE_RATES_MISSING: 'Give item {item} one rate for each kind of unit that pays it.',
  FEE_RATE_TAKEN: 'Item {item} has a rate for {unitKind} from {from} on already. Choose a later month.',
  FEE_RATE_MONTH: 'A rate of item {item} counts from the beginning of a cycle on: {from} is inside one. Choose {start} or the next beginning.',
  DISCOUNT_TARGET: 'Name either one unit or one kind of unit for the discount.',
  DISCOUNT_VALUE: 'Give either per cent (above 0, at most 100, 2 decimals) or yuan (above 0) for the discount.',
  DISCOUNT_DAYS: 'These days do not fit: the discount runs from {from} to {to}. Correct the day.',
  DISCOUNT_TAKEN: 'There is a discount for item {item} in the same cycle already, for the same unit or kind. End it first, or begin with the next cycle.',
  DISCOUNT_METER: '{item} is charged by what a meter counts and has no discount. Ask for a waiver of the bill instead.',
  DISCOUNT_ENDED: 'This discount was ended already, on {to}.',
  DISCOUNT_OWN: 'You, or somebody of your organisation, recorded this discount. Another person of another organisation has to decide.',
  DISCOUNT_DECIDED: 'This discount was decided already ({state}, {at}). Reload the page.',
  DISCOUNT_REASON_MISSING: 'Say why it is refused, in at most {max} characters.',
  DISCOUNT_END_REASON: 'Say in one line of at most {max} characters why the discount ends early.',
  DISCOUNT_END_ASKED: 'An end on {lastOn} already waits for the owner side. Wait for its decision; if it is refused, ask again.',
  DISCOUNT_END_OWN: 'You, or somebody of your organisation, asked for this end. Another person of another organisation has to decide.',
  DISCOUNT_END_DECIDED: 'This end was decided already ({state}, {at}). Reload the page.',
  UNIT_TERM_DAYS: 'The last day {to} lies before the first, {from}. Correct one of them.',
  METER_VALUE: '{column}: "{value}" is no reading. Write a number from 0 with at most 3 decimals and no separators.',
  METER_RUNS_BACK: 'The reading {reading} is below {previous}, the one before. Correct it, or, if the meter was changed, give old_final and new_start.',
  METER_CHANGE_HALF: 'A change of meter has two readings: old_final of the old one and new_start of the new one. Give both or none.',
  METER_READ_ALREADY: 'This meter is read through {readThrough} already; a reading of {period} cannot follow.',
  METER_FILE_TOO_LARGE: 'The file is larger than {limit}. Split it.',
  METER_FILE_TEXT: 'This is no CSV text. Save the sheet as CSV and choose that file.',
  METER_FILE_COLUMNS: 'The first line must name these columns, each once: {columns}.',
  METER_FILE_EMPTY: 'The file has no line below its first. Add the meters or readings.',
  METER_LINE_REFUSED: '{count} lines are wrong, the first in line {line} ({why}). Look at the trial, correct them and upload the file again.',
  METER_UNIT_REPEATED: '{unit} stands in the file more than once. Keep one line.',
  METER_TAKEN: '{unit} has a meter for {item} already.',
  METER_MONTH_AHEAD: '{period} has not begun (today is {today}).',
  METER_UNKNOWN: '{unit} has no meter for {item}. Register it first.',
  LATE_FEE_DAY_OPEN: 'Late fees are charged for days of closed months only, where every payment is known: through {closedThrough}, not {through}.',
  LATE_FEE_ALREADY_RUN: 'Late fees were charged through {through} already. Choose a later day.',
  LATE_FEE_NOTHING: 'Nothing was late through {through} that was not charged yet.',
  LATE_FEE_PREVIEW_STALE: 'Something changed since you looked at the late fees through {through}. Look at the new preview, then confirm it.',
  WAIVER_OVER_OPEN: '{asked} is asked for, but only {open} is open. Ask for at most that.',
  WAIVER_RESOLUTION_NEEDED:
    'Above {limit} for a unit in a year a resolution of the owners is needed; {used} counts this year already, and {asked} is asked for. Give its number.',
  WAIVER_TARGET_UNKNOWN: 'There is no such bill or late fee, or it is void. Choose one in the list of arrears.',
  WAIVER_PENDING: 'A request for the same bill or late fee waits for its decision. Wait for it.',
  WAIVER_TEXT: '{field}: write {min} to {max} characters that can be printed.',
  WAIVER_AMOUNT: 'Ask for an amount above 0, not {value}.',
  WAIVER_OWN: 'You, or somebody of your organisation, asked for it. Another person of another organisation has to decide.',
  WAIVER_NOT_APPROVED: 'Only a waiver that is approved can be taken back, and once; that of unit {unit} is none. Reload the page to see it.',
  WAIVER_BILL_VOID: 'The bill of unit {unit} was taken back on {on}, so that nothing of it is owed. Leave the waiver as it is.',
  WAIVER_DECIDED: 'It was decided already ({state}, {at}). Reload the page.',
  WAIVER_REASON_MISSING: 'Say why it is refused, in at most {max} characters.',
  REMINDER_NONE: '{name} has nothing overdue; no notice is needed.',
  REMINDER_TODAY: 'The notices of {name} were recorded today already ({on}).',
  FEES_REVERSAL_WAIVER: 'Entry {seq} ({rule}) is a decision of the owner side and stands.',
  FEES_REVERSAL_LATE_FEE: 'Entry {seq} ({rule}) is a late fee. Ask for a waiver of what is wrong in it.',
  // operating-income
  EVIDENCE_EMPTY: 'The file {name} is empty. Choose the file again.',
  EVIDENCE_TOO_LARGE: '{name} is larger than {megabytes} MB. Hand it in in parts, or scan it with a lower resolution.',
  EVIDENCE_TYPE_REFUSED: '{name} is no PDF, JPEG, PNG, WebP, HEIC, MP4, XLSX or DOCX (without macros). Save it as one of these; nothing was kept.',
  EVIDENCE_UNREADABLE: 'The picture {name} cannot be opened; it may be damaged. Take it again or save it anew; nothing was kept.',
  EVIDENCE_PIXELS: 'The picture {name} has more than {megapixels} million points. Make it smaller; nothing was kept.',
  EVIDENCE_FILM:
    'The film {name} is no whole MP4, or has a track of data besides pictures and sound, which may say where it was taken. Export it anew as MP4, then upload it; nothing was kept.',
  EVIDENCE_FILM_PARTS:
    'The film {name} is in more parts than a telephone or camera writes (at most {boxes} boxes, {entries} entries of its index). Play it and export it anew as MP4, then upload that; nothing was kept.',
  EVIDENCE_FILM_SLOW:
    'The film {name} could not be read within {seconds} seconds; nothing was kept. Send it again in {seconds} seconds; if it is refused once more, export a shorter part of it as MP4 and send that.',
  EVIDENCE_FILES_REFUSED:
    '{count} of {of} files cannot be taken, so none was kept. Wrong type: {types}; cannot be opened: {unreadable}; too large: {large}; empty: {empty}; film with a track of data, in too many parts or not whole: {films}. Replace these and send all of them again.',
  EVIDENCE_BUSY:
    '{count} pictures and films wait for their turn at this moment, {own} of them yours or of your organisation, and no more fit; nothing was kept. Send it again in {seconds} seconds.',
  EVIDENCE_SPACE:
    'The files of this compound take {used} of {allowed} bytes, and these would add {added}; nothing was kept. Hand in fewer files or shorter films, or ask the operator to raise MINGBAI_EVIDENCE_GIGABYTES.',
  EVIDENCE_SPACE_OF_BODY:
    'The files of your organisation take {used} bytes of this compound, and these would add {added}; one organisation has at most half of the room, {allowed}, so that the others can always hand in theirs. Nothing was kept. Hand in fewer files or shorter films, or ask the operator to raise MINGBAI_EVIDENCE_GIGABYTES.',
  EVIDENCE_NO_COPY:
    '{name} was taken in before copies were made, and none without its place can be made of it, so it is not shown here. Whoever may see the original opens that.',
  EVIDENCE_UNKNOWN: 'No file {sha256} was handed in for this compound. Upload the file first, then name it.',
  RESOLUTION_UNKNOWN: 'There is no resolution {number} in this compound. Check its number, or record the resolution first.',
  RESOLUTION_TITLE: 'A resolution needs a title of 1 to {max} characters.',
  RESOLUTION_KIND_UNKNOWN: '{kind} is no kind of resolution; use one of {kinds}.',
  RESOLUTION_DAYS:
    'Decided on {decidedOn}, in force from {from} to {to}: it is decided today ({today}) or before, and does not end before it begins. Correct the days.',
  RESOLUTION_LIMIT_INVALID: 'The limit is an amount above 0, or left empty where nothing limits it.',
  RESOLUTION_REPLACED: '{number} was already replaced by {by}. Replace that one instead.',
  RESOLUTION_KIND_DIFFERS: '{number} decides on {kind}; this needs one of {needed}. Name another resolution.',
  RESOLUTION_NOT_IN_FORCE: '{number} is in force from {from} to {to}, and {on} is outside of it. Name a resolution that is in force on that day.',
  RESOLUTION_LIMIT_EXCEEDED: '{number} allows {limit} in all; {used} is used and {asked} would be added. Ask for less, or have a higher limit resolved.',
  RESOLUTION_SERIALS_USED: 'The numbers of {year} are used up (999). Record the resolution with the next year.',
  RESOLUTION_WAITING:
    'Nobody else has confirmed the paper of {number} yet. Another organisation (street, centre, or the community beside a committee) confirms it first.',
  RESOLUTION_REFUSED: '{number} was refused and counts for nothing. Name another resolution, or record it again as its paper says it.',
  RESOLUTION_PAPER_USED:
    'This paper is {number} ({kind}) already, which allows the same; one paper decides once. Use that one, or hand in another paper. A vote that was counted by it already is called off.',
  RESOLUTION_OF_A_YEAR: 'A resolution on a budget names a limit, and a first and a last day in one year. Fill in all three as its paper says them.',
  CONFIRMATION_STATE: '{record} is {state} and takes no answer. Look at the page for who answered.',
  CONFIRMATION_SAME_ORGANISATION:
    '{record} was recorded for your own organisation. Another one confirms it: the street, the centre, or the community beside a committee.',
  CONFIRMATION_SAME_PERSON: 'You recorded {record} yourself. Somebody else of another organisation confirms it.',
  CONFIRMATION_REASON: 'What is asked and what is refused has a reason of 5 to {max} characters in one line; it is kept. A confirmation has none.',
  BUDGET_NO_LIMIT: '{resolution} has no limit, and a budget needs one. Name a resolution that says how much it allows.',
  BUDGET_WAITING: 'Version {versionNo} of the budget of {year} waits for its confirmation. Have it confirmed or take it back first.',
  BUDGET_YEAR: 'A budget is recorded for {first} or {last}, not for {year}. Choose one of them.',
  BUDGET_EMPTY: 'A budget has at least one line. Fill in what may be spent.',
  BUDGET_LINE_UNKNOWN: '{line} is no line of a budget; use {lines}.',
  BUDGET_LINE_TWICE: '{line} stands in the budget twice. Leave one out.',
  BUDGET_LINE_NEGATIVE: '{line} is below 0. Write 0.00 where nothing may be spent.',
  BUDGET_RESOLUTION_USED: 'By resolution {resolution} version {versionNo} of the budget of {year} was adopted. A further one needs a resolution of its own.',
  BUDGET_BELOW_USED: 'Of {line} {used} is used in {year} already, more than {amount}. Allow at least what is used.',
  VOTE_MATTER_OTHER: 'A resolution of kind {kind} is decided as {matters}, not as {matter}: the matter says how many must agree. Choose it.',
  VOTE_MATTER_UNKNOWN: '{matter} is no matter of a vote; use one of {matters}.',
  VOTE_DAYS:
    'A vote that closes on {closesOn} and is in force from {from} to {to} is not possible: its last day is {today} to {latest}, and what it decides begins after that day and ends no earlier. Correct the days.',
  VOTE_NO_ELECTORATE: 'This compound has no units yet, so nobody could vote. Import its units first.',
  VOTE_OWNER_TWICE: 'Unit {unit} is named for two owners. Name each unit once.',
  VOTE_UNIT_UNKNOWN: 'Unit {unit} does not vote: it was not recorded when the vote was opened. Check its number.',
  VOTE_SERIALS_USED: 'The numbers of {year} are used up (99). Open the vote next year.',
  VOTE_STATE: 'Vote {number} is {state}; this needs it to be {needed}. Look at its page for what happened.',
  VOTE_BALLOTS_SIZE: 'A list holds 1 to {max} ballots, this one {count}. Hand it in in parts.',
  VOTE_REASON: 'Give a reason of 5 to {max} characters, in one line. It is published.',
  VOTE_BALLOT_TWICE: 'Unit {unit} has a ballot of {castOn}: {choice}. Where that was recorded wrongly, give the reason of the correction in its row.',
  VOTE_BALLOT_NONE: 'Unit {unit} has no ballot that could be corrected. Leave the reason empty, and record what was cast.',
  VOTE_OUTSIDE_DAYS:
    'The ballot of unit {unit} is of {castOn}; the vote takes ballots from {openedOn} to {closesOn}, and none of a day after today ({today}). Check the day.',
  VOTE_NOT_OVER: 'Vote {number} is open until the end of {closesOn} (today is {today}). Count it from the next day on.',
  VOTE_SAME_ORGANISATION:
    'Your organisation held vote {number}. Another one confirms its count, or calls it off: the street, the county’s centre, or the residents’ committee beside an owners’ committee.',
  VOTE_SAME_PERSON: 'You took part in holding vote {number}. Somebody else confirms its count, or calls it off.',
  VOTE_FILE: 'The list cannot be read at line {line}. Save it as CSV of at most 2 MB and hand it in again.',
  VOTE_FILE_COLUMNS: 'The list lacks the column {column}. Its columns are {columns} (the last one only where a ballot is corrected).',
  VOTE_FILE_WORD: 'Line {line}, column {column}: “{value}” cannot be read; use {known}.',
  CLAIM_FIELD_INVALID: '{field} cannot be "{value}". Correct it and send the claim again; nothing was kept.',
  CLAIM_EVIDENCE_MISSING: 'A claim needs its invoice or another paper. Upload it with the claim.',
  CLAIM_REASON_MISSING: 'Say why not, in 1 to {max} characters: who asked must know what to do.',
  CLAIM_RESOLUTION_MISSING: 'This is spent by resolution of the owners. Name the resolution, for example JY2024-001.',
  CLAIM_UNKNOWN: 'There is no claim {number} in this compound. Check its number.',
  CLAIM_PAYEE_REFUSED: 'No payee "{payee}" to whom this can be paid; it takes one of {kinds}. Register the payee first.',
  CLAIM_INVOICE_USED: 'Invoice {invoiceNo} already stands on claim {number}. An invoice is paid once; check whether it was asked before.',
  CLAIM_EVIDENCE_USED: 'This paper already stands on claim {number}. A paper pays once; upload the paper of this claim.',
  CLAIM_SERIALS_USED: 'The claim numbers of {year} are used up (9999). Ask again next year.',
  CLAIM_DECIDED: 'Claim {number} is {state} already. Reload the page to see who decided.',
  CLAIM_OWN: 'Claim {number} was asked by you or your organisation. Somebody else decides on it.',
  CLAIM_PERIOD_OPEN: 'The months of {period} are not all closed (closed through {closedThrough}). Close them first.',
  CLAIM_PERIOD_CLAIMED: '{period} already has claim {number}. A period is shared out once.',
  CLAIM_NOTHING_DUE: 'Nothing is due for {period}: net common income {net}, stop {stop}. There is nothing to ask.',
  CLAIM_FIGURES_CHANGED: 'The books no longer give the figures of claim {number}. Reject it and propose it again.',
  USE_RULE_INVALID: '{field} cannot be "{value}". A share lies above 0 and is at most 1, with at most 4 decimals; amounts are not negative.',
  USE_RULE_EXISTS: 'Resolution {number} has its rule already. Record another resolution to change it.',
  USE_RULE_UNKNOWN: 'Resolution {number} has no rule for the use of common income. Record the rule first.',
  OTHER_LINE_USED: 'Bank line {line} is already booked as this. Reload the page to see it.',
  OTHER_WORDS_INVALID: '{field} needs 1 to {max} characters in one line.',
  OTHER_RECEIPT_UNKNOWN: 'There is no receipt {receipt}, or it is void already. Reload the page.',
  DEPOSIT_UNKNOWN: 'There is no deposit {deposit} in this compound. Reload the page.',
  DEPOSIT_SHORT: 'Of this deposit {held} is held, and {asked} was asked. Release an amount above 0 and at most what is held.',
  DEPOSIT_RELEASED: '{released} of this deposit was released already, so its receipt cannot be undone.',
  DEPOSIT_GROUND_MISSING: 'A deposit is kept only on a ground that a paper shows. Upload the paper.',
  COLLECTED_PAYEE_REFUSED:
    'Money may be collected for a registered payee of these kinds only: {kinds}; {payee} is none. The firm is paid by its assessment, taxes and the maintenance fund by their own rules. Register the payee, or choose another.',
  COLLECTED_SHORT: 'For payee {payee} {held} is held, and {asked} was asked. Pass on at most what is held; place the bank lines that are missing first.',
  COLLECTED_PASSED_ON: 'Of this receipt over {amount} {held} is still held, the rest was passed on, so it cannot be undone. The oldest money goes first.',
  COLLECTED_BACK_OTHER:
    '{number} is not a claim that passes on what was collected for others. Claims that wait for a decision are withdrawn on their own page.',
  COLLECTED_BACK_BEFORE: '{number} was taken back on {on} already. There is nothing more to do.',
  COLLECTED_BACK_HELD:
    'Of {number} over {amount} only {waiting} is not in a payout or paid. Cancel its payout first, or wait until a payout that the bank returned is closed unpaid; what was paid is not taken back.',
  LEASE_REFUND_NO_ACCOUNT:
    'No line of the bank names the account that this advance of lease {lease} came from. Name a payee of the register; record the lessee there first, with its account.',
  LEASE_REFUND_ACCOUNT_NAMED: 'The bank names the account that this advance of lease {lease} came from, and it goes back there. Leave the payee out.',
  LEASE_REFUND_SEVERAL:
    'Of the {asked} of lease {lease}, a part came from an account that the bank names and a part from none. Give back what came last first, as a refund of its own, then the rest.',
  LEASE_REFUND_PAYEE: 'The register has no payee {payee} to whom an advance may go back. Choose another, or record it first.',
  LEASE_ADVANCE_SHORT: 'Lease {lease} has paid {inAdvance} in advance, and {asked} was asked. Give back an amount above 0 and at most that.',
  LEASE_ENDED: 'Lease {lease} ended on {on} already. Reload the page to see it.',
  LEASE_END_OUTSIDE:
    'Lease {lease} runs from {from} to {to}; {lastDay} is no day on which it can end early. Take a day from its first to the one before its last.',
  LEASE_CHARGE_NONE: 'Lease {lease} has nothing unpaid of {period}. Check code and month.',
  LEASE_CHARGE_SHORT: 'Lease {lease} has {open} unpaid of {period}, and {asked} was asked. Write off an amount above 0 and at most that.',
  LEASE_FILE_COLUMNS: "The file's first line must be: {columns}. Save it as CSV in UTF-8 with these columns.",
  LEASE_FILE_EMPTY: 'The file holds no lease. Nothing was imported.',
  LEASE_FIELD_INVALID: 'Line {line}: {field} cannot be "{value}". Correct it and import the whole file again; nothing was imported.',
  LEASE_CODE_REPEATED: 'Line {line}: {code} is already in the file. Give each lease its own code; nothing was imported.',
  LEASE_CODE_TAKEN: 'Line {line}: there is already a lease {code}. Take the line out or give it another code; nothing was imported.',
  LEASE_DAYS_ORDER:
    'Line {line}: the lease runs from {from} to {to} and falls due first on {firstDueOn}. It must end after it begins, and fall due before it ends; nothing was imported.',
  LEASE_DUE_CLOSED:
    'Line {line}: the lease falls due first on {firstDueOn}, but the books are closed through {closedThrough}. Write the first day on which it falls due after that; nothing was imported.',
  LEASE_DUE_ACCRUED:
    'Line {line}: the lease falls due in {period}, whose income is already accrued. Write the first day on which it falls due after that month; nothing was imported.',
  LEASE_ALREADY_ACCRUED: 'The operating income of {period} was accrued on {on}. Each month is accrued once.',
  LEASE_MONTH_NOT_BEGUN: '{period} has not begun; today is {today}. Accrue a month from its first day on.',
  LEASE_LINE_USED: 'Bank line {line} is already booked to this lease. Reload the page to see it.',
  LEASE_UNKNOWN: 'There is no lease {lease} in this compound. Check its code.',
  LEASE_FILE_CELLS: 'Line {line} has {found} cells, the first line has {expected}. Correct it and import the whole file again; nothing was imported.',
  // disbursements
  DISBURSEMENT_REGISTRAR_DECIDES: 'You registered the account to which {number} goes, so somebody else has to decide about it.',
  DISBURSEMENT_CASHIER_ACTED: 'You asked for {number} or approved it, so another cashier has to tell the bank to pay.',
  DISBURSEMENT_NOT_APPROVED: '{claim} is not approved, or was taken back. Ask for the money once it is approved; cancel a payout that waits for it.',
  DISBURSEMENT_RECEIPT_VOID:
    'The receipt that {claim} would be sent back for is void: its money is gone. Cancel the payout and the refund, and ask for one by another receipt.',
  DISBURSEMENT_NO_ORIGIN:
    'The bank’s line of {claim} names no whole account, so nothing can be sent back to it. Ask the bank for name and number of the payer.',
  DISBURSEMENT_ORIGIN_CHANGED: '{number} names an account ending in {last4}; the money came from one ending in {originLast4}. Submit it again.',
  DISBURSEMENT_OVER_CLAIM: '{claim} gives {entitled}, of which {alreadyAsked} is asked for already; {payable} is left, {asked} is asked. Lower the amount.',
  DISBURSEMENT_NO_EVIDENCE:
    '{number} stands on no invoice and no other paper. Add one to its document, or hand in the firm’s invoice (number and file) with the request.',
  DISBURSEMENT_EVIDENCE_USED: 'The paper {paper} has been used by {usedBy} already. Use the paper of this cost.',
  DISBURSEMENT_NO_RESOLUTION: '{number} takes the owners’ own money and names no resolution that is recorded. Record the resolution first.',
  DISBURSEMENT_RESOLUTION_OTHER: 'Resolution {resolution} does not allow this, or was not in force on that day. Name the right one on the document.',
  DISBURSEMENT_OVER_RESOLUTION:
    'Resolution {resolution} allows {limit} in all, {used} is used, {asked} is asked. Lower the amount, or record another resolution.',
  DISBURSEMENT_BANK_NAME: 'Write the bank and branch of the account that the money goes back to, in 1 to {max} characters.',
  DISBURSEMENT_RETURNED_AMOUNT: '{number} is {amount}; {returned} came back. A payout comes back whole: place another amount in suspense and ask the bank.',
  DISBURSEMENT_RETURNED_EARLY: '{number} was paid on {paidOn}, so it cannot have come back on {on}. Choose another payout.',
  PAYMENT_STATUS_UNREADABLE:
    'This is no payment status report that can be read ({found}). Ask the bank for a pain.002 in version 001.03 or 001.10, UTF-8, at most 2 MB.',
  PAYMENT_STATUS_CODE_UNKNOWN: 'The report says status {code}, which is none of ISO 20022. Ask the bank what it means.',
  PAYMENT_STATUS_KNOWN: 'This report was taken in already. Nothing was changed.',
  PAYMENT_STATUS_MESSAGE: 'The report is about message {message}, which is no payment file of this compound. Choose the right report.',
  PAYMENT_STATUS_PAYMENT: 'Payment {payment} is not in file {message}. Nothing of the report was taken in; ask the bank.',
  PAYMENT_STATUS_AMOUNT: 'The report says {reported} for {payment}, the file {amount}. Nothing of the report was taken in; ask the bank.',
  DISBURSEMENT_STATE: 'Payout {number} is {state}, where this cannot be done. Reload the page to see where it stands.',
  DISBURSEMENT_CHANGED: '{organisation}, {person}, acted on payout {number} at {at}, after you opened it. Reload the page and decide again.',
  DISBURSEMENT_PAYLOAD_CHANGED: 'Payout {number} was edited; what you saw is not what it says now. Reload the page, check it and decide again.',
  DISBURSEMENT_NOT_YOURS: 'The service fee of {source} belongs to the contract of another firm; only that firm may ask for it.',
  DISBURSEMENT_AMOUNT: '{asked} is asked for; the amount must be above 0.',
  DISBURSEMENT_NOT_POSTED: 'The service fee of {period} is not in the books yet. Ask for it once the month is closed.',
  DISBURSEMENT_NOT_FINAL: 'The assessment of {quarter} is not final yet. Ask for performance money once it is.',
  DISBURSEMENT_APPEAL_OPEN: 'An appeal against the assessment of {quarter} is open. Ask again once it is decided.',
  DISBURSEMENT_OVER_BASE:
    '{period}: entitlement {entitlement}, of which {withheld} waits for the score, base {entitled}; {alreadyAsked} is asked for already, so {payable} is left and {asked} is too much. Ask for {payable} at most.',
  DISBURSEMENT_OVER_PERFORMANCE:
    '{quarter}: entitlement {entitlement}, withheld {withheld}; score {score} pays the share {ratio}, that is {entitled}; {alreadyAsked} is asked for already, so {payable} is left and {asked} is too much. Ask for {payable} at most.',
  DISBURSEMENT_OVER_OWED:
    'The account owes the firm {owed} after penalties, set-offs and what later months took back; {asked} is too much. Ask for {payable} at most.',
  DISBURSEMENT_SHORT: 'This fund has {available} available, less than the {asked} asked for. Ask for less, or wait for receipts.',
  DISBURSEMENT_NO_PAYEE_ACCOUNT: 'No payee account stands on the contract. Have it registered there first.',
  DISBURSEMENT_PAYEE_CHANGED: 'The payee account on the contract changed after this payout was submitted. Cancel or return it, and submit it anew.',
  DISBURSEMENT_PAYEE_TOO_NEW: 'The payee account was registered at {registeredAt}; money may go to it {hours} hours later, after {usableFrom}.',
  DISBURSEMENT_SUSPENDED: 'Payouts under contract {contract} are suspended by {by} since {since}. Another body lets them go on; refunds are not concerned.',
  DISBURSEMENT_PERIOD_CLOSED: '{today} lies in a closed period (closed through {closedThrough}). Act on a day of an open period.',
  DISBURSEMENT_NO_SLOT: 'In your role of today in this compound you approve no payouts, so not {number} either.',
  DISBURSEMENT_SLOT_NOT_NEEDED: 'The contract asks for no approval by your side for payout {number}.',
  DISBURSEMENT_ONE_BODY:
    'By its contract payout {number} is approved by {slots} alone, and {min} bodies have to approve. Agree with the firm on other terms, then cancel the payout and ask for it again under them.',
  DISBURSEMENT_SUBMITTER_DECIDES: 'You submitted payout {number}; another person must decide on it.',
  DISBURSEMENT_FIRM_DECIDES: 'The firm takes no part in deciding payout {number}.',
  DISBURSEMENT_PERSON_DECIDED: 'You approved payout {number} at {at}. Take that approval back first to decide otherwise.',
  DISBURSEMENT_ORGANISATION_DECIDED: 'Your organisation approved payout {number} at {at}; one organisation decides once.',
  DISBURSEMENT_SLOT_FILLED: 'Your side approved payout {number} at {at}; nothing is left to decide for it.',
  DISBURSEMENT_REASON_MISSING: 'Give a reason of at least {min} characters; those who work on the payout read it.',
  DISBURSEMENT_REASON_TEXT: 'Write the reason in one line of at most {max} characters.',
  DISBURSEMENT_NOTHING_TO_WITHDRAW: 'You have no approval of payout {number} that could be taken back.',
  DISBURSEMENT_WITHDRAW_LATE: 'You approved payout {number} at {at}; that could be taken back within 10 minutes, until {until}.',
  DISBURSEMENT_NO_BUDGET: 'The budget of {year} has no line {line}, and the contract pays within the budget alone. Record a budget with this line first.',
  DISBURSEMENT_OVER_BUDGET:
    'The budget of {year} allows {budget} for {line}; {used} is used, {asked} more would be {over} too much. Ask for less, or have a higher budget resolved.',
  DISBURSEMENT_RECONCILIATION_OLD:
    'The books were last held against the bank on {signedOn} (through {through}), {days} days ago; the contract pays within {withinDays} days of it. Reconcile the account and close the month first.',
  DISBURSEMENT_RECONCILIATION_BEHIND:
    'The books are proven through {through} alone, {behind} days ago; however fresh the signature, the contract pays within {behindMax} days of the last proven day. Reconcile the months since and close them first.',
  DISBURSEMENT_RECONCILIATION_UNEXPLAINED:
    '{unexplained} lines of the bank, through {through} or older than {withinDays} days, are not explained yet. The bookkeeper places them first.',
  DISBURSEMENT_INVOICE_NO: 'The number of an invoice has at most {max} letters, digits and hyphens. Copy it from the invoice.',
  DISBURSEMENT_PAPERS_COUNT: 'A request takes up to {max} files, this one has {count}. Leave some out.',
  DISBURSEMENT_WAITING: 'The last approval of payout {number} was given at {approvedAt}; the bank may be told to pay from {from}.',
  DISBURSEMENT_BANK_BEHIND:
    'Only bank statements through {wanted} tell whether payout {number} was paid; those imported reach "{reached}". Import the missing ones first.',
  DISBURSEMENT_BANK_TOOK:
    'The bank paid out {paid} on {bookedOn}, which was placed as a charge or an error of the bank and may be payout {number}. Take that match back and place the line at the payout, a fee in the same line as a second part; if it is an error of the bank, wait until the bank has given all of it back.',
  DISBURSEMENT_BANK_DEBIT: 'The bank paid out {paid} on {bookedOn}, which is not placed yet and may be payout {number}. Place that line first.',
  DISBURSEMENT_AMOUNT_INSTRUCTED: 'The bank was told to pay {amount} for payout {number}, so its amount stays. Cancel it and ask for another amount anew.',
  DISBURSEMENT_SETTLED_AMOUNT: 'Payout {number} is {amount}, the bank paid {paid}; they must be equal. Find out why before you match them.',
  DISBURSEMENT_SETTLED_EARLY:
    'The bank paid on {bookedOn}, before payout {number} was instructed on {instructedOn}; it is another payment. Match it elsewhere.',
  // communities
  COMMUNITY_SLUG_INVALID: 'The short name of a compound has 3 to 40 small letters, digits or hyphens. Choose it well: it never changes.',
  COMMUNITY_SLUG_TAKEN: 'There is already a compound {slug} with other data. Choose another short name.',
  COMMUNITY_TEXT_INVALID: '{field} must have 1 to {max} characters, without blanks at its ends or line breaks.',
  COMMUNITY_BUILT_YEAR: 'The year of building is {value}; it must lie between {min} and {max}.',
  COMMUNITY_ACCOUNT_NO_INVALID: "An account number has 8 to 34 digits or capital letters, without blanks. Copy it from the bank's paper.",
  COMMUNITY_ACCOUNT_LATER: 'The account cannot be opened on {openedOn}, which is after today, {today}.',
  COMMUNITY_ACCOUNT_ACTIVE: 'The account ending in {last4}, opened on {openedOn}, is in use. A compound has one account at a time; close that one first.',
  COMMUNITY_ACCOUNT_KNOWN: 'The account ending in {last4} is, or was, already an account of this compound. Give the number of the new account.',
  ACCOUNT_CHANGE_WORDS: 'Give the reason in 5 to 200 characters.',
  ACCOUNT_CHANGE_WAITS: 'The change to the account ending in {last4} waits for its answer. Have it answered or withdraw it first.',
  ACCOUNT_CHANGE_CLOSED: 'The new account would begin on {openedOn}, but the books are closed through {closedThrough}. Give a later day.',
  ACCOUNT_CHANGE_ANSWERED: 'The change to the account ending in {last4} has been answered ({state}). Reload the page.',
  ACCOUNT_CHANGE_NOT_YOURS: 'A change of the account is confirmed or refused by the property-service centre, and withdrawn by the organisation that asked.',
  ACCOUNT_CHANGE_SAME_PARTY: 'A change of the account needs a second party: another organisation than the one that asked must answer.',
  ACCOUNT_MOVE_BOOKS: 'On {date} the bank moved {moved} out of the account, where the books have {books}. Place the other lines of that account first.',
  ASSIGN_OWN_ACCOUNT:
    'The {amount} of {date} came from the compound’s own account ending in {last4}: nobody paid them. Place them as money moved between accounts, together with what left the other one.',
  ASSIGN_MOVE_STRANGER:
    'The line of {date} over {amount} names somebody else than the other account of the compound. Money between two accounts names the other one: choose another line, or place it as what it is.',
  ACCOUNT_END_DAY: 'The bank closed the account on a day from {openedOn} to {today}. Give the day on its paper.',
  ACCOUNT_END_IN_USE: 'The account ending in {last4} is in use. Change to another account first.',
  ACCOUNT_ENDED: 'The account ending in {last4} was recorded as closed on {endedOn}.',
  ACCOUNT_END_MONEY:
    'The account ending in {last4} cannot be recorded as closed on {endedOn}: its statements reach {reachedTo}, the bank has {bank} there, the books {books}. Import its statement through that day and move what is left first.',
  ACCOUNT_END_NONE: 'There is no end of the account ending in {last4} that could be answered so. Reload the page.',
  ACCOUNT_END_WAITS: 'The end of the account ending in {last4} on {endedOn} waits for the property-service centre. Have it answered, or withdraw it first.',
  ACCOUNT_END_NOT_YOURS: 'The end of an account that was never imported is confirmed or refused by the property-service centre.',
  ACCOUNT_END_SAME_PARTY: 'The end of an account that was never imported needs a second party: another organisation than the one that recorded it must answer.',
  ACCOUNT_END_CLOSED:
    'The books are closed through {closedThrough} without statements of the account ending in {last4} after {reachedTo}. Import its statements through that day, or open these months again, and then withdraw its end.',
  DISBURSEMENT_ACCOUNT_SHORT:
    'The account ending in {last4} has {held} for new payments, less than {total}: the money lies on the account before it. Have the bank move it and place both lines first.',
  ASSIGN_MOVE_DIFFERS:
    'The two lines are of {amount} and {other}. Each line on the other account is taken whole: choose the one of the same amount. Where the bank moved it in several lines, or took its fee out of it, name each of them with its amount, and the charge as a part.',
  COMMUNITY_ACCOUNT_NONE: 'The compound has no co-managed account on {date}. Record the account first.',
  UNITS_FILE_TOO_LARGE: 'The file is larger than {limit}. Nothing was imported; check whether it is the list of units.',
  UNITS_TOO_MANY: 'The file has more than {limit} units. Nothing was imported; split it.',
  UNITS_FILE_TEXT: 'The file is no text in UTF-8, UTF-16 or GB18030. Nothing was imported; save it as CSV in UTF-8.',
  UNITS_FILE_BROKEN:
    'Line {line}: a quotation mark is not closed or stands in the wrong place. Nothing was imported; correct it and import the whole file again.',
  UNITS_EMPTY: 'The file holds no unit. Nothing was imported.',
  UNITS_COLUMN_MISSING: 'Line 1: column {column} is missing. Nothing was imported; the first line must be: {columns}.',
  UNITS_COLUMN_UNKNOWN: 'Line 1: heading {place} is unknown or repeated. Nothing was imported; the first line must be: {columns}.',
  UNITS_CELLS: 'Line {line} has {found} cells instead of {expected}. Nothing was imported; correct it and import the whole file again.',
  UNITS_CODE_INVALID:
    'Line {line}: the code "{value}" is not right. Write capital letters and digits in groups joined by hyphens, e.g. 03-201 or S-01; nothing was imported.',
  UNITS_CODE_REPEATED: 'Line {line}: the code {code} already stands in line {firstLine}. Each unit has a code of its own; nothing was imported.',
  UNITS_TEXT_INVALID: 'Line {line}: {column} must have 1 to {max} characters in one line (the owner may be empty). Nothing was imported.',
  UNITS_KIND_UNKNOWN: 'Line {line}: the kind "{value}" is unknown. Write one of: {allowed}; nothing was imported.',
  UNITS_AREA_INVALID:
    'Line {line}: the area "{value}" is not right. Write square metres above 0 and below 100000 with at most two decimals, e.g. 88.50; nothing was imported.',
  UNITS_DIFFERS:
    'Line {line}: unit {code} is already recorded with another {column}. An import adds units and changes none; nothing was imported. Correct area or kind on the page of the unit, an owner where owners change.',
  UNIT_CORRECTION_TEXT: '{field} is empty, longer than {max} characters or holds signs that cannot be printed. Write at most {max} characters.',
  UNIT_CORRECTION_AREA: '"{value}" is no area. Write square metres above 0 and below 100,000 with at most 2 decimals, such as 88.50.',
  UNIT_CORRECTION_AHEAD: '{from} has not begun: it is {month}. Record the correction once its first month has begun.',
  UNIT_CORRECTION_UNKNOWN: 'There is no unit {unit}. Check its code in the list of units.',
  UNIT_CORRECTION_SAME: 'Unit {unit} is of {area} m² and this kind from {from} on already. Nothing was recorded.',
  UNIT_CORRECTION_WAITING: 'A correction of unit {unit} (from {from}, {area} m²) waits for the owners’ side already. It has to be decided first.',
  UNIT_CORRECTION_OWN: 'You, or somebody of your organisation, asked for this correction. Another person of another organisation has to decide.',
  UNIT_CORRECTION_DECIDED: 'This correction was decided already ({state}, {at}). Reload the page.',
  UNIT_CORRECTION_REASON: 'Say why it is refused, in at most {max} characters.',
  UNITS_OWNER_NAME: 'The name is empty, too long or holds signs that cannot be printed. Write at most {max} characters.',
  UNITS_OWNER_AHEAD: '{from} lies ahead (today is {today}). Record the change when it has happened.',
  UNITS_REVEAL_REASON: 'Say why you need this name, in 5 to 200 characters; it is kept in the access log.',
  UNITS_OWNER_UNKNOWN: 'There is no unit {unit}. Check its code in the list of units.',
  UNITS_OWNER_BEFORE: '{unit} has its present owner since {since}; the next one can only begin after that.',
  UNITS_OWNER_SAME: '{unit} belongs to an owner of this name already.',
  // identity
  IDENTITY_SIGN_IN_REFUSED: 'Login or password is not right. Check both and try again.',
  IDENTITY_LOGIN_INVALID: 'A login has 3 to 40 small letters, digits, dots, hyphens or underscores and begins with a letter.',
  IDENTITY_LOGIN_TAKEN: 'This login belongs to another person. Choose another.',
  IDENTITY_TEXT_INVALID: '{field} must have 1 to {max} characters, without blanks at its ends or line breaks.',
  IDENTITY_ORGANISATION_TAKEN: 'There is already an organisation of this name with other data.',
  IDENTITY_PARTY_UNKNOWN: 'No organisation called {name} has the role {role} here on {on}. Those that have: {known}. Add a person of it with that role first.',
  IDENTITY_ORGANISATION_KIND: 'There is no kind of organisation "{value}". Choose one of: {allowed}.',
  IDENTITY_ROLE_UNKNOWN: 'There is no role "{value}". Choose one of: {allowed}.',
  IDENTITY_ROLE_NOT_OF_KIND: 'An organisation of kind {kind} cannot act as {role}; that takes one of: {allowed}.',
  IDENTITY_DUTIES_NOT_SEPARATE:
    'This person is {held} of the compound since {from}. Who pays keeps no books, approves nothing and asks for nothing; who asks keeps no books. Choose another person, or end the first duty before.',
  IDENTITY_TWO_ORGANISATIONS: 'This person already acts in the compound for another organisation, since {from}. End that first.',
  IDENTITY_MEMBERSHIP_OVERLAPS: 'This person already has the role {role} in the compound on some of these days, since {from}. Begin after it ends.',
  IDENTITY_MEMBERSHIP_DAYS: 'The role cannot end on {to}, before it begins on {from}.',
  IDENTITY_MEMBERSHIP_ENDED: 'The role already ends on {to}; it can be shortened but not prolonged.',
  IDENTITY_PASSWORD_SHORT: 'A password has at least {min} characters. A few words in a row are easy to remember.',
  IDENTITY_PASSWORD_LONG: 'A password has at most {max} characters.',
  IDENTITY_PASSWORD_IS_LOGIN: 'The password must not be the login. Choose another.',
  IDENTITY_PASSWORD_COMMON: 'Many people use this password, so whoever guesses tries it first. Take a few words that do not belong together.',
  IDENTITY_PASSWORD_WRONG: 'Your present password is not right. Nothing was changed; try again.',
  IDENTITY_PASSWORD_MISTYPED: 'The two new passwords differ. Enter them again.',
  IDENTITY_AUDITOR_WITHOUT_END: 'An auditor reads everything, so the part ends: give a last day at most {max} days after the first.',
  IDENTITY_SECOND_FACTOR: 'The password is right. Send it again together with the code of your app, or a recovery code, as "code".',
  IDENTITY_STEP_OVER: 'More than five minutes have passed. Begin again with your login and password.',
  IDENTITY_CODE_WRONG: 'This code is not right, has been used, or its time is over. Enter the one that your app shows now.',
  IDENTITY_SECOND_FACTOR_ON: 'Your second factor is on already. To change the phone, turn it off first, then on again.',
  IDENTITY_SECOND_FACTOR_OFF: 'Your second factor is not on. Turn it on first; the codes come with it.',
  IDENTITY_SECOND_FACTOR_MISSING: 'Everybody with an office here signs in with a second factor. Turn it on under /account/security, then come back.',
  IDENTITY_PROOF_OLD: 'It is more than {minutes} minutes since you showed that it is you. Sign in again, then do it at once.',
  IDENTITY_MEMBERSHIP_PAST: 'The part cannot end on {lastDay}, a day that is over: what was done on it needs the part. Take today or later.',
  INVITATION_NOT_YOURS:
    'Who is {role} here is decided by the organisation whose office it is; books, cash and audit by the community or the centre. Ask them to invite.',
  INVITATION_BEFORE_TODAY: 'The part cannot begin on {from}, a day that is over. Take today or later.',
  INVITATION_ENDED: 'This invitation was used, taken back, or is older than {days} days. Ask whoever sent it for a new one.',
  INVITATION_OWN: 'You sent this invitation yourself. It is for somebody else: hand them the link.',
  APPOINTMENT_OWN: 'Whoever appoints or is appointed as {role} does not confirm it. Ask another body: the committee, the community, the centre or the street.',
  APPOINTMENT_DECIDED: 'Nobody waits for this confirmation any more: it was given or declined. Open the page again.',
  APPOINTMENT_EXPIRED: 'Nobody confirmed this appointment within {days} days, so it is over. Have the person invited anew.',
  APPOINTMENT_RUNNING: 'The part of {role} runs already. End it in the list of who acts here.',
  APPOINTMENT_REASON: 'Say in {min} to {max} characters, on one line, why you would not confirm: the other bodies weigh it.',
  APPOINTMENT_OBJECTED: 'Your body has already said what stands against it. Another body confirms, or who appointed takes it back.',
  INVITATION_OF_OTHERS: 'This invitation is of {organisation}, which alone takes it back. Once somebody has taken the part, say what stands against it.',
  IDENTITY_LEAVING:
    'Your own part here ends, so you bring in nobody any more, decide on no appointment, ask for the end of nobody’s part, and answer for no key, resolution or budget. Ask a colleague who stays.',
  UNIT_CODE_NO_OWNER: 'There is no unit {unit} with an owner here. Check the number, or record the owner first.',
  UNIT_CODE_NONE_LEFT: 'Every unit with an owner has a code or has joined. Give the number of a unit to make a new code for it.',
  JOIN_CODE_WRONG:
    'This code does not hold here: look at each sign, or ask for a new letter. A code ends after 90 days, with a new owner, and when five people have joined.',
  PASSKEY_REFUSED: 'The passkey was not taken: it may be unknown here or revoked, or more than five minutes passed. Try again, or sign in with your password.',
  PASSKEY_NO_HOST: 'This site is opened by a number, and passkeys belong to a name. Use password and code, or ask for a name for the site.',
  KEY_INVALID: 'This is not a public key of Ed25519 that can be used: 32 bytes, written as base64. Make a new key and try again.',
  KEY_KNOWN: 'This key is registered already. Make a new one: a key belongs to one person and is used once.',
  KEY_LIMIT: 'You have {max} keys in use, and no more are possible. Revoke one that you no longer need first.',
  KEY_ASKED: 'This key was asked for here already; its page says who has confirmed it. Another person or organisation needs a key of its own.',
  KEY_SIGNS_IN_ONLY: 'This key is for signing in alone. Register one that also signs approvals.',
  KEY_REVOKED: 'This key was revoked and signs nothing any more. Register another one and ask for it to be admitted.',
  KEY_NONE: 'You have no key here with which you could sign. Register one in your account, then ask for it to be admitted (page Keys).',
  KEY_NOT_ADMITTED:
    'Your key {key} is not admitted yet: confirmed by {confirmedBy}. Two other parties confirm it, one of them the owners’ committee, the residents’ committee or the centre. Read them its fingerprint.',
  KEY_CONFIRM_OWN: 'A key is confirmed by another organisation than its owner’s. Ask another party of the account.',
  KEY_CONFIRM_PARTY: 'Of the firms, only the one whose contract is in force confirms keys here.',
  KEY_REFUSED: 'Two parties said that this key is not that person’s. Its owner revokes it, registers another and asks for that one.',
  KEY_REFUSED_BY_YOU: 'Your organisation said that this key is not that person’s. Another party confirms it, or its owner registers another.',
  KEY_REASON: '{field}: say in {min} to {max} characters what you found, on one line; whoever confirms next reads it.',
  KEY_ADMITTED: 'This key signs already. If it is in wrong hands, its owner revokes it at once, or the operator ends every key of the person.',
  KEY_CONFIRMED: 'Your organisation has confirmed this key already. The other confirmation comes from another party.',
  APPROVAL_UNSIGNED: 'Decisions about payout {number} are signed. Open it again, choose what you decide, and sign with your key.',
  APPROVAL_CHALLENGE_OTHER: 'What was signed is not this decision about payout {number}. Open it again, compare the figures, and sign what is shown then.',
  APPROVAL_CHALLENGE_USED: 'This signature was used at {at}; it counts once. Open payout {number} again for another decision.',
  APPROVAL_CHALLENGE_OLD: 'What was signed was handed out at {at}, and is good for {minutes} minutes. Open payout {number} again and sign anew.',
  APPROVAL_SIGNATURE_WRONG:
    'The signature does not fit ({fault}). Nothing was decided about payout {number}. Sign the text of this page with the key that it names.',
  // entitlements
  ENTITLEMENT_POSTED: 'The entitlement of {period} is already posted.',
  ENTITLEMENT_OUT_OF_ORDER: 'The entitlement of {period} cannot be posted now; {due} comes first.',
  ENTITLEMENT_MONTHS_MISSING: 'These months of {quarter} are not closed yet: {missing}. Close them, then make the score final.',
  ENTITLEMENT_GIVEN_UP:
    '{period} now gives the firm {earned} more, and the owners had given up {givenUp} that the firm owed for it: it would have the money twice. Take the write-off back by a resolution, close the month, then set off what is owed.',
  ENTITLEMENT_CASH_AWAITED:
    'The service fund has {available} that is nobody else’s; the {needed} deducted for {quarter} would move money of others. Make the score final once receipts cover it.',
  // settlement
  ASSIGN_TARGET_REFUSED: 'This money cannot go to {target}; it can go to {allowed}.',
  ASSIGN_MONTH_CLOSED:
    'The money of {date} has waited as unidentified since {month} was closed: it can go to a unit or a lease, or be sent back to its payer. For it to be {target}, ask for {month} to be opened again, and then place it.',
  ASSIGN_RETURNED_PAYMENT:
    'The {amount} of {date} is a returned payment, and no receipt of fees or rent. Name the payout that came back, or leave it in suspense.',
  ASSIGN_REFERENCE_UNKNOWN: '{target} "{reference}" is not known here, or not waiting for money. Check the code.',
  ASSIGN_REFERENCE_REPEATED: '{reference} is named twice. Give it one part.',
  ASSIGN_AMOUNT_DIFFERS: 'The parts add up to {total}, the line has {available} to place. Make them equal, each part above zero.',
  ASSIGN_OUT_WHOLE:
    'The {amount} paid out on {date} goes whole to one place, to one payout and the fee that the bank took with it, or to lines of the compound’s own accounts and that fee, and {parts} places were named. Name one for all of it, or these.',
  ASSIGN_PERHAPS_PAYOUT:
    'The {amount} paid out on {date} may be payout {reference}, which the bank was told to pay: it has its amount, its number or its payee’s account. Place the line at that payout, or ask the bank what it is.',
  ASSIGN_PAYEE_REACHED:
    'The {amount} paid out on {date} went to the payee of payout {reference}, so the payout was paid. Place the line in two parts: {instructed} at payout {reference}, and the other {rest} as a charge of the bank if it is its fee, or as an error of the bank if it paid too much.',
  ASSIGN_CHARGE_LARGE:
    'The {amount} that left on {date} beside the payout or the move are more than the {max} that a bank may take for a transfer, so no charge. Place them as an error of the bank, and ask it to give them back.',
  ASSIGN_NOT_THE_BANKS:
    'The {amount} paid out on {date} went to somebody other than a bank, or are more than 200.00 that the bank itself does not call a charge, so they are none. Place it at its payout; if nobody ordered it, place it as an error of the bank and have it corrected.',
  ASSIGN_PAYOUT_DIFFERS:
    'Payout {reference} was instructed over {instructed}, to another payee, or later than the bank paid {paid}. Ask the bank what this payment is.',
  ASSIGN_BANK_DIFFERS: 'Under line {reference} {open} is open; this line is {amount}. Choose the line that it belongs to.',
  ASSIGN_WORDS_MISSING: 'Say in a few words what this money is for; the words are kept with it.',
  ASSIGN_FLOAT_UNCLEAR: 'No firm, or more than one, has a float here ({firms}), and "{reference}" names none of them. Name the firm by its number.',
  ASSIGN_FLOAT_SMALLER: 'The firm has {open} of its float, and {amount} came in. Ask the firm what the rest is for; as a whole it may be other income.',
  ASSIGN_SIDE_INTEREST:
    'The {amount} of {date} were paid by somebody other than the bank, or for a unit or lease, so they are no interest. Place them at whoever they are for, or in suspense.',
  ASSIGN_SIDE_CORRECTION:
    'The {amount} of {date} come neither from the bank itself nor from the account to which the error on line {reference} went, or they are its interest, so they do not correct it. Place them at whoever they are for, or in suspense, and have the bank give back its error.',
  ASSIGN_SIDE_TAKEN_BACK:
    'The {amount} paid out on {date} went to an account from which the money on line {reference} had not come, or is a charge, so the bank did not take it back. If the bank paid by mistake, place the line as an error of the bank; what waits in suspense goes back by “Send it back”, which two organisations agree to.',
  ASSIGN_SIDE_BOUNCED:
    'The {amount} paid out on {date} went to another account than the one that had paid receipt {reference}, so the receipt did not bounce. Choose the receipt of that account; if nobody ordered the payment, place it as an error of the bank and have it corrected.',
  ASSIGN_SIDE_RETURNED:
    'The {amount} of {date} come neither from the payee of payout {reference} nor from the bank, and do not bear its number, so the payout did not come back. Place them at whoever they are for, or in suspense, and ask the bank where they come from.',
  ASSIGN_SIDE_FIRM:
    'The {amount} of {date} were not paid by {firm}, so they clear nothing that it owes. Place them at whoever they are for, or in suspense; have the firm pay from its own account.',
  ASSIGN_SIDE_CHANNEL:
    'The other side of the {amount} of {date} is not {channel}, nor anybody who clears payments for it, so this is no batch of the channel. Place the line as what it is; the batch of the channel will come by a line of its own.',
  ASSIGN_MOVE_UNNAMED:
    'Neither the line of {out} nor that of {into}, each over {amount}, gives the number of the compound’s other account. Import the statements with the account of the other side, at least its last four digits, or place each line as what it is.',
  UNDO_CORRECTED: 'The bank corrected its error of {date} over {amount} by line {line} of {corrected}. Take that correction back first, or both together.',
  LEASE_RECEIPT_UNKNOWN: 'There is no receipt of a lease with the id {receipt} in force. Reload the page.',
  LEASE_RECEIPT_USED:
    '{used} yuan of this receipt of {lease} were an advance and have since been used for later charges or given back. What it paid can be moved only by a new agreement with the lessee.',
  ASSIGN_BATCH_UNCLEAR:
    'No days, or more than one run of days, of {channel} payments less their charges are {amount}. Import the channel’s bill and place its payments first.',
  RETURN_REASON: 'Say in 1 to 200 characters why.',
  RETURN_ASKED: 'It has been asked already that line {line} goes back. Wait for the second person.',
  RETURN_NO_ACCOUNT:
    'The bank names no account for the {amount} of {date}, so nobody knows where to send it. Ask the bank or the payer for it in writing, and give account, name and that paper.',
  RETURN_ACCOUNT_NAMED: 'The bank names the account ending in {last4} for the {amount} of {date}: the money goes back there. Leave the other account out.',
  RETURN_ACCOUNT_INVALID:
    'Give the account’s number (8 to 34 digits or capital letters, without blanks) and its name (1 to 60 characters), as they stand on the paper.',
  RETURN_DECIDED: 'Return {return} has been decided already. Reload the page to see it.',
  RETURN_SAME_PARTY: 'You, or your organisation, asked for return {return}. Let another organisation confirm it.',
  RETURN_AMOUNT_CHANGED: 'The return was asked over {asked}, and {open} is in suspense now. Refuse it and ask anew.',
  UNDO_REASON: 'Say in 1 to 200 characters why it is taken back.',
  UNDO_LINES: 'Name 1 to {max} bank lines at a time.',
  UNDO_NOTHING: 'Nothing of the bank line of {date} over {amount} is booked, so there is nothing to take back.',
  UNDO_CLOSED:
    'It is booked on {date}, and the books are closed through {closedThrough}. For another month of the same unit, say so at its receipt. For another unit or place, ask for {month} to be reopened, take it back and place it anew; once the score of its quarter is final no month of it is reopened, and the place stays as it is.',
  UNDO_OTHER_DOCUMENT:
    'A match to {document} is not undone here. Correct the document itself; for a payout, wait for the bank to return it; opening balances stay as they were signed.',
  UNDO_ADVANCE_REPAID: 'The service fund advanced {advance} for this charge, and bank line {repaidByLine} has repaid it. Take that line back first.',
  RULE_SAYS_NOTHING: 'Name a part of the counterparty or of the remark, or the rule would speak of every line.',
  RULE_DIRECTION: 'A rule for money {direction} cannot lead to {target}. Only charges are for money out.',
  RULE_AMOUNT: '{amount} is not above zero. Write the amount without a sign, or leave it out.',
  RULE_EXISTS: 'Rule {rule} already speaks of these lines. Switch it off first.',
  RULE_OFF: 'Rule {rule} is switched off already.',
  CLOSE_MONTH_NOT_OVER: '{month} ends on {lastDay} and today is {today}. Close it afterwards.',
  CLOSE_NOT_BILLED: 'The fees of {month} have not been billed. Run the bills first: nothing can be dated in a closed month.',
  CLOSE_INCOME_NOT_ACCRUED: 'The operating income of {month} has not been accrued. Accrue it first: nothing can be dated in a closed month.',
  HANDOVER_APART:
    'Account {account}: the list comes to {list}, the books to {books}. What is handed over must agree; run `mingbai verify books` and put it right first.',
  OPENING_AMOUNT: 'Line {line}: “{value}” is no amount. Write yuan above zero with at most two decimals, as 75.23; a bill stays below 1,000,000.',
  OPENING_BANK_BEGUN:
    'Bank statements were imported already, and the signed balance must be the first line of the account. Begin with the opening balances in a fresh compound.',
  OPENING_BOOK_BEGUN: 'The book has {entries} entries already; opening balances come before the first one.',
  OPENING_CODE:
    'Line {line}: account {value} has no document here that could settle it afterwards. Settle it before the opening day, or leave it outside; these can open: {allowed}.',
  OPENING_FILE_TEXT: 'The file is no CSV in UTF-8. Save it as CSV UTF-8 and send it again.',
  OPENING_FUND: 'Line {line}: fund “{value}” does not hold account {code}.',
  OPENING_HEADER: 'The columns are {columns}, in this order, five in every line.',
  OPENING_FIRM: 'Line {line}: no contract covers the day on which the books open, so account {value} has no firm. Record the signed contract first.',
  OPENING_LEASE_BOTH: 'Line {line}: lease {value} owes and has paid in advance (line {first}). Set one off against the other and write what remains.',
  OPENING_HOLDER:
    'Line {line}: holder “{value}” is not known. A unit or a lease by its code, the account by its last four digits, a payee by its number, nothing for the firm and the balance of a fund.',
  OPENING_MISSING: 'There are no opening balances with the number {id}.',
  OPENING_MONTH:
    'Line {line}: “{value}” is no month before the books open. What a unit or a lease owes, and what the firm has earned, names its month as 2023-11; other accounts leave it empty.',
  OPENING_NOT_SIGNED: 'Opening balances {id} wait for {missing}. All three parties sign before they are posted.',
  OPENING_OTHER: 'Opening balances {id} are not the ones that you have read. Open them again and read them before you sign.',
  OPENING_PARTY_SIGNED: '{party} has signed opening balances {id} already.',
  OPENING_PAYEE:
    'Line {line}: “{value}” is no payee for whom money is held. Register the person or company as VENDOR or OTHER, with the account the money will go to, and write the number, as SK001.',
  OPENING_REASON: 'Say in one line of 1 to 200 characters why the opening balances are withdrawn.',
  OPENING_REPEATED: 'Line {line} repeats line {first}: same account, fund, holder and month. Write one line with the sum.',
  OPENING_ROWS: 'The file has {rows} lines below its heading; 1 to {max} can be taken.',
  OPENING_SAME_PARTY: 'Opening balances {id} need the word of three persons of three organisations, none of whom prepared them.',
  OPENING_STATE: 'Opening balances {id} are {state}; that cannot be done now. Look at them again.',
  OPENING_UNBALANCED:
    'Fund {fund}: assets of {assets} stand against claims and balance of {claims}, a difference of {difference}. Both must be equal; put the lines right.',
  BANK_BALANCE_APART:
    'At the end of {date} the bank states {stated} ({name}); its lines say {bank}, the books {books}. Find out which is wrong: import what is missing, place the lines, or withdraw the note.',
  BANK_BALANCE_DAY_NOT_OVER: 'A balance at the end of {date} can be noted once that day is over (today is {today}).',
  BANK_BALANCE_MISSING: 'There is no noted balance with the number {id}.',
  BANK_BALANCE_NOTED: 'The balance {balance} at the end of {date} is noted already.',
  BANK_BALANCE_REASON: 'Say in one line of 1 to 200 characters why the noted balance is withdrawn.',
  BANK_BALANCE_WITHDRAWN: 'The balance of {date} was withdrawn already.',
  CLOSE_NOT_RECONCILED: 'The reconciliation of {month} has not been prepared. Prepare it; then a second organisation signs it.',
  CLOSE_NOT_SIGNED: 'The reconciliation of {month} waits for its second signature. Ask the owners’ side or the centre to sign it.',
  RECONCILIATION_MISSING: 'There is no reconciliation with the number {id}.',
  RECONCILIATION_STATE: 'The reconciliation of {month} is {state}; that cannot be done to it now. Look at it again.',
  RECONCILIATION_OTHER: 'The reconciliation of {month} is not the one that you have read. Open it again and read it before you sign.',
  RECONCILIATION_OUTDATED:
    'An entry or a bank line of {month} came after its reconciliation was prepared, so it counts no more. Prepare it anew and have it signed.',
  RECONCILIATION_SAME_PARTY: 'The reconciliation of {month} needs a second person of a second organisation. Ask one of them to sign it.',
  RECONCILIATION_REASON: 'Say in one line of 1 to 200 characters why the reconciliation is withdrawn.',
  CLOSE_CLAIMS_DIFFER:
    '{month}: account {account} of fund {fund} holds {books} in the books, its documents say {documents}. They must be equal to the fen; find the difference before closing.',
  REOPENING_QUARTER_FINAL:
    '{month} cannot be reopened: the score of {quarter} is final and was paid by what its months earned. Correct it by an entry in an open month.',
  CLOSE_STATEMENT_SHORT:
    'Bank statements cover {month} without a gap through {reachedTo}; it needs them through {lastDay}. Import the statement that is missing.',
  // statements
  STATEMENT_MONTH_OPEN: '{period} is not closed. Close the month first, then build its statement.',
  STATEMENT_EARLIER_OUTDATED:
    'The statement of {earlier} was published before that month was closed again, and the books say something else of it now. Publish its correction first, then build {period}.',
  STATEMENT_UNCHANGED: 'The statement of {period} (version {version}) says all there is. Build it again once the score is final.',
  STATEMENT_INCONSISTENT:
    'The statement of {period} does not add up: {rule} ({path}: {found}, expected {expected}), and {others} more. It was not saved; find the cause first.',
  STATEMENT_NOT_READY: 'There is no statement of {period} to publish. Build it, look at the preview, then publish.',
  STATEMENT_CHANGED: 'The statement of {period} was built again since you looked at it. Nothing was published: read it as it is now, then publish.',
  STATEMENT_MONTH_MISSING: 'The statement of {before} is not published. Publish month by month, then {period}.',
  STATEMENT_SCORE_OPEN:
    'The score of {period} is not final. The statement of the quarter follows it; until then the statements of its months tell everything else.',
};
