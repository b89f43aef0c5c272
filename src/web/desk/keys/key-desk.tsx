import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isAllowed } from '../../../kernel/index.js';
import {
  AskKeyAdmission,
  ConfirmKey,
  hasSpoken,
  KeyAdmissions,
  KeyFingerprintBody,
  RefuseKey,
  type KeyAdmissionView,
} from '../../../modules/disbursements/index.js';
import { PersonKeys } from '../../../modules/identity/index.js';
import { UnitOfWork, type CommandContext } from '../../../platform/database/index.js';
import { attempt, attemptIn, formJson, postedText, requestOf } from '../desk-form.js';
import { DeskFrames, type Area } from '../desk-frames.js';
import { formSeal, type Refusal } from '../form-parts.js';
import { seeOther, sendPage } from '../send-page.js';
import type { Posted, PostedVisit, Visit } from '../visit.js';
import { KeysPage, refusalForm, type KeyRow, type KeysView } from './keys-page.js';

/** More keys than a compound will have in years; those behind them are found by the API. */
const SHOWN = 200;

/** The page of keys, the same for those who approve and for the firm. */
@Injectable()
export class KeyDesk {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly frames: DeskFrames,
    private readonly admissions: KeyAdmissions,
    private readonly keys: PersonKeys,
    private readonly asking: AskKeyAdmission,
    private readonly confirming: ConfirmKey,
    private readonly refusing: RefuseKey,
  ) {}

  async show(reply: FastifyReply, visit: Visit, area: Area, query: Posted): Promise<void> {
    const done = (['asked', 'confirmed', 'objected', 'refused'] as const).find((known) => known === query['done']) ?? null;
    await this.page(reply, visit, area, { done, refusal: null });
  }

  async ask(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, area: Area): Promise<void> {
    const outcome = await attempt(visit, posted, async () =>
      this.asking.execute(context, { keyHash: (await requestOf(KeyFingerprintBody, formJson(posted))).key }),
    );
    if ('done' in outcome) return seeOther(reply, `/${area}/${visit.slug}/keys?done=asked`);
    return this.page(reply, visit, area, { done: null, ...outcome });
  }

  async confirm(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, asked: { area: Area; keyHash: string }): Promise<void> {
    const { area, keyHash } = asked;
    const outcome = await attempt(visit, posted, () => this.confirming.execute(context, { keyHash }));
    if ('done' in outcome) return seeOther(reply, `/${area}/${visit.slug}/keys?done=confirmed`);
    return this.page(reply, visit, area, { done: null, ...outcome });
  }

  async refuse(reply: FastifyReply, { visit, posted }: PostedVisit, context: CommandContext, asked: { area: Area; keyHash: string }): Promise<void> {
    const { area, keyHash } = asked;
    const act = (own: Posted) => this.refusing.execute(context, { keyHash, reason: postedText(own, 'reason') });
    const outcome = await attemptIn(visit, { posted, form: refusalForm(keyHash) }, act, {
      labels: { reason: visit.m.signing.keys.reason },
      codes: { KEY_REASON: 'reason' },
    });
    if ('done' in outcome) return seeOther(reply, `/${area}/${visit.slug}/keys?done=${outcome.done.value.isRefused ? 'refused' : 'objected'}`);
    return this.page(reply, visit, area, { done: null, ...outcome });
  }

  private async page(
    reply: FastifyReply,
    visit: Visit,
    area: Area,
    after: { done: KeysView['done']; refusal: Refusal | null; status?: number },
  ): Promise<void> {
    const base = `/${area}/${visit.slug}/keys`;
    const { actor, m } = visit;
    const view = await this.unitOfWork.read(actor.communityId, async (tx): Promise<KeysView> => {
      const all = await this.admissions.list(tx, { beforeId: 0, limit: SHOWN });
      const own = (await this.keys.ofPerson(tx, actor.personId)).filter(
        ({ id, revokedAt, purposes }) => revokedAt === null && purposes.includes('APPROVE') && !all.some(({ keyId }) => keyId === id),
      );
      return {
        frame: await this.frames.frame(tx, { ...visit, path: base }, { area, current: 'keys' }),
        base,
        own: isAllowed(actor.roles, 'key.ask') ? own.map(({ keyHash: hash, label, suite }) => ({ hash, label, suite })) : null,
        rows: all.map((key) => rowOf(visit, key)),
        done: after.done,
        refusal: after.refusal,
        seal: () => formSeal(visit.session.formToken),
      };
    });
    await sendPage(reply, KeysPage({ m, view }), after.status);
  }
}

function rowOf({ actor, m }: Visit, key: KeyAdmissionView): KeyRow {
  const { keyHash: hash, label, suite, person, organisation, confirmations } = key;
  const state = key.revokedAt !== null ? 'revoked' : key.isRefused ? 'refused' : key.isAdmitted ? 'admitted' : 'waiting';
  return {
    hash,
    label,
    suite,
    person,
    organisation,
    state,
    askedAt: m.moment(key.askedAt),
    confirmedBy: organisationsOf(confirmations.filter(({ isTakenBack }) => !isTakenBack)),
    takenBackBy: organisationsOf(confirmations.filter(({ isTakenBack }) => isTakenBack)),
    refusals: key.refusals.map((said) => ({ organisation: said.organisation, reason: said.reason })),
    mayConfirm: state === 'waiting' && mayConfirm(key, actor),
    mayRefuse: state === 'waiting' && isAnother(key, actor) && !hasSpoken(key.refusals, actor),
  };
}

const organisationsOf = (words: KeyAdmissionView['confirmations']): string[] => words.map(({ organisation }) => organisation);

/** Whether somebody is another party that has said nothing of a key yet, and two have not refused it; that of firms only the contract's may, the command says. */
export function mayConfirm(key: KeyAdmissionView, actor: Visit['actor']): boolean {
  return !key.isRefused && isAnother(key, actor) && !hasSpoken([...key.confirmations, ...key.refusals], actor);
}

/** Whether somebody may say whose a key is: of another party than asks. */
function isAnother(key: KeyAdmissionView, actor: Visit['actor']): boolean {
  return isAllowed(actor.roles, 'key.confirm') && !hasSpoken([key], actor);
}
