import type { Dictionary } from '../en'

export const team: Dictionary['team'] = {
  title: 'チーム',
  invite: '招待する',
  inviteConfirm: 'アカウントを作る',
  link: 'パスワードを決めるための、一度だけ使えるリンクを渡してください:',
  columns: { name: '名前', email: 'メール', role: '役割', language: '言語' },
  adminOnly: '招待できるのは管理者だけです。',
  roleHints: {
    viewer: 'すべてを見る',
    editor: '書き込みもできる',
    approver: '承認の判断もできる',
    admin: '利用者・鍵・設定も扱える',
  },
}
