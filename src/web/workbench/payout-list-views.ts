import { Injectable } from '@nestjs/common';
import { DisbursementQueries, disbursementStates } from '../../modules/disbursements/index.js';
import type { Tx } from '../../platform/database/index.js';
import { postedText } from '../desk/desk-form.js';
import { payoutRow } from '../desk/payout/index.js';
import type { Posted, Visit } from '../desk/visit.js';
import type { PayoutListView } from './payout-list-page.js';

const PAGE = 50;

/** Reads a page of payouts as the address asks for it: `?state=&before=`. */
@Injectable()
export class PayoutListViews {
  constructor(private readonly payouts: DisbursementQueries) {}

  async page(tx: Tx, visit: Visit, base: string, query: Posted): Promise<Pick<PayoutListView, 'base' | 'rows' | 'state' | 'firstHref' | 'nextHref'>> {
    const state = disbursementStates.find((known) => known === query['state']) ?? null;
    const asked = postedText(query, 'before');
    const beforeId = /^\d{1,15}$/.test(asked) ? Number.parseInt(asked, 10) : 0;
    const views = await this.payouts.list(tx, { beforeId, limit: PAGE + 1, ...(state !== null && { state }) });
    const shown = views.slice(0, PAGE);
    const last = shown.at(-1);
    const href = (extra: readonly string[]): string => {
      const parts = [...(state === null ? [] : [`state=${state}`]), ...extra];
      return parts.length === 0 ? base : `${base}?${parts.join('&')}`;
    };
    return {
      base,
      state,
      rows: shown.map((payout) => payoutRow(payout, visit.actor)),
      firstHref: beforeId > 0 ? href([]) : null,
      nextHref: views.length > PAGE && last ? href([`before=${last.id}`]) : null,
    };
  }
}
