import { ref, shallowRef } from 'vue';
import type { Problem } from '../../../server/contract/configuration.ts';
import { codeOf, problemsOf } from '../../hub-client/failure.ts';

/** Acts that the hub may refuse: with what is wrong, by place, or else with why. */
export function useRefusals() {
  const problems = shallowRef<readonly Problem[]>([]);
  const error = ref('');

  /** Answers whether it was done. */
  async function attempt(act: () => Promise<unknown>): Promise<boolean> {
    [error.value, problems.value] = ['', []];
    try {
      await act();
      return true;
    } catch (thrown) {
      problems.value = problemsOf(thrown);
      if (problems.value.length === 0) error.value = codeOf(thrown);
      return false;
    }
  }
  return { problems, error, attempt };
}

/** Where somebody else saved meanwhile, theirs is what is compared with from now on; it is still refused. */
export async function saveOrCatchUp<Saved>(save: () => Promise<Saved>, catchUp: () => Promise<unknown>): Promise<Saved> {
  try {
    return await save();
  } catch (thrown) {
    if (codeOf(thrown) === 'changed_meanwhile') await catchUp();
    throw thrown;
  }
}
