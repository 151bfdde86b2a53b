export const chats = 500;
export const messagesEach = 50;
/** How many messages of each are missed. */
export const missedEach = 5;
/** Live notifications meanwhile. */
export const perSecond = 200;
