import { mergeApplicationConfig, provideZoneChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { fetchOptions } from './app/fetch-options';

// One notification reaches several signals: runs are coalesced into one change detection.
const zones = provideZoneChangeDetection({ eventCoalescing: true, runCoalescing: true });

fetchOptions()
  .then((options) =>
    bootstrapApplication(App, mergeApplicationConfig(appConfig(options), { providers: [zones] })),
  )
  .catch((error: unknown) => {
    console.error(error);
  });
