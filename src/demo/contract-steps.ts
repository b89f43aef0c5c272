import { required } from '../kernel/index.js';
import { ProposalQueries, ProposeContract, SignProposal } from '../modules/contracts/index.js';
import { resolutionSteps, resolutionTitled } from './errand-steps.js';
import { stored } from './papers.js';
import type { DemoContract } from './demo-files.js';
import type { Stage, Step } from './step.js';

/** Other terms of the contract: proposed, hung out, agreed by the owners, and signed by both sides over the same text. */
export function contractSteps(stage: Stage): Step[] {
  const { number: contract, terms, amendments } = stage.files.contract;
  return amendments.flatMap((amendment) => amended(stage, { contract, terms, amendment }));
}

type Amended = { readonly contract: string; readonly terms: DemoContract['terms']; readonly amendment: DemoContract['amendments'][number] };

function amended(stage: Stage, { contract, terms, amendment }: Amended): Step[] {
  const { fromPeriod, proposedOn, noticeOn, noticeUntil, resolution, owners, firm } = amendment;
  const text = async (): Promise<{ number: string; sha256: string }> => {
    const proposals = await stage.read((tx) => stage.get(ProposalQueries).all(tx));
    return required(
      proposals.find((proposal) => proposal.text.fromPeriod === fromPeriod),
      `the proposal for ${fromPeriod}`,
    );
  };
  const step = (on: Step['on'], by: string, part: string, run: Step['run']): Step => ({ on, time: '10:20', by, key: `contract:${fromPeriod}:${part}`, run });
  const sign = (paper: string, byTitle: string | null): Step['run'] => {
    return async (context) => {
      const { number, sha256 } = await text();
      const agreed = byTitle === null ? null : await resolutionTitled(stage, byTitle);
      await stage.get(SignProposal).sign(context, { number, sha256, document: await stored(stage, paper, context), resolution: agreed });
    };
  };
  return [
    step(proposedOn, stage.publisher(proposedOn), 'propose', (context) => {
      return stage.get(ProposeContract).execute(context, { contract, fromPeriod, terms: { ...terms, ...amendment.terms } });
    }),
    step(noticeOn, stage.publisher(noticeOn), 'notice', async (context) => {
      const { number, sha256 } = await text();
      await stage.get(SignProposal).publish(context, { number, sha256, until: noticeUntil });
    }),
    ...resolutionSteps(stage, resolution, { key: `contract:${fromPeriod}:resolution`, hour: '10' }),
    step(owners.on, stage.publisher(owners.on), 'owners', sign(owners.paper, resolution.title)),
    step(firm.on, firm.by, 'firm', sign(firm.paper, null)),
  ];
}
