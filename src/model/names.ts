/**
 * A string union that stays open: known names complete in an editor, any string is accepted,
 * because servers add names with every upgrade.
 */
export type Open<Known extends string> = Known | (string & {});

/**
 * The state of a chat, from `chat.state`.
 *
 * Wire: states seen in GWS clients and servers; the list is open. `Completed` and `Revoked` are final.
 */
export type ChatStatus = Open<'Invited' | 'Chatting' | 'Completed' | 'Revoked' | 'WaitingForAgent' | 'Idle'>;

/** What the agent may do with a chat now. Wire: `chat.capabilities`; the list is open. */
export type Capability = Open<
  | 'Accept'
  | 'Reject'
  | 'Transfer'
  | 'Leave'
  | 'Invite'
  | 'Consult'
  | 'SetInFocus'
  | 'InFocus'
  | 'SetDisposition'
  | 'SetComment'
  | 'AttachUserData'
  | 'DeleteUserData'
  | 'UpdateUserData'
  | 'Complete'
  | 'PlaceInQueue'
  | 'SendMessage'
  | 'SendUrl'
  | 'SendStartTypingNotification'
  | 'SendStopTypingNotification'
  | 'SendToAgents'
  | 'SendStartTypingToAgentsNotification'
  | 'SendStopTypingToAgentsNotification'
  | 'SwitchToMonitor'
  | 'SwitchToCoach'
  | 'SwitchBargeIn'
>;

/** The type of an entry of the message log. Wire: `messages[].type`; only some types have `text`. */
export type MessageType = Open<
  | 'Text'
  | 'Message'
  | 'ParticipantJoined'
  | 'ParticipantLeft'
  | 'ParticipantRejoined'
  | 'NicknameUpdated'
  | 'TypingStarted'
  | 'TypingStopped'
  | 'Notice'
  | 'PushUrl'
  | 'CustomNotice'
  | 'FileUploaded'
  | 'FileDeleted'
  | 'IdleAlert'
  | 'IdleClose'
  | 'TranscriptSaveDone'
>;

/** Who a participant is. `External` is a bot or the system; `Client` is what GMS calls a customer. */
export type ParticipantType = Open<'Customer' | 'Agent' | 'External' | 'Client' | 'Supervisor'>;

/**
 * Who can see a message or participant: everybody; agents and supervisors; supervisors only.
 *
 * Wire: `Agents` and `Supervisors` in GWS v2, `Agent` and `Supervisor` in requests of Workspace v3, `Int` and `Vip` are
 * names of the platform.
 */
export type Visibility = Open<'All' | 'Agents' | 'Supervisors' | 'Agent' | 'Supervisor' | 'Int' | 'Vip'>;
