import { addDays, businessDate, shanghaiTime, type BusinessDate } from '../../../src/kernel/index.js';
import { ContractConflicts } from '../../../src/modules/contracts/application/contract-conflicts.js';
import { ProposalQueries, ProposeContract, SignProposal, type ProposeContractRequest } from '../../../src/modules/contracts/index.js';
import type { TestDatabase } from '../../support/database.js';
import { loadSettings } from '../../../src/platform/config/index.js';
import { resolutionsOn } from '../resolutions/fixture.js';
import { contextIn, contractsOn, type Compound } from './fixture.js';

/** The module with what a further contract, or other terms, lean on: papers and resolutions. */
export function proposalsOn(database: TestDatabase) {
  const { unitOfWork, clock } = database;
  const module = contractsOn(database);
  const papers = resolutionsOn(database);
  const { parties, ledger, contracts, substitutions } = module;
  const proposals = new ProposalQueries();
  const conflicts = new ContractConflicts();
  const settings = loadSettings({}, 'postgres://test');
  const propose = new ProposeContract(unitOfWork, parties, ledger, contracts, proposals, conflicts, substitutions, clock, settings);
  const signing = new SignProposal(unitOfWork, parties, ledger, papers.evidence, contracts, proposals, conflicts, substitutions, clock);
  return {
    ...module,
    ...papers,
    proposals,
    propose,
    signing,
    /** Proposed, hung out for some days from a day, signed by the firm and then by the owner side, by a resolution of theirs. */
    async agree(compound: Compound, request: ProposeContractRequest, on: BusinessDate = clock.today(), days = 7) {
      const owners = contextIn(compound.communityId, compound.community, 'COMMUNITY');
      const firm = contextIn(compound.communityId, compound.firm, 'FIRM');
      clock.set(shanghaiTime(on, '09:00'));
      const { number, sha256 } = (await propose.execute(owners, request)).value;
      await signing.publish(owners, { number, sha256, until: addDays(on, days - 1) });
      clock.set(shanghaiTime(addDays(on, days), '09:00'));
      const resolution = await papers.decide(owners, { kind: 'CONTRACT', title: `同意${number}`, decidedOn: on, from: on });
      const document = await papers.paper(owners, `盖章合同${number}`);
      await signing.sign(firm, { number, sha256, document, resolution: null });
      return (await signing.sign(owners, { number, sha256, document, resolution })).value;
    },
  };
}

export const day = businessDate;
