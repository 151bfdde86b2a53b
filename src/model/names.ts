/**
 * A string union that stays open: known names complete in an editor, any string is accepted,
 * because servers add names with every upgrade.
 */
export type Open<Known extends string> = Known | (string & {});

/**
 * The state of a chat, as `chat.state` tells it.
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
  | 'SetDisposition'
  | 'AttachUserData'
  | 'DeleteUserData'
  | 'UpdateUserData'
  | 'Complete'
  | 'SendMessage'
  | 'SendUrl'
  | 'SendStartTypingNotification'
  | 'SendStopTypingNotification'
>;

/** The type of an entry of the message log. Wire: `messages[].type`; only some types carry `text`. */
export type MessageType = Open<
  | 'Text'
  | 'ParticipantJoined'
  | 'ParticipantLeft'
  | 'ParticipantRejoined'
  | 'TypingStarted'
  | 'TypingStopped'
  | 'Notice'
  | 'PushUrl'
  | 'CustomNotice'
  | 'TranscriptSaveDone'
>;

/** Who a participant is. `External` is a bot or the system; `Client` is what GMS calls a customer. */
export type ParticipantType = Open<'Customer' | 'Agent' | 'External' | 'Client' | 'Supervisor'>;

/** Who sees a message: everybody, `Int` agents and supervisors, `Vip` supervisors. */
export type Visibility = Open<'All' | 'Int' | 'Vip'>;
