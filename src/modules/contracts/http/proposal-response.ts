import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '../../../kernel/index.js';
import { ApiInstant } from '../../../platform/http/index.js';
import type { ContractSignatureView, ProposalView } from '../application/proposal-queries.js';
import type { ContractText } from '../domain/contract-text.js';

class ContractSignatureResponse {
  @ApiProperty({ enum: ['OWNER_SIDE', 'FIRM'] })
  side!: string;
  organisation!: string;
  /** SHA-256 of the signed paper. */
  document!: string;
  @ApiProperty({ type: String, nullable: true })
  resolution!: string | null;
  @ApiInstant()
  signedAt!: Instant;

  static from({ side, organisation, documentSha256: document, resolution, signedAt }: ContractSignatureView): ContractSignatureResponse {
    return Object.assign(new ContractSignatureResponse(), { side, organisation, document, resolution, signedAt });
  }
}

/** What is proposed as a contract or as its terms, with its present text. */
export class ProposalResponse {
  @ApiProperty({ example: 'HT001' })
  number!: string;
  @ApiProperty({ enum: ['DRAFT', 'PUBLIC_NOTICE', 'SIGNED', 'WITHDRAWN'] })
  state!: string;
  @ApiProperty({ enum: ['CONTRACT', 'TERMS'] })
  kind!: string;
  revision!: number;
  sha256!: string;
  @ApiProperty({ type: Object })
  text!: ContractText;
  @ApiProperty({ type: String, nullable: true })
  noticeFrom!: string | null;
  @ApiProperty({ type: String, nullable: true })
  noticeUntil!: string | null;
  @ApiProperty({ type: [ContractSignatureResponse] })
  signatures!: ContractSignatureResponse[];
  @ApiProperty({ type: String, nullable: true })
  withdrawnBecause!: string | null;

  static from(view: ProposalView): ProposalResponse {
    const { number, state, revision, sha256, text, notice } = view;
    return Object.assign(new ProposalResponse(), {
      number,
      state,
      kind: view.contractId === null ? 'CONTRACT' : 'TERMS',
      revision,
      sha256,
      text,
      noticeFrom: notice?.from ?? null,
      noticeUntil: notice?.until ?? null,
      signatures: view.signatures.map((signature) => ContractSignatureResponse.from(signature)),
      withdrawnBecause: view.withdrawn?.reason ?? null,
    });
  }
}

export class ProposalsResponse {
  @ApiProperty({ type: [ProposalResponse] })
  items!: ProposalResponse[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
