export const team = {
  title: 'Team',
  invite: 'Invite someone',
  inviteConfirm: 'Create the account',
  link: 'Give them this one-time link to set their password:',
  columns: { name: 'Name', email: 'Email', role: 'Role', language: 'Language' },
  adminOnly: 'Only an admin can invite people.',
  roleHints: {
    viewer: 'sees everything',
    editor: 'also writes',
    approver: 'also decides approvals',
    admin: 'also users, keys and settings',
  },
}
