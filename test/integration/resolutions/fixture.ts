import { businessDate, type BusinessDate } from '../../../src/kernel/index.js';
import {
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

/** The module on a test's database with the evidence it leans on; `decide` records a resolution with a paper of its own. */
export function resolutionsOn(database: TestDatabase) {
  const substitutions = new SubstitutionQueries(identityOn(database).parties);
  const evidence = evidenceOn(database);
  const resolutions = new ResolutionQueries();
  const { unitOfWork, clock } = database;
  const [ledger, votes] = [new LedgerService(), new VoteQueries()];
  const register = new ResolutionRegister(ledger, clock, resolutions);
  const ends = new VoteEnds(clock, votes);
  const recordResolution = new RecordResolution(unitOfWork, clock, ledger, evidence.evidence, register, substitutions);
  return {
    ...evidence,
    votes,
    openVote: new OpenVote(unitOfWork, clock, ledger, new UnitQueries(), evidence.evidence, register, substitutions),
    recordBallots: new RecordBallots(unitOfWork, clock, ledger, votes, evidence.evidence, substitutions),
    countVote: new CountVote(unitOfWork, clock, ledger, votes, evidence.evidence, substitutions),
    confirmCount: new ConfirmCount(unitOfWork, ledger, votes, ends, resolutions, register),
    cancelVote: new CancelVote(unitOfWork, clock, ledger, votes, ends, substitutions),
    resolutions,
    recordResolution,
    /** In the name of somebody of the owner side. @returns its number */
    decide: async (context: CommandContext, change: Partial<RecordResolutionRequest> = {}): Promise<string> => {
      const title = change.title ?? '关于公共收益使用的决议';
      const documentSha256 = change.documentSha256 ?? (await evidence.paper(context, title));
      const request = { kind: 'SPENDING' as const, decidedOn: day('2024-01-01'), from: day('2024-01-01'), to: null, limit: null, replaces: null, ...change };
      return (await recordResolution.execute(context, { ...request, title, documentSha256 })).value.number;
    },
  };
}
