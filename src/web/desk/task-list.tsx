import type { JSX } from 'preact';
import type { BusinessDate } from '../../kernel/index.js';
import { Card, StatusTag } from '../components/index.js';
import type { Messages } from '../messages/index.js';

/** Something that waits for this person; `late` when its day has passed. */
export interface Task {
  readonly title: string;
  readonly note: string;
  readonly href: string;
  readonly until: BusinessDate | null;
  readonly late: boolean;
}

/** What there is to do besides, with the day by which it should be done. */
export function TaskList({ m, title, tasks }: { readonly m: Messages; readonly title: string; readonly tasks: readonly Task[] }): JSX.Element {
  const texts = m.workbench.queue.task;
  return (
    <Card id="tasks" title={title}>
      <ul class="list">
        {tasks.map((task) => (
          <li key={`${task.href} ${task.title}`}>
            <a class="row" href={task.href}>
              <span>
                <b>{task.title}</b>
                <small>{task.note}</small>
                {task.until !== null && (
                  <StatusTag tone={task.late ? 'bad' : 'due'}>{(task.late ? texts.late : texts.until)(m.shortDate(task.until))}</StatusTag>
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}
