import { required } from '../kernel/index.js';
import { ImportChannelFile } from '../modules/bank/index.js';
import { AssignChannelLine, ChannelPlaceQueries, MatchChannelLines } from '../modules/settlement/index.js';
import type { Scenario } from './demo-files.js';
import type { Stage, Step } from './step.js';

/** The bill of a payment channel: imported, its payments placed by rule, and by hand the one that names no flat; the bank's line of the settlement then fits. */
export function channelSteps(stage: Stage, { file, importOn: on, byHand }: Scenario['channels'][number]): Step[] {
  const step = (time: string, key: string, run: Step['run']): Step => ({ on, time, by: 'jizhang1', key: `${file}:${key}`, run });
  const placeLast: Step['run'] = async (context) => {
    const [left] = await stage.read((tx) => stage.get(ChannelPlaceQueries).waiting(tx, 1));
    await stage.get(AssignChannelLine).execute(context, { lineId: required(left, 'the payment that names no flat').line.id, unit: byHand });
  };
  return [
    step('08:30', 'import', (context) =>
      stage.get(ImportChannelFile).execute(context, { fileName: file.replace(/^.*\//, ''), file: stage.files.bytes(file), dryRun: false }),
    ),
    step('08:35', 'match', (context) => stage.get(MatchChannelLines).execute(context)),
    step('08:40', 'place', placeLast),
  ];
}
