import { required } from '../kernel/index.js';
import { ConfirmCount, CountVote, OpenVote, readBallotsFile, RecordBallots, VoteQueries } from '../modules/resolutions/index.js';
import type { ErrandVote } from './errands.js';
import { stored } from './papers.js';
import type { Stage, Step } from './step.js';

/** The owners vote: the owner side opens, records what was cast and counts; the street confirms. */
export function voteSteps(stage: Stage, vote: ErrandVote): Step[] {
  const { key, title, openedOn, recordedOn, countedOn, confirmedOn, closesOn, matter, kind, from, owners, notice, ballots, paper, sheet } = vote;
  const number = async (): Promise<string> => {
    const votes = await stage.read((tx) => stage.get(VoteQueries).all(tx));
    return required(
      votes.find((held) => held.title === title),
      `the vote ${title}`,
    ).number;
  };
  const step = (on: Step['on'], by: string, part: string, run: Step['run']): Step => ({ on, time: '16:30', by, key: `vote:${key}:${part}`, run });
  return [
    step(openedOn, stage.publisher(openedOn), 'open', async (context) => {
      const subject = { kind, matter, title, closesOn, from, to: null, limit: null, replaces: null, owners };
      return stage.get(OpenVote).execute(context, { ...subject, documentSha256: await stored(stage, notice, context) });
    }),
    step(recordedOn, stage.publisher(recordedOn), 'ballots', async (context) => {
      const list = { number: await number(), ballots: readBallotsFile(stage.files.bytes(ballots)) };
      return stage.get(RecordBallots).execute(context, { ...list, documentSha256: await stored(stage, paper, context) });
    }),
    step(countedOn, stage.publisher(countedOn), 'count', async (context) => {
      return stage.get(CountVote).execute(context, { number: await number(), documentSha256: await stored(stage, sheet, context) });
    }),
    step(confirmedOn, 'jiedao1', 'confirm', async (context) => stage.get(ConfirmCount).execute(context, { number: await number() })),
  ];
}
