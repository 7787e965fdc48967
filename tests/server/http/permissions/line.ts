import type { EndpointName } from '../../../../server/contract/api.ts';
import type { World } from '../../../support/world.ts';

export type Who = 'foreigner' | 'colleague' | 'supervisor' | 'admin';
export type Given = { id?: string; body?: object; query?: object };

export interface Line {
  /** What is asked for, of Ada's things where the path names one. */
  readonly given?: (world: World, who: Who) => Given | Promise<Given>;
  /** Answers to: an agent of another queue, another agent of the queue, a supervisor, an admin. */
  readonly answers: readonly [string, string, string, string];
}

/** Lines of one area of the contract. */
export type Lines = { readonly [Name in EndpointName]?: Line };

export const all = (answer: string): Line['answers'] => [answer, answer, answer, answer];
export const hidden = (answer: string): Line['answers'] => ['404 not_found', answer, answer, answer];
export const steered = (answer: string): Line['answers'] => ['403 not_allowed', '403 not_allowed', answer, answer];
export const steering = steered('200');
export const configuring = (answer: string): Line['answers'] => ['403 not_allowed', '403 not_allowed', '403 not_allowed', answer];

export const own = (world: World, who: Who): string => world[who].person.id;
export const both = { en: 'x', 'zh-CN': 'x' };
