import { ApiProperty } from '@nestjs/swagger';
import { maskedName } from '../../communities/index.js';
import { bankLineStates, type BankLineState, type BankLineView } from '../domain/bank-line.js';

/** A line of the bank. Whole names, account numbers and remarks only for roles that may read names. */
export class BankLineResponse {
  @ApiProperty()
  id!: number;

  @ApiProperty({ example: '2024-01-31' })
  bookedOn!: string;

  @ApiProperty({ example: '2024-01-31' })
  valueOn!: string;

  @ApiProperty({ example: '75.23', description: 'positive is money in' })
  amount!: string;

  @ApiProperty({ example: '61498.24' })
  balanceAfter!: string;

  @ApiProperty({ description: 'masked unless the role may read whole names' })
  counterpartyName!: string;

  @ApiProperty({ description: 'last 4 digits unless the role may read whole names' })
  counterpartyAccount!: string;

  @ApiProperty({ type: String, nullable: true, description: 'null unless the role may read whole names' })
  remark!: string | null;

  @ApiProperty()
  bankReference!: string;

  @ApiProperty({ enum: bankLineStates })
  state!: BankLineState;

  @ApiProperty({ example: '0.00' })
  suspenseOpen!: string;

  static from(line: BankLineView, options: { wholeName: boolean }): BankLineResponse {
    const { id, bookedOn, valueOn, bankReference, state } = line;
    const personal = options.wholeName
      ? { counterpartyName: line.counterpartyName, counterpartyAccount: line.counterpartyAccount, remark: line.remark }
      : { counterpartyName: maskedName(line.counterpartyName), counterpartyAccount: line.counterpartyAccount.slice(-4), remark: null };
    const amounts = { amount: line.amount.toString(), balanceAfter: line.balanceAfter.toString(), suspenseOpen: line.suspenseOpen.toString() };
    return Object.assign(new BankLineResponse(), { id, bookedOn, valueOn, bankReference, state, ...amounts, ...personal });
  }
}
