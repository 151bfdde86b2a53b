export { Desk, type HeldChat } from './desk.ts';
export type { DeskData } from './deskData.ts';
export { Outlet } from './outlet.ts';
export { pastMessages, snapshotOf, syntheticEnd } from './notifications.ts';
export { Retirement } from './retirement.ts';
