export { fromRecording, type ReplayOptions } from './fromRecording.ts';
export type { RecordingFailure } from './recordingReader.ts';
export { type RecordingOptions, toRecording } from './toRecording.ts';
