export * from './compound-page.js';
export * from './error-page.js';
export * from './home-page.js';
export * from './payout-page.js';
export * from './sign-in-page.js';
export { StatementPage, type StatementPageProps } from './statement/statement-page.js';
