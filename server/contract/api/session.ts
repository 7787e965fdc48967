import { z } from 'zod';
import * as e from '../entities.ts';
import { languages } from '../statuses.ts';
import { define, ok } from './endpoint.ts';

export const sessionApi = {
  signIn: define({
    method: 'post',
    path: '/api/session',
    access: 'everyone',
    summary: 'Sign in; sets the session cookie',
    body: z.object({ email: z.string().max(254), password: z.string().max(200) }),
    response: e.Me,
  }),
  me: define({ method: 'get', path: '/api/session', access: 'self', summary: 'Who is signed in', response: e.Me }),
  signOut: define({ method: 'delete', path: '/api/session', access: 'self', summary: 'Sign out', response: ok }),
  changePassword: define({
    method: 'post',
    path: '/api/session/password',
    access: 'self',
    summary: 'Choose a new password; ends all other sessions',
    body: z.object({ current: z.string().max(200), next: z.string().min(12).max(200) }),
    response: ok,
  }),
  setLanguage: define({
    method: 'put',
    path: '/api/me/language',
    access: 'self',
    summary: 'Choose the language of the console',
    body: z.object({ language: z.enum(languages) }),
    response: e.Me,
  }),
  keepFirstSteps: define({
    method: 'put',
    path: '/api/me/first-steps',
    access: 'self',
    summary: 'Keep how far I have come with my first steps in the console',
    body: e.FirstSteps,
    response: ok,
  }),
  listTokens: define({
    method: 'get',
    path: '/api/tokens',
    access: 'self',
    summary: 'My API tokens',
    response: z.object({ tokens: z.array(e.TokenView) }),
  }),
  createToken: define({
    method: 'post',
    path: '/api/tokens',
    access: 'self',
    summary: 'Make an API token; its secret is shown once',
    body: z.object({ name: z.string().min(1).max(80) }),
    response: z.object({ token: e.TokenView, secret: z.string() }),
  }),
  revokeToken: define({ method: 'delete', path: '/api/tokens/:id', access: 'self', summary: 'Revoke an API token', response: ok }),
};
