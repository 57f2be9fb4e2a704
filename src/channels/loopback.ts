/** Whether a host name, as a URL or a person writes it, is this machine: the only one to be spoken to without TLS. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) || host === '::1' || host === '[::1]';
