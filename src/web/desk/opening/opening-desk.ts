import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { dateOf, DomainError, isAllowed, required, type Instant, type OrganisationId, type PersonId } from '../../../kernel/index.js';
import { maskedName } from '../../../modules/communities/index.js';
import { PayeeQueries } from '../../../modules/contracts/index.js';
import { Parties } from '../../../modules/identity/index.js';
import { LedgerQueries } from '../../../modules/ledger/index.js';
import {
  OpeningQueries,
  openingColumns,
  openingParties,
  openingPartyOf,
  openingSums,
  openingTotals,
  SignOpening,
  WithdrawOpening,
  type OpeningView,
} from '../../../modules/settlement/index.js';
import { UnitOfWork, type CommandContext, type Tx } from '../../../platform/database/index.js';
import { neutralCell } from '../../../platform/files/index.js';
import { DeskFrames, type Area } from '../desk-frames.js';
import { attempt, postedText, type Attempted } from '../desk-form.js';
import { formSeal, type Refusal } from '../form-parts.js';
import { seeOther, sendPage } from '../send-page.js';
import type { PostedVisit, Visit } from '../visit.js';
import { OpeningListPage, type OpeningListView } from './opening-list-page.js';
import { OpeningSheetPage, type OpeningDone, type OpeningSheetView } from './opening-page.js';

const LINES_OF_A_PAGE = 200;

interface Asked {
  readonly id: number;
  /** The last line of the page before. */
  readonly after?: number;
  readonly done?: OpeningDone | null;
  readonly refusal?: Refusal;
  readonly status?: number;
}

/** The pages of opening balances, which look alike to who prepares and to who signs: what each may do there differs. */
@Injectable()
export class OpeningDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly books: LedgerQueries,
    private readonly parties: Parties,
    private readonly openings: OpeningQueries,
    private readonly payees: PayeeQueries,
    private readonly signOpening: SignOpening,
    private readonly withdrawOpening: WithdrawOpening,
  ) {}

  async list(reply: FastifyReply, visit: Visit, area: Area, after: { refusal: Refusal | null; status?: number } = { refusal: null }): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, async (tx): Promise<OpeningListView> => {
      const lists = await this.openings.all(tx);
      return {
        frame: await this.frames.frame(tx, visit, { area, current: 'opening' }),
        base: openingBase(visit, area),
        lists: lists.map(({ id, state, preparedAt, lineCount }) => ({ id, state, preparedOn: dateOf(preparedAt), lineCount })),
        upload: area === 'b' ? await this.upload(tx, visit, lists) : null,
        refusal: after.refusal,
      };
    });
    await sendPage(reply, OpeningListPage({ m: visit.m, view }), after.status);
  }

  async sheet(reply: FastifyReply, visit: Visit, area: Area, asked: Asked): Promise<void> {
    const view = await this.unitOfWork.read(visit.actor.communityId, (tx) => this.sheetView(tx, visit, area, asked));
    await sendPage(reply, OpeningSheetPage({ m: visit.m, view }), asked.status);
  }

  /** Every line as it is signed, for a spreadsheet. */
  async file(reply: FastifyReply, visit: Visit, id: number): Promise<void> {
    const lines = await this.unitOfWork.read(visit.actor.communityId, async (tx) => {
      await this.found(tx, id);
      return this.openings.lines(tx, id);
    });
    const rows = lines.map(({ code, fund, holder, period, amount }) => [code, fund, neutralCell(holder), period ?? '', amount.toString()].join(','));
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="opening-${id}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(`${[openingColumns.join(','), ...rows].join('\r\n')}\r\n`);
  }

  async sign(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, { area, id }: { area: Area; id: number }): Promise<void> {
    if (postedText(posted, 'read') !== 'yes') {
      const refusal = { errors: [{ name: 'read', message: visit.m.opening.readMissing }], typed: {} };
      return this.sheet(reply, { ...visit, path: `${openingBase(visit, area)}/${id}` }, area, { id, refusal, status: 400 });
    }
    const outcome = await attempt(visit, posted, () => this.signOpening.execute(context, { id, sha256: postedText(posted, 'sha256') }));
    await this.answer(reply, visit, { area, id, done: 'signed' }, outcome);
  }

  async withdraw(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, { area, id }: { area: Area; id: number }): Promise<void> {
    const act = () => this.withdrawOpening.execute(context, { id, reason: postedText(posted, 'reason') });
    await this.answer(reply, visit, { area, id, done: 'withdrawn' }, await attempt(visit, posted, act, { codes: { OPENING_REASON: 'reason' } }));
  }

  /** Goes on to the list, or shows it with what was refused. */
  async answer(
    reply: FastifyReply,
    visit: Visit,
    { area, id, done }: { area: Area; id: number; done: OpeningDone },
    outcome: Attempted<unknown>,
  ): Promise<void> {
    const own = `${openingBase(visit, area)}/${id}`;
    if ('done' in outcome) return seeOther(reply, `${own}?done=${done}`);
    await this.sheet(reply, { ...visit, path: own }, area, { id, ...outcome });
  }

  private async upload(tx: Tx, { actor, session }: Visit, lists: readonly OpeningView[]): Promise<OpeningListView['upload']> {
    if (!isAllowed(actor.roles, 'opening.prepare')) return null;
    if (required(await this.books.book(tx), 'the book of a compound').lastSeq > 0) return 'begun';
    if (lists.some(isPending)) return 'waiting';
    return { seal: formSeal(session.formToken) };
  }

  private async found(tx: Tx, id: number): Promise<OpeningView> {
    const opening = await this.openings.byId(tx, id);
    if (!opening) throw new DomainError('OPENING_MISSING', { id });
    return opening;
  }

  private async sheetView(tx: Tx, visit: Visit, area: Area, { id, after = 0, done = null, refusal }: Asked): Promise<OpeningSheetView> {
    const opening = await this.found(tx, id);
    const base = openingBase(visit, area);
    const all = await this.openings.lines(tx, id);
    const from = all.findIndex(({ line }) => line > after);
    const shown = from < 0 ? [] : all.slice(from, from + LINES_OF_A_PAGE);
    const last = shown.at(-1)?.line ?? 0;
    const names = await this.payeeNames(tx);
    const isMore = shown.length > 0 && from + shown.length < all.length;
    const { state, openedOn, bankBalance, lineCount, fileSha256, sha256, reason } = opening;
    return {
      frame: await this.frames.frame(tx, visit, { area, current: 'opening' }),
      base,
      id,
      state,
      openedOn,
      lineCount,
      fileSha256,
      sha256,
      reason,
      bankBalance: bankBalance.toString(),
      prepared: await this.by(tx, { by: opening.preparedBy, for: opening.preparedFor, at: opening.preparedAt }),
      signatures: await this.signatures(tx, opening),
      sums: openingSums(all).map(({ fund, assets, claims, difference }) => {
        return { fund, assets: assets.toString(), claims: claims.toString(), difference: difference.toString() };
      }),
      totals: openingTotals(all).map(({ code, fund, lines, amount }) => ({ code, fund, lines, amount: amount.toString() })),
      lines: shown.map(({ line, code, fund, holder, holderType, period, amount }, place) => {
        const whom = holderType === 'payee' ? `${holder} ${names.get(holder) ?? ''}`.trim() : holder;
        return { place: from + place + 1, line, code, fund, holder: whom, period, amount: amount.toString() };
      }),
      firstHref: after > 0 ? `${base}/${id}#lines` : null,
      nextHref: isMore ? `${base}/${id}?after=${last}#lines` : null,
      ...acts(visit, area, opening),
      done,
      refusal: refusal ?? null,
    };
  }

  /** Whoever signs sees for whom money is held: an organisation by its name, a person by a masked one. */
  private async payeeNames(tx: Tx): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.payees.all(tx)).map(({ number, name, isPerson }) => [number, isPerson ? maskedName(name) : name]));
  }

  private async signatures(tx: Tx, opening: OpeningView): Promise<OpeningSheetView['signatures']> {
    const rows: OpeningSheetView['signatures'][number][] = [];
    for (const party of openingParties) {
      const signature = opening.signatures.find((own) => own.party === party);
      rows.push({ party, by: signature ? await this.by(tx, { by: signature.signedBy, for: signature.signedFor, at: signature.signedAt }) : null });
    }
    return rows;
  }

  private async by(tx: Tx, { by, for: organisation, at }: { by: PersonId; for: OrganisationId; at: Instant }): Promise<OpeningSheetView['prepared']> {
    return { organisation: (await this.parties.organisation(tx, organisation)).shortName, person: (await this.parties.person(tx, by)).name, at };
  }
}

/** What this person may do with the list now; the command looks again. */
function acts({ actor, session }: Visit, area: Area, opening: OpeningView): Pick<OpeningSheetView, 'sign' | 'withdraw' | 'post'> {
  const seal = () => formSeal(session.formToken);
  const prepares = area === 'b' && isAllowed(actor.roles, 'opening.prepare');
  const party = area !== 'b' && isAllowed(actor.roles, 'opening.sign') ? openingPartyOf(actor) : null;
  const has = [opening.preparedFor, ...opening.signatures.map(({ signedFor }) => signedFor)].includes(actor.organisationId);
  const signs = party !== null && opening.state === 'PREPARED' && !has && !opening.signatures.some((signature) => signature.party === party);
  return {
    sign: signs ? { seal: seal(), party } : null,
    withdraw: isPending(opening) && (prepares || party !== null) ? { seal: seal(), refuses: !prepares } : null,
    post: prepares && opening.state === 'SIGNED' ? seal() : null,
  };
}

const isPending = ({ state }: OpeningView): boolean => state === 'PREPARED' || state === 'SIGNED';

/** Where the opening balances of an area stand: "/b/ryxc/opening". */
export function openingBase({ slug }: Visit, area: Area): string {
  return `/${area}/${slug}/opening`;
}

/** What a page says was just done. */
export function openingDone({ m }: Visit, done: unknown): OpeningDone | null {
  return typeof done === 'string' && Object.hasOwn(m.opening.done, done) ? (done as OpeningDone) : null;
}

/** The line after which a page of lines begins. */
export function lineAfter(text: unknown): number {
  return typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number.parseInt(text, 10) : 0;
}
