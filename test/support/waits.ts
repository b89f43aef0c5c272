import pg from 'pg';

/** What was asked of the database while something was done: how many statements, and how many of them were asked while no other was on its way. */
export interface Asked {
  readonly statements: string[];
  readonly waits: number;
}

type Ask = (...parameters: unknown[]) => unknown;

/** Counts what is asked on every connection that is opened after this, until `stop`. */
export function listenToQuestions() {
  const prototype = pg.Client.prototype as unknown as { query: Ask };
  const { query } = prototype;
  let asked = { statements: [] as string[], waits: 0 };
  let onTheirWay = 0;
  prototype.query = function counted(this: unknown, ...parameters: unknown[]): unknown {
    const [first] = parameters as [string | { readonly text: string }];
    asked.statements.push(typeof first === 'string' ? first : first.text);
    if (onTheirWay === 0) asked.waits += 1;
    onTheirWay += 1;
    const answered = () => void (onTheirWay -= 1);
    const answer = query.apply(this, parameters);
    void Promise.resolve(answer).then(answered, answered);
    return answer;
  };
  return {
    async during(work: () => Promise<unknown>): Promise<Asked> {
      asked = { statements: [], waits: 0 };
      await work();
      return { ...asked, statements: [...asked.statements] };
    },
    stop: () => void Object.assign(prototype, { query }),
  };
}
