import type { Problem } from '../../server/contract/configuration.ts';
import type { Failure } from '../../server/contract/entities.ts';

/** What the hub refused, by its code in `server/errors.ts`; `network` when it could not be reached, `internal` when it broke. */
export class HubFailure extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail?: string | undefined,
    readonly facts?: Record<string, unknown> | undefined,
  ) {
    super(code);
  }
}

export async function readFailure(response: Response): Promise<HubFailure> {
  try {
    const { error }: Failure = JSON.parse(await response.text());
    return new HubFailure(error.code, response.status, error.detail, error.facts);
  } catch {
    // A proxy in between answered with its own page: the hub behind it is away.
    return new HubFailure(
      response.status === 502 || response.status === 503 || response.status === 504 ? 'network' : 'internal',
      response.status,
    );
  }
}

/** The code of anything that was thrown, for the error texts. */
export const codeOf = (thrown: unknown) => (thrown instanceof HubFailure ? thrown.code : 'internal');

/** The places that a refusal names, each with what is wrong there. */
export function problemsOf(thrown: unknown): readonly Problem[] {
  const problems = thrown instanceof HubFailure ? thrown.facts?.problems : undefined;
  return Array.isArray(problems) ? problems : [];
}
