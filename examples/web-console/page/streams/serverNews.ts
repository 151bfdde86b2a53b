import { Observable } from 'rxjs';
import { CONSOLE_PATH, type ServerNews } from '../../shared/news.ts';

/** What the server of the page tells. It opens anew whenever somebody subscribes: what was said before is not told. */
export const serverNews$: Observable<ServerNews> = new Observable<ServerNews>((subscriber) => {
  const source = new EventSource(`${CONSOLE_PATH}/news`);
  source.onmessage = ({ data }: MessageEvent<string>) => {
    subscriber.next(JSON.parse(data) as ServerNews);
  };
  return () => {
    source.close();
  };
});
