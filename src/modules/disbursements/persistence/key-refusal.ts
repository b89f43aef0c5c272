import { Entity } from 'typeorm';
import { TextColumn } from '../../../platform/database/index.js';
import { KeyWord } from './key-word.js';

/** Another party's word that a key is not that person's, with why; null of one from before reasons were asked for. */
@Entity({ schema: 'mingbai', name: 'key_refusal' })
export class KeyRefusal extends KeyWord<'key_refusal'> {
  @TextColumn({ nullable: true })
  reason!: string | null;
}
