import { type DrawChart, drawLight } from '../../src/channels/picture.ts';

const drawings = new Map<string, ReturnType<DrawChart>>();

/** Draws as mails do, each chart once for all tests of a file: a drawing takes longer than the rest of a mail. */
export const drawOnce: DrawChart = (description) => {
  const key = JSON.stringify(description);
  const drawing = drawings.get(key) ?? drawLight(description);
  drawings.set(key, drawing);
  return drawing;
};
