import { Injectable } from '@nestjs/common';
import { isAllowed, required, type Actor, type Instant } from '../../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../../platform/database/index.js';
import { renderPdf } from '../../../platform/files/index.js';
import { BankQueries, ChannelQueries, type BankLineId, type ChannelLineId } from '../../bank/index.js';
import { CommunityQueries, maskedName, paymentReference, UnitQueries } from '../../communities/index.js';
import { receiptSheet, type ReceiptFacts } from '../domain/receipt-sheet.js';
import { ReceiptQueries } from './receipt-queries.js';
import type { ReceiptView } from './receipt-views.js';

/** A receipt as a paper: what stands on it is the receipt as it is now, so one that became void is stamped. */
@Injectable()
export class ReceiptPapers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly communities: CommunityQueries,
    private readonly units: UnitQueries,
    private readonly bank: BankQueries,
    private readonly channels: ChannelQueries,
    private readonly receipts: ReceiptQueries,
  ) {}

  /** The same receipt gives the same bytes. Names are whole for those who may read them, masked for everybody else. @throws RECEIPT_UNKNOWN */
  async pdf(actor: Actor, number: string, language: 'zh-CN' | 'en'): Promise<{ readonly fileName: string; readonly bytes: Buffer }> {
    const { facts, createdAt } = await this.unitOfWork.read(actor.communityId, (tx) => this.facts(tx, actor, number));
    const bytes = await renderPdf({ ...receiptSheet(facts, language), createdAt });
    return { fileName: `${facts.number}.pdf`, bytes };
  }

  private async facts(tx: Tx, actor: Actor, number: string): Promise<{ facts: ReceiptFacts; createdAt: Instant }> {
    const receipt = await this.receipts.byNumber(tx, number);
    const unit = required(await this.units.byId(tx, receipt.unitId), 'the unit of a receipt');
    const payer = (await this.payerOf(tx, receipt)) || (unit.ownerName ?? '');
    const facts = {
      ...receipt,
      community: (await this.communities.of(tx)).name,
      unit: unit.label,
      reference: paymentReference(unit),
      payer: isAllowed(actor.roles, 'unit.read-owner-name') ? payer : maskedName(payer),
      settlements: await this.receipts.settlements(tx, receipt.id),
    };
    return { facts, createdAt: receipt.recordedAt };
  }

  /** Who paid, as the bank or the channel says it. */
  private async payerOf(tx: Tx, { bankLineId, channelLineId }: ReceiptView): Promise<string> {
    if (bankLineId !== null) return (await this.bank.line(tx, bankLineId as BankLineId))?.counterpartyName ?? '';
    const [line] = await this.channels.lines(tx, { ids: [channelLineId as ChannelLineId] });
    return line?.payerName ?? '';
  }
}
