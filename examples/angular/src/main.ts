import { mergeApplicationConfig, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { fetchOptions } from './app/fetch-options';

fetchOptions()
  .then((options) =>
    bootstrapApplication(
      App,
      mergeApplicationConfig(appConfig(options), { providers: [provideZonelessChangeDetection()] }),
    ),
  )
  .catch((error: unknown) => {
    console.error(error);
  });
