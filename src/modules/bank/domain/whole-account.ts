/** As a bank keeps a number: what a line names in another form is masked, or no account of a bank. */
const ACCOUNT_NO = /^[0-9A-Z]{8,34}$/;

/** The account on the other side of a line, as money can be sent there; null where the line names none, or not the whole of it. */
export function wholeAccount(line: {
  readonly counterpartyAccount: string;
  readonly counterpartyName: string;
}): { readonly accountNo: string; readonly accountName: string } | null {
  const accountNo = line.counterpartyAccount.replaceAll(' ', '');
  const accountName = line.counterpartyName.trim();
  return ACCOUNT_NO.test(accountNo) && accountName !== '' ? { accountNo, accountName } : null;
}
