import { type AwayReason, awayReasons, languages } from '../../server/contract/statuses.ts';
import { codeOf } from '../hub-client/failure.ts';
import { languageNames } from '../language/console-language.ts';
import { useText } from '../language/use-text.ts';
import { useAgents } from '../stores/agents.ts';
import { useChooseLanguage } from '../stores/choose-language.ts';
import { themes, usePreferences } from '../stores/preferences.ts';
import { showToast } from '../ui/toasts.ts';
import { type Command, useCommands } from './use-commands.ts';

/** What one can do for oneself from anywhere: status, language, how it looks and sounds. */
export function usePersonalCommands() {
  const [agents, preferences, chooseLanguage] = [useAgents(), usePreferences(), useChooseLanguage()];
  const { t, language, failure } = useText();

  const set = (status: 'available' | 'away' | 'offline', reason?: AwayReason) =>
    agents.setStatus(status, reason).catch((thrown) => showToast(failure(codeOf(thrown)), 'failed'));

  const statuses = (): Command[] => [
    { id: 'status.available', label: t('commands.status', { status: t('agentStatus.available') }), run: () => set('available') },
    ...awayReasons.map((reason) => ({
      id: `status.away.${reason}`,
      label: t('commands.status', { status: t(`awayReason.${reason}`) }),
      words: t('agentStatus.away'),
      run: () => set('away', reason),
    })),
    { id: 'status.offline', label: t('commands.status', { status: t('agentStatus.offline') }), run: () => set('offline') },
  ];

  const looks = (): Command[] =>
    themes
      .filter((theme) => theme !== preferences.theme)
      .map((theme) => ({
        id: `theme.${theme}`,
        label: t('commands.theme', { theme: t(`theme.${theme}`) }),
        run: () => {
          preferences.theme = theme;
        },
      }));

  const sound = (): Command => ({
    id: 'sound',
    label: t(preferences.sound ? 'commands.soundOff' : 'commands.soundOn'),
    run: () => {
      preferences.sound = !preferences.sound;
    },
  });

  const mine = (): Command[] => [
    ...statuses(),
    ...languages
      .filter((other) => other !== language.value)
      .map((other) => ({ id: `language.${other}`, label: languageNames[other], words: 'language', run: () => chooseLanguage(other) })),
    ...looks(),
    sound(),
  ];
  useCommands(() => mine().map((command) => ({ ...command, group: 'me' })));
}
