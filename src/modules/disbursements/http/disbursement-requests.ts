import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Matches, MaxLength, Min, ValidateIf, ValidateNested } from 'class-validator';
import type { AccountingPeriod, Money, Quarter } from '../../../kernel/index.js';
import { ApiMoney, ApiPeriod, IsMoney, IsPeriod, IsQuarter, IsUploadedFile, PageRequest, type UploadedFile } from '../../../platform/http/index.js';
import type { GivenSignature } from '../application/approval-signatures.js';
import { decisionKinds, type DecisionKind } from '../domain/decisions.js';
import { disbursementStates, type DisbursementState } from '../domain/disbursement-state.js';
import { paymentFormats, type PaymentFormat } from '../domain/payment-order.js';
import { disbursementKinds, isServiceKind, type DisbursementKind } from '../domain/payable.js';

/** What a request stands on, and where the money goes. */
class PaperedBody {
  @ApiPropertyOptional({ description: 'Bank and branch, for money that goes back to the account that it came from' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  bankName?: string;

  @ApiPropertyOptional({ description: 'Number of the invoice, for what the firm earns' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  invoiceNo?: string;

  @ApiPropertyOptional({ type: [String], description: 'SHA-256 of the invoice and other files, handed in before' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @Matches(/^[0-9a-f]{64}$/, { each: true })
  documents?: string[];
}

/** What is asked for: the base part of a month, the performance money of a quarter, or what a document gives. */
export class SubmitDisbursementBody extends PaperedBody {
  @ApiProperty({ enum: disbursementKinds })
  @IsIn(disbursementKinds)
  kind!: DisbursementKind;

  @ApiPeriod({ required: false, description: 'The month, for BASE' })
  @ValidateIf(({ kind, period }: SubmitDisbursementBody) => kind === 'BASE' || period !== undefined)
  @IsPeriod()
  period?: AccountingPeriod;

  @ApiProperty({ required: false, example: '2024-Q1', description: 'The quarter, for PERFORMANCE' })
  @ValidateIf(({ kind, quarter }: SubmitDisbursementBody) => kind === 'PERFORMANCE' || quarter !== undefined)
  @IsQuarter()
  quarter?: Quarter;

  @ApiProperty({ required: false, example: 'FY2024-0001', description: 'The number of the document, for every other kind' })
  @ValidateIf(({ kind, claim }: SubmitDisbursementBody) => !isServiceKind(kind) || claim !== undefined)
  @IsString()
  @MaxLength(40)
  claim?: string;

  @ApiMoney()
  @IsMoney()
  amount!: Money;
}

/** A payout as it was last seen: a version that is no longer the present one is refused. */
export class SeenPayoutBody {
  @ApiProperty({ example: 3 })
  @IsInt()
  @Min(1)
  version!: number;
}

/** Without an amount the same is asked for again. */
export class ReviseDisbursementBody extends PaperedBody {
  @ApiProperty({ example: 3 })
  @IsInt()
  @Min(1)
  version!: number;

  @ApiMoney({ required: false })
  @IsOptional()
  @IsMoney()
  amount?: Money;
}

const BASE64URL = /^[A-Za-z0-9_-]{1,8192}$/;
const FINGERPRINT = /^[0-9a-f]{64}$/;

/** A signature over what `…/challenges` handed out, in base64url; of a passkey with what its device said. */
export class SignatureBody {
  @ApiProperty()
  @IsInt()
  @Min(1)
  challengeId!: number;

  @ApiProperty({ enum: ['ed25519', 'webauthn'] })
  @IsIn(['ed25519', 'webauthn'])
  suite!: 'ed25519' | 'webauthn';

  @ApiProperty()
  @Matches(BASE64URL)
  signature!: string;

  @ApiPropertyOptional({ description: 'For webauthn' })
  @ValidateIf(({ suite, authenticatorData }: SignatureBody) => suite === 'webauthn' || authenticatorData !== undefined)
  @Matches(BASE64URL)
  authenticatorData?: string;

  @ApiPropertyOptional({ description: 'For webauthn' })
  @ValidateIf(({ suite, clientDataJSON }: SignatureBody) => suite === 'webauthn' || clientDataJSON !== undefined)
  @Matches(BASE64URL)
  clientDataJSON?: string;
}

/** As the command takes it. */
export function givenSignature(body: SignatureBody | undefined): GivenSignature | null {
  if (body === undefined) return null;
  const { challengeId, suite, signature, authenticatorData = '', clientDataJSON = '' } = body;
  return suite === 'ed25519' ? { challengeId, suite, signature } : { challengeId, suite, signature, authenticatorData, clientDataJSON };
}

/** What a signature would be for. */
export class UnsignedDecisionBody extends SeenPayoutBody {
  @ApiProperty({ description: 'The hash of what was shown' })
  @Matches(/^[0-9a-f]{64}$/)
  payloadSha256!: string;

  @ApiProperty({ enum: decisionKinds })
  @IsIn(decisionKinds)
  decision!: DecisionKind;

  @ApiPropertyOptional({ description: 'Every decision but APPROVE needs one; those who work on the payout read it, it is not published' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  reason?: string;
}

export class DecisionBody extends UnsignedDecisionBody {
  @ApiPropertyOptional({ type: SignatureBody, description: 'Where the contract wants decisions signed' })
  @IsOptional()
  @ValidateNested()
  @Type(() => SignatureBody)
  signature?: SignatureBody;
}

export class ChallengeBody extends UnsignedDecisionBody {
  @ApiPropertyOptional({ description: 'SHA-256 of the key that will sign; the latest that is admitted where it is left out' })
  @IsOptional()
  @Matches(FINGERPRINT)
  key?: string;
}

export class KeyFingerprintBody {
  @ApiProperty({ description: 'SHA-256 of the public key' })
  @Matches(FINGERPRINT)
  key!: string;
}

export class ReasonBody {
  @ApiProperty()
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class SeenReasonBody extends SeenPayoutBody {
  @ApiProperty()
  @IsString()
  @MaxLength(1000)
  reason!: string;
}

export class DisbursementPageRequest extends PageRequest {
  @ApiPropertyOptional({ enum: disbursementStates })
  @IsOptional()
  @IsIn(disbursementStates)
  state?: DisbursementState;
}

export class PaymentFormatBody {
  @ApiProperty({ enum: paymentFormats })
  @IsIn(paymentFormats)
  format!: PaymentFormat;
}

export class PaymentStatusBody {
  @ApiProperty({ type: 'string', format: 'binary', description: 'pain.002.001.03 or .10, at most 2 MB' })
  @IsUploadedFile()
  file!: UploadedFile;
}
