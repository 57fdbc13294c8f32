import type { Dictionary } from '../en'

export const session: Dictionary['session'] = {
  title: 'サインイン',
  email: 'メールアドレス',
  password: 'パスワード',
  submit: 'サインインする',
  tagline: '最初の一拍で、みなが揃う。',
  samples: 'または、見本の人物として見てみる',
  samplesWhy: 'これはデモ用のハブです。人物は架空で、パスワードは要りません。',
  setupTitle: 'ハブを用意する',
  setupWhy: 'あなたが最初の利用者です。このアカウントはすべての操作ができ、ほかの人を招待できます。',
  setupSubmit: 'アカウントを作ってハブを開く',
  yourName: 'お名前',
  newPassword: 'パスワード(12文字以上)',
  setupNeeded: 'このハブにはまだ利用者がいません。ハブの開始時に表示された一度だけのリンクを開いてください。',
}
