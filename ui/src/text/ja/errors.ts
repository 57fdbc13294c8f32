import type { Dictionary } from '../en'

export const errors: Dictionary['errors'] = {
  title: 'うまくいきませんでした',
  unreachable: 'ハブが応答しません。',
  unreachableNext: '入力した内容は残っています。ハブが動いているか確かめて、もう一度お試しください。',
  unknownNext: 'もう一度お試しください。続くときは、ハブの記録を確かめてください。',
  notFound: 'このページはありません。',
  notFoundNext: '移動または削除された可能性があります。上の検索で探すか、ホームへお戻りください。',
  goHome: 'ホームへ',
  crash: 'このページを表示できませんでした。',
  crashNext: 'データに影響はありません。ページを読み込み直してください。',
  reload: '読み込み直す',
  stale: '編集しているあいだに、ほかの人が新しい版を保存しました。',
  staleNext: '入力した内容は残っています。必要な部分を写してから、新しい版を読み込んでください。',
  loadNewer: '新しい版を読み込む',
}
