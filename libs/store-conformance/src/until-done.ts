/** Takes steps until nothing is left and says how many it took. */
export async function untilDone(step: () => Promise<boolean>): Promise<number> {
  for (let steps = 1; ; steps += 1) {
    if (!(await step())) return steps;
    if (steps > 200) throw new Error('there is no end to it');
  }
}
