import { Injectable } from '@nestjs/common';
import { Clock, DomainError, required, type Actor, type Id } from '../../../kernel/index.js';
import { insertRows, type Tx } from '../../../platform/database/index.js';
import { PayeeQueries } from '../../contracts/index.js';
import { EvidenceQueries } from '../../evidence/index.js';
import { LedgerService } from '../../ledger/index.js';
import { journalForClaim } from '../domain/claim-journals.js';
import { claimNumber, payeeKindsOf, type ClaimId, type ClaimKind } from '../domain/claim.js';
import { payeeCollectedFor } from '../domain/collected.js';
import { ClaimEvidence, ClaimRow } from '../persistence/claim.js';
import { ClaimQueries } from './claim-queries.js';

const SERIALS_MAX = 9999;

/** A claim that is ready to be written: everything but its number and who asks. */
export type NewClaim = Pick<
  ClaimRow,
  'kind' | 'fund' | 'costCode' | 'payeeId' | 'firmId' | 'leaseId' | 'period' | 'amount' | 'description' | 'invoiceNo' | 'resolutionId' | 'useRuleId' | 'figures'
> & { readonly evidence: readonly string[] };

export type ClaimAsked = { readonly claimId: ClaimId; readonly number: string };

/** Writes claims under the next number of the year. The caller's command holds the lock of the book. */
@Injectable()
export class ClaimRegister {
  constructor(
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
    private readonly payees: PayeeQueries,
    private readonly evidence: EvidenceQueries,
    private readonly claims: ClaimQueries,
  ) {}

  /** The payee of a claim, by the number under which it is registered, "SK001". @throws CLAIM_PAYEE_REFUSED when it is none to whom such a claim is paid */
  async payee(tx: Tx, kind: ClaimKind, number: string): Promise<number> {
    const payee = (await this.payees.all(tx)).find((known) => known.number === number);
    const kinds: readonly string[] = payeeKindsOf[kind];
    if (!payee || !kinds.includes(payee.kind)) throw new DomainError('CLAIM_PAYEE_REFUSED', { payee: number.slice(0, 20), kinds: kinds.join(', ') });
    return payee.id;
  }

  /** A payee for whom money may be collected, by its number. @throws COLLECTED_PAYEE_REFUSED */
  async collectedFor(tx: Tx, number: string): Promise<Id<'payee'>> {
    return payeeCollectedFor(await this.payees.all(tx), number);
  }

  /** Asks for a decision on a claim. @throws EVIDENCE_UNKNOWN CLAIM_INVOICE_USED CLAIM_EVIDENCE_USED RESOLUTION_LIMIT_EXCEEDED CLAIM_SERIALS_USED */
  ask(tx: Tx, actor: Actor, claim: NewClaim): Promise<ClaimAsked> {
    return this.write(tx, actor, claim);
  }

  /** Records what a law makes due (P11), or belongs to others (P31b): it is posted at once, and nobody decides on it. @throws as `ask`, and what posting throws */
  async record(tx: Tx, actor: Actor, claim: NewClaim): Promise<ClaimAsked> {
    return this.write(tx, actor, claim, async (id, number) => {
      const draft = journalForClaim({ ...claim, id, number, effectiveOn: this.clock.today() });
      const [entry] = await this.ledger.post(tx, { by: actor.personId, at: this.clock.now() }, [draft]);
      return required(entry, 'entry').seq;
    });
  }

  private async write(tx: Tx, actor: Actor, claim: NewClaim, post?: (id: ClaimId, number: string) => Promise<number>): Promise<ClaimAsked> {
    const { evidence, ...row } = claim;
    await this.evidence.refuseUnknown(tx, evidence);
    const used = claim.invoiceNo === null ? null : await this.claims.withInvoice(tx, claim.payeeId, claim.invoiceNo);
    if (used !== null) throw new DomainError('CLAIM_INVOICE_USED', { invoiceNo: claim.invoiceNo ?? '', number: used });
    const [askedOn, askedAt] = [this.clock.today(), this.clock.now()];
    const year = Number.parseInt(askedOn.slice(0, 4), 10);
    const serial = (await this.lastSerial(tx, year)) + 1;
    if (serial > SERIALS_MAX) throw new DomainError('CLAIM_SERIALS_USED', { year });
    const id = (await this.ledger.takeIds(tx, 1)) as ClaimId;
    const number = claimNumber(year, serial);
    const { personId: askedBy, organisationId: askedFor } = actor;
    const asked = { communityId: tx.communityId, id, year, serial, ...row, askedOn, askedBy, askedFor, askedAt };
    const entrySeq = post ? await post(id, number) : null;
    const decided = post && { state: 'APPROVED' as const, decidedOn: askedOn, decidedBy: askedBy, decidedFor: askedFor, decidedAt: askedAt, entrySeq };
    await insertRows(tx, ClaimRow, [{ ...asked, state: 'ASKED', ...decided }]);
    const papers = evidence.map((sha256, index) => ({ communityId: tx.communityId, claimId: id, sha256, place: index + 1 }));
    await insertRows(tx, ClaimEvidence, papers);
    return { claimId: id, number };
  }

  private async lastSerial(tx: Tx, year: number): Promise<number> {
    const [row] = await tx.query<{ last: number }>('select coalesce(max(serial), 0) as last from mingbai.claim where community_id = $1 and year = $2', [
      tx.communityId,
      year,
    ]);
    return required(row, 'the last number').last;
  }
}
