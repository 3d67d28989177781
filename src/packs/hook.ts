/** The event of oclif that a plugin answers with its pack. */
export const hookName = 'doctor:checks'
