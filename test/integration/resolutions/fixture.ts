import { businessDate, type BusinessDate } from '../../../src/kernel/index.js';
import { RecordResolution, ResolutionQueries, type RecordResolutionRequest } from '../../../src/modules/resolutions/index.js';
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
  const recordResolution = new RecordResolution(database.unitOfWork, database.clock, new LedgerService(), evidence.evidence, resolutions, substitutions);
  return {
    ...evidence,
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
