/** How many rows one transaction takes in. */
const MOST = 200;

/**
 * Rows in batches. Two that are tied (the same key, the same address) never stand in one: the later one must see what the earlier
 * one did.
 */
export async function* cutBatches<Row>(
  rows: AsyncIterable<Row>,
  tiesOf: (row: Row) => readonly string[],
  most = MOST,
): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  const ties = new Set<string>();
  for await (const row of rows) {
    const own = tiesOf(row);
    if (batch.length === most || own.some((tie) => ties.has(tie))) {
      yield batch;
      batch = [];
      ties.clear();
    }
    batch.push(row);
    for (const tie of own) ties.add(tie);
  }
  if (batch.length > 0) yield batch;
}
