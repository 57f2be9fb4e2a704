/** Which messages that were given up are sent again. Pure. */
export interface GivenUp {
  readonly id: number;
  readonly messageId: string;
  readonly receiver: string;
  /** The alerts and claims that it speaks of. */
  readonly fingerprints: readonly string[];
  /** The receiver was told something later on one of them. */
  readonly movedOn: boolean;
}

export interface ResendPlan<T extends GivenUp> {
  readonly resent: readonly T[];
  /** Left alone: the receiver knows something newer. */
  readonly movedOn: readonly T[];
  /** Left alone: their receivers want no messages. */
  readonly disabled: readonly T[];
}

/**
 * @param dead oldest first. What came later on the same alerts to the same receiver goes with a message that is chosen:
 * a raise without its retraction would be believed.
 * @param id the beginning of a message's id or of an alert's; null for all.
 */
export function resendPlan<T extends GivenUp>(
  dead: readonly T[],
  { id, receiver }: { readonly id: string | null; readonly receiver: string | null },
  disabled: ReadonlySet<string>,
): ResendPlan<T> {
  const told = new Map<string, Set<string>>();
  const chosen = dead.filter((one) => {
    const mine = told.get(one.receiver) ?? new Set<string>();
    told.set(one.receiver, mine);
    const named = id === null || one.messageId.startsWith(id) || one.fingerprints.some((print) => print.startsWith(id));
    const wanted = (named && (receiver === null || one.receiver === receiver)) || one.fingerprints.some((print) => mine.has(print));
    if (wanted) for (const print of one.fingerprints) mine.add(print);
    return wanted;
  });
  // What a newer message that stays dead corrects must stay dead with it.
  const passed = new Map<string, Set<string>>();
  const movedOn = new Set(
    chosen.toReversed().filter((one) => {
      const mine = passed.get(one.receiver) ?? new Set<string>();
      passed.set(one.receiver, mine);
      const moved = one.movedOn || one.fingerprints.some((print) => mine.has(print));
      if (moved) for (const print of one.fingerprints) mine.add(print);
      return moved;
    }),
  );
  const left = chosen.filter((one) => !movedOn.has(one));
  return {
    resent: left.filter((one) => !disabled.has(one.receiver)),
    movedOn: chosen.filter((one) => movedOn.has(one)),
    disabled: left.filter((one) => disabled.has(one.receiver)),
  };
}
