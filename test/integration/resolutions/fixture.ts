import { randomUUID } from 'node:crypto';
import { businessDate, type BusinessDate, type CommunityId } from '../../../src/kernel/index.js';
import {
  AnswerRecord,
  BudgetQueries,
  BudgetRules,
  CancelVote,
  ConfirmCount,
  CountVote,
  OpenVote,
  RecordBallots,
  RecordResolution,
  ResolutionQueries,
  ResolutionRegister,
  VoteEnds,
  VoteQueries,
  type RecordResolutionRequest,
} from '../../../src/modules/resolutions/index.js';
import { UnitQueries } from '../../../src/modules/communities/index.js';
import { SubstitutionQueries } from '../../../src/modules/contracts/index.js';
import { LedgerService } from '../../../src/modules/ledger/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import type { TestDatabase } from '../../support/database.js';
import { identityOn } from '../identity/fixture.js';
import { evidenceOn } from '../evidence/fixture.js';

const day = (text: string): BusinessDate => businessDate(text);

/** The module on a test's database with the evidence it leans on; `decide` records a resolution with a paper of its own, and a street confirms it. */
export function resolutionsOn(database: TestDatabase) {
  const identity = identityOn(database);
  const substitutions = new SubstitutionQueries(identity.parties);
  const evidence = evidenceOn(database);
  const resolutions = new ResolutionQueries();
  const { unitOfWork, clock } = database;
  const [ledger, votes] = [new LedgerService(), new VoteQueries()];
  const register = new ResolutionRegister(ledger, clock, resolutions);
  const ends = new VoteEnds(clock, votes);
  const recordResolution = new RecordResolution(unitOfWork, clock, ledger, evidence.evidence, register, substitutions);
  const budgets = new BudgetQueries();
  const answerRecord = new AnswerRecord(unitOfWork, clock, ledger, resolutions, budgets, new BudgetRules(clock, budgets, resolutions));
  let papers = 0;
  /** In the name of somebody of the owner side. @returns its number */
  const record = async (context: CommandContext, change: Partial<RecordResolutionRequest> = {}): Promise<string> => {
    const title = change.title ?? '关于公共收益使用的决议';
    const documentSha256 = change.documentSha256 ?? (await evidence.paper(context, `${title} ${++papers}`));
    const request = { kind: 'SPENDING' as const, decidedOn: day('2024-01-01'), from: day('2024-01-01'), to: null, limit: null, replaces: null, ...change };
    return (await recordResolution.execute(context, { ...request, title, documentSha256 })).value.number;
  };
  const streets = new Map<CommunityId, CommandContext>();
  /** Somebody of a street that supervises the compound. */
  const street = async (communityId: CommunityId): Promise<CommandContext> => {
    const known = streets.get(communityId);
    if (known) return known;
    // beside the people of the test, who are counted
    const name = `街道办${communityId}-${randomUUID().slice(0, 8)}`;
    const { organisationId } = (await identity.addOrganisation.execute({ name, shortName: name, kind: 'STREET' })).value;
    const body = { personId: await identity.newPerson(`street-${randomUUID().slice(0, 8)}`), organisationId };
    await identity.join({ ...body, communityId, role: 'STREET' });
    const context: CommandContext = { actor: { ...body, communityId, roles: ['STREET'] }, idempotencyKey: null };
    streets.set(communityId, context);
    return context;
  };
  return {
    ...evidence,
    answerRecord,
    record,
    street,
    votes,
    openVote: new OpenVote(unitOfWork, clock, ledger, new UnitQueries(), evidence.evidence, register, substitutions),
    recordBallots: new RecordBallots(unitOfWork, clock, ledger, votes, evidence.evidence, substitutions),
    countVote: new CountVote(unitOfWork, clock, ledger, votes, evidence.evidence, register, substitutions),
    confirmCount: new ConfirmCount(unitOfWork, ledger, votes, ends, resolutions, register),
    cancelVote: new CancelVote(unitOfWork, clock, ledger, votes, ends, substitutions),
    resolutions,
    recordResolution,
    decide: async (context: CommandContext, change: Partial<RecordResolutionRequest> = {}): Promise<string> => {
      const number = await record(context, change);
      await answerRecord.resolution(await street(context.actor.communityId), { number, decision: 'CONFIRM', reason: null });
      return number;
    },
  };
}
