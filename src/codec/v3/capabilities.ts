import type { Capability } from '../../model/index.ts';

/** Wire: Workspace v3 names capabilities in kebab case. A table and not a rule; an unknown one stays as it came. */
export const capabilityNames: ReadonlyMap<string, Capability> = /* @__PURE__ */ new Map([
  ['accept', 'Accept'],
  ['reject', 'Reject'],
  ['transfer', 'Transfer'],
  ['leave', 'Leave'],
  ['invite', 'Invite'],
  ['consult', 'Consult'],
  ['set-in-focus', 'SetInFocus'],
  ['set-disposition', 'SetDisposition'],
  ['attach-user-data', 'AttachUserData'],
  ['delete-user-data', 'DeleteUserData'],
  ['update-user-data', 'UpdateUserData'],
  ['complete', 'Complete'],
  ['send-message', 'SendMessage'],
  ['send-url', 'SendUrl'],
  ['send-start-typing-notification', 'SendStartTypingNotification'],
  ['send-stop-typing-notification', 'SendStopTypingNotification'],
]);

export const toCapability = (name: string): Capability => capabilityNames.get(name) ?? name;
