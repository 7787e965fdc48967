import type { GivenQuery } from '../../../../server/contract/api.ts';

/** A part of a picture whose customers are asked for: of the curve or its groups, or a cell of the migration. */
export type Behind = { readonly title: string } & (
  | { readonly part: GivenQuery<'portfolioCustomers'>; readonly cell?: undefined }
  | { readonly cell: GivenQuery<'migrationCustomers'>; readonly part?: undefined }
);
