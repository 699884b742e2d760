/** How verdicts can be written for programs that gather them: the kernel's test protocol, JUnit XML, GitHub annotations. */
export const VERDICT_FORMATS = ['ktap', 'junit', 'github'] as const;
export type VerdictFormat = (typeof VERDICT_FORMATS)[number];
