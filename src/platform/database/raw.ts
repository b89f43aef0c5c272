import { Money } from '../../kernel/index.js';

/** A row of a view as the driver gives it: amounts are still text. */
export type Raw<View> = { readonly [Name in keyof View]: View[Name] extends Money ? string : View[Name] };

/** The row with the named columns read as Money. */
export function readMoney<View>(row: Raw<View>, names: readonly (keyof View)[]): View {
  const view: Record<PropertyKey, unknown> = { ...row };
  for (const name of names) view[name] = Money.parse(row[name] as string);
  return view as View;
}
