import type { JSX } from 'preact';
import type { PersonKeyView } from '../../modules/identity/index.js';
import type { Messages } from '../messages/index.js';

/** Offers to keep the passkeys of before, each named by its id, and not checked: whoever had the account may have brought one. */
export function KeepsPasskeys({ m, form, keys }: { readonly m: Messages; readonly form: string; readonly keys: readonly PersonKeyView[] }): JSX.Element | null {
  const open = keys.filter(({ purposes, revokedAt }) => revokedAt === null && purposes.includes('SIGN_IN'));
  if (open.length === 0) return null;
  const name = `${form}_keeps`;
  return (
    <div class="field">
      <label>
        <input type="checkbox" id={`f-${name}`} name={name} value={open.map(({ id }) => id).join(' ')} />{' '}
        {m.account.passkey.keeps(m.list(open.map(({ label }) => label)))}
      </label>
    </div>
  );
}
