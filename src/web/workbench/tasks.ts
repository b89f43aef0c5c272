import { Injectable } from '@nestjs/common';
import { Clock, isAllowed, type BusinessDate } from '../../kernel/index.js';
import { AssessmentQueries, type AssessmentView } from '../../modules/assessments/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { Messages } from '../messages/index.js';
import type { Visit } from '../desk/visit.js';
import type { Task } from '../desk/task-list.js';

type Words = Messages['workbench']['queue']['task'];
type AssessmentStep = { readonly note: keyof Words & ('inspection' | 'survey' | 'score' | 'finalise' | 'review'); readonly until: BusinessDate };

/** What else waits for a person who approves: the next step of an assessment, where it is theirs. */
@Injectable()
export class Tasks {
  constructor(
    private readonly clock: Clock,
    private readonly assessments: AssessmentQueries,
  ) {}

  async of(tx: Tx, visit: Visit): Promise<Task[]> {
    return (await this.assessments.all(tx)).flatMap((assessment) => {
      const step = this.stepOf(visit, assessment);
      if (step === null) return [];
      return [
        this.task(visit, {
          title: visit.m.workbench.queue.task.assessment(visit.m.quarter(assessment.quarter)),
          step,
          href: `/w/${visit.slug}/assessments/${assessment.quarter}`,
        }),
      ];
    });
  }

  private task({ m }: Visit, { title, step, href }: { title: string; step: AssessmentStep; href: string }): Task {
    return { title, note: m.workbench.queue.task[step.note], href, until: step.until, late: step.until < this.clock.today() };
  }

  /** The step that is open now and that this person's role takes, or null. */
  private stepOf({ actor }: Visit, { state, dates, appealUntil }: AssessmentView): AssessmentStep | null {
    const may = (permission: Parameters<typeof isAllowed>[1]): boolean => isAllowed(actor.roles, permission);
    const today = this.clock.today();
    if (state === 'SELF_EVALUATED' || (state === 'OPEN' && today > dates.selfEvaluationUntil))
      return may('assessment.inspect') ? { note: 'inspection', until: dates.inspectionUntil } : null;
    if (state === 'INSPECTED') return may('assessment.inspect') ? { note: 'survey', until: dates.surveyUntil } : null;
    if (state === 'SURVEY_CLOSED') return may('assessment.score') ? { note: 'score', until: dates.scoreUntil } : null;
    if (state === 'APPEALED') return may('assessment.review') ? { note: 'review', until: dates.finalUntil } : null;
    const windowOver = appealUntil !== null && today > appealUntil;
    if (state === 'REVIEWED' || state === 'SCORED') return windowOver && may('assessment.finalise') ? { note: 'finalise', until: dates.finalUntil } : null;
    return null;
  }
}
