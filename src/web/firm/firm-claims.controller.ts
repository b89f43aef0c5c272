import { Controller } from '@nestjs/common';
import { RequirePermission } from '../../platform/http/index.js';
import { ClaimAskPages } from '../desk/claims/claim-ask-pages.js';
import { ClaimDesk } from '../desk/claims/claim-desk.js';

/** The firm asks for costs of operating, a float, and what it paid out of one. It decides nothing. */
@Controller('f/:c/claims')
@RequirePermission('claim.ask')
export class FirmClaimsController extends ClaimAskPages {
  constructor(desk: ClaimDesk) {
    super(desk, 'f');
  }
}
