import { DomainError, type Actor } from '../../../kernel/index.js';

/** Who hands something in, and whether they are still there to hear of it. */
export interface Sender extends Pick<Actor, 'personId' | 'organisationId'> {
  /** Aborted when the sender has hung up; without it they wait. */
  readonly gone?: AbortSignal | undefined;
}

/** Places of those who are at work or wait: of one person, of all people of their organisation in whichever compounds, and of everybody, as many as forms may arrive at once. */
export const PLACES_MAX = { person: 3, organisation: 6, all: 16 };

/** Work that is done one at a time, in the order in which it came. Nobody's own work keeps others out, and whoever hangs up leaves. */
export class Turns {
  private readonly places = new Set<Sender>();
  private last: Promise<unknown> = Promise.resolve();

  /** @param seconds after which a place is free again at the latest, for the refusal. */
  constructor(private readonly seconds: number) {}

  /** Does the work when its turn has come. @throws EVIDENCE_BUSY without a place; REQUEST_INVALID, and the work is not begun, when the sender has hung up */
  async take<T>(sender: Sender, work: () => Promise<T>): Promise<T> {
    const place = this.placeOf(sender);
    const { gone } = sender;
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        this.places.delete(place);
        reject(hungUp());
      };
      if (gone?.aborted) leave();
      gone?.addEventListener('abort', leave, { once: true });
    });
    const done = this.last.then(() => {
      gone?.removeEventListener('abort', leave);
      if (!this.places.has(place)) throw hungUp();
      return work();
    });
    this.last = done.catch(() => undefined).finally(() => this.places.delete(place));
    return Promise.race([done, left]);
  }

  private placeOf({ personId, organisationId }: Sender): Sender {
    const all = [...this.places];
    const own = all.filter((place) => place.organisationId === organisationId);
    const isFull =
      own.length >= PLACES_MAX.organisation || all.length >= PLACES_MAX.all || own.filter((place) => place.personId === personId).length >= PLACES_MAX.person;
    if (isFull) throw new DomainError('EVIDENCE_BUSY', { count: all.length, own: own.length, seconds: this.seconds });
    const place = { personId, organisationId };
    this.places.add(place);
    return place;
  }
}

/** Nobody is there to read it. */
const hungUp = (): DomainError => new DomainError('REQUEST_INVALID', {}, [{ path: 'file', message: 'the sender has hung up; send it again' }]);
