/** Ask until it is so; the last failure is the test's. */
export async function eventually<Value>(look: () => Promise<Value>, seconds = 15): Promise<Value> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((later) => setTimeout(later, 20));
    }
  }
}
