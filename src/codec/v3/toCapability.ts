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
  ['in-focus', 'InFocus'],
  ['set-disposition', 'SetDisposition'],
  ['set-comment', 'SetComment'],
  ['attach-user-data', 'AttachUserData'],
  ['delete-user-data', 'DeleteUserData'],
  ['update-user-data', 'UpdateUserData'],
  ['complete', 'Complete'],
  ['place-in-queue', 'PlaceInQueue'],
  ['send-message', 'SendMessage'],
  ['send-url', 'SendUrl'],
  ['send-start-typing-notification', 'SendStartTypingNotification'],
  ['send-stop-typing-notification', 'SendStopTypingNotification'],
  ['send-to-agents', 'SendToAgents'],
  ['send-start-typing-to-agents-notification', 'SendStartTypingToAgentsNotification'],
  ['send-stop-typing-to-agents-notification', 'SendStopTypingToAgentsNotification'],
  ['switch-to-monitor', 'SwitchToMonitor'],
  ['switch-to-coach', 'SwitchToCoach'],
  ['switch-barge-in', 'SwitchBargeIn'],
]);

export const toCapability = (name: string): Capability => capabilityNames.get(name) ?? name;
