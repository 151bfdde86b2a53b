import type { Participant } from '../model/index.ts';

/** The author of an entry without `from`, such as `TranscriptSaveDone`. */
export const systemAuthor: Participant = { participantId: '', nickname: 'system', type: 'External' };
