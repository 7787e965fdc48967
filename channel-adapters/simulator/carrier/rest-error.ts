/** A refusal of the REST API, as https://www.twilio.com/docs/api/errors lists them. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export function refuse(status: number, code: number, message: string): never {
  throw new RestError(status, code, message);
}

export function notFound(path: string): never {
  throw new RestError(404, 20404, `The requested resource ${path} was not found`);
}
