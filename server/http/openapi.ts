import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { api, type Endpoint } from '../contract/api.ts';
import { Failure } from '../contract/entities.ts';
import type { Access } from '../contract/permissions.ts';
import { errorCodes } from '../errors.ts';

/** The API as an OpenAPI 3.1 document, written from the same schemas that check the requests. */
export function openApiDocument(publicUrl: string) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Touchline API',
      version: '1',
      description:
        'Everything the console does. Sign in with a personal API token (`Authorization: Bearer tl_…`, made in the console under Settings) or the session cookie. ' +
        `Times are ISO 8601 in UTC, money is in minor units. Failures are \`{ "error": { "code", "message" } }\`; codes: ${errorCodes.join(', ')}, internal.`,
    },
    servers: [{ url: publicUrl }],
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'touchline_session' },
      },
    },
    paths: pathsOf(Object.entries(api)),
  });
}

function pathsOf(endpoints: [string, Endpoint][]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, endpoint] of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method]: operation(name, endpoint) };
  }
  return paths;
}

function operation(name: string, endpoint: Endpoint): ZodOpenApiOperationObject {
  const { path, query, body, response, access, summary } = endpoint;
  return {
    operationId: name,
    summary,
    description: describeAccess(access),
    tags: [path.split('/')[2] ?? ''],
    ...(access === 'everyone' ? { security: [] } : {}),
    requestParams: { ...(path.includes(':id') ? { path: z.object({ id: z.string() }) } : {}), ...(query ? { query } : {}) },
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
    responses: {
      '200': { description: 'Done', content: { 'application/json': { schema: response } } },
      default: { description: 'A named failure', content: { 'application/json': { schema: Failure } } },
    },
  };
}

function describeAccess(access: Access): string {
  if (access === 'everyone') return 'Needs no sign-in.';
  return access === 'self' ? 'For whoever is signed in.' : `Needs the right \`${access}\`.`;
}
