import { type ApplicationConfig, provideBrowserGlobalErrorListeners } from '@angular/core';
import { CHAT_OPTIONS, type ChatOptions } from './chat-options';

/** What the app needs with and without zones; `main.ts` and `main.zone.ts` add how it detects changes. */
export const appConfig = (options: ChatOptions): ApplicationConfig => ({
  providers: [provideBrowserGlobalErrorListeners(), { provide: CHAT_OPTIONS, useValue: options }],
});
