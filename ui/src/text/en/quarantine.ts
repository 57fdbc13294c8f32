export const quarantine = {
  title: 'Quarantine',
  lead: 'What came in but could not be stored. Nothing is thrown away; each row says why and what to do.',
  empty: 'Nothing is in quarantine. Rows that cannot be understood wait here with the reason and the next step.',
  columns: { at: 'Received', source: 'Source', reason: 'Why', next: 'What to do', raw: 'What came in' },
  source: 'Source',
}
