import axios from 'axios';

const WAIT_MS = 5000;

/** What the server at an address says the time is (its Date header, whole seconds), or null when it does not say. */
export async function serverTime(url: string, userAgent: string): Promise<Date | null> {
  try {
    const { headers } = await axios.head(url, {
      timeout: WAIT_MS,
      signal: AbortSignal.timeout(WAIT_MS),
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
      headers: { 'User-Agent': userAgent },
    });
    const time = Date.parse(String(headers['date'] ?? ''));
    return Number.isNaN(time) ? null : new Date(time);
  } catch {
    return null;
  }
}
