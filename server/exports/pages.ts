const PAGE = 500;

/** Rows of a query page by page: the next page is asked for when the last one has been read. */
export async function* pages<Row>(read: (after: Row | undefined, limit: number) => Promise<Row[]>): AsyncGenerator<Row> {
  for (let last: Row | undefined; ; ) {
    const rows = await read(last, PAGE);
    yield* rows;
    if (rows.length < PAGE) return;
    last = rows.at(-1);
  }
}

/** Each row as another one. */
export async function* mapped<Row, Other>(rows: AsyncIterable<Row>, change: (row: Row) => Other): AsyncGenerator<Other> {
  for await (const row of rows) yield change(row);
}
