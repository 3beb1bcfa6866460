import { usePermissions } from '#renderer/stores/hooks.ts';
import { t } from '#shared/language/t.ts';

/** Whether the person at this window may record, run the ten paths and keep baselines; everybody here may look. */
export const useMayRun = (): boolean => usePermissions().has('profiling:run');

/** Beside a button that somebody may not use: why. */
export const forOperator = t`for an operator`;
