export * from './handover-desk.js';
