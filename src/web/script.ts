/** Small comforts; every page is whole without them. Times are shown in the reader's zone beside UTC. */
export const SCRIPT = `
for (const time of document.querySelectorAll('time[datetime*="T"]')) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime())) time.title = at.toLocaleString();
}
`;
