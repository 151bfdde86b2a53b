export { Desk } from './desk.ts';
export type { DeskData } from './deskData.ts';
export { Outlet } from './outlet.ts';
export type { HeldChat } from './heldChat.ts';
export { pastMessages, snapshotOf, syntheticEnd } from './notifications.ts';
export { Retirement } from './retirement.ts';
