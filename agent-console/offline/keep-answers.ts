import type { EndpointName } from '../../server/contract/api.ts';
import { codeOf } from '../hub-client/failure.ts';
import type { AnswerKeep } from './answer-keep.ts';
import { keptEndpoints, namesNobody } from './kept-endpoints.ts';
import { dropShelf, openShelf, type Shelf } from './open-shelf.ts';
import { forgetPerson, personHere, readingsOf, readingsOfOthers, rememberPerson } from './person-here.ts';
import type { Reach } from './reach.ts';

interface KeptAnswer {
  readonly address: string;
  readonly json: string;
  readonly keptAt: number;
}

/** How many answers are kept, and for how long: a working day's reading, not an archive. */
const most = 600;
const longestMs = 3 * 86_400_000;
/** How long the hub is waited for when there is a kept answer: while all is well, and while nothing comes (milliseconds). */
const patience = { reached: 5_000, lost: 1_500 };

/**
 * Keeps what was read, in a database that belongs to the person who read it, and answers from it while the hub cannot be
 * reached. It goes when that person signs out, when their session is ended, and when somebody else signs in here. Of whoever sees
 * addresses in part only, nothing with customers in it is kept: what they may see whole they may see for a time.
 */
export function keepAnswers(): (reach: Reach) => AnswerKeep {
  const here = personHere();
  let shelf = here === null ? undefined : open(here);
  let masked = false;

  function learn(me: { id: string; masked?: unknown }) {
    belongTo(me.id);
    masked = me.masked === true;
    if (masked) void shelf?.cut('keptAt', 0);
  }

  const isKept = (name: EndpointName) => (masked ? namesNobody.has(name) : keptEndpoints.has(name));

  function belongTo(person: string) {
    if (person === personHere() && shelf) return;
    void readingsOfOthers(person).then((names) => names.map(dropShelf));
    rememberPerson(person);
    shelf = open(person);
  }

  function forget() {
    const person = personHere();
    shelf?.close();
    shelf = undefined;
    forgetPerson();
    if (person) void dropShelf(readingsOf(person));
  }

  async function keepOnly<Answer>(name: EndpointName, address: string, asked: Promise<Answer>): Promise<Answer> {
    const before = shelf;
    try {
      const answer = await asked;
      if ((name === 'me' || name === 'signIn') && hasId(answer)) learn(answer);
      if (name === 'signOut') forget();
      // Whoever signed out while this was on its way has nothing of it kept.
      if (isKept(name) && (name === 'me' || shelf === before)) keep(shelf, address, answer);
      return answer;
    } catch (thrown) {
      if (codeOf(thrown) === 'not_signed_in') forget();
      throw thrown;
    }
  }

  return (reach) => ({
    keepOnly,
    async through(name, address, asked) {
      const answering = keepOnly(name, address, asked);
      const mine = shelf;
      if (!isKept(name) || !mine) return answering;
      const first = await soon(answering, reach.lostAt.value === undefined ? patience.reached : patience.lost);
      if (first !== late) return first;
      const kept = await mine.get(address);
      if (!kept || kept.keptAt < Date.now() - longestMs) return answering;
      answering.then(
        (answer) => JSON.stringify(answer) !== kept.json && reach.late(),
        () => undefined,
      );
      return JSON.parse(kept.json);
    },
  });
}

function open(person: string): Shelf<KeptAnswer> {
  const shelf = openShelf<KeptAnswer>(readingsOf(person), 'address', 'keptAt');
  void shelf.cut('keptAt', most);
  return shelf;
}

const hasId = (answer: unknown): answer is { id: string; masked?: unknown } =>
  typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string';

function keep(shelf: Shelf<KeptAnswer> | undefined, address: string, answer: unknown) {
  void shelf?.put({ address, json: JSON.stringify(answer), keptAt: Date.now() });
  if (Math.random() < 1 / 50) void shelf?.cut('keptAt', most);
}

const late = Symbol('late');

/** Too late is also what no answer came to; a refusal is an answer. */
function soon<Answer>(answering: Promise<Answer>, ms: number): Promise<Answer | typeof late> {
  return new Promise((settled, refused) => {
    const timer = setTimeout(() => settled(late), ms);
    answering
      .then(settled, (thrown) => (codeOf(thrown) === 'network' ? settled(late) : refused(thrown)))
      .finally(() => clearTimeout(timer));
  });
}
