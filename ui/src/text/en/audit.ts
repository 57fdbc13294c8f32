export const audit = {
  title: 'Audit',
  lead: 'Every change, chained by fingerprint, so that none can be altered unseen.',
  verify: 'Verify the chain',
  verified: (n: string) => `Unbroken: ${n} entries checked.`,
  broken: (n: string) => `Broken at entry ${n}. Do not trust entries from there on; restore the control state from a backup.`,
  columns: { at: 'When', who: 'Who', what: 'What', object: 'On', detail: 'Detail' },
  empty: 'No entries yet.',
}
