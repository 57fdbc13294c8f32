import type { Dictionary } from '../en'

export const quarantine: Dictionary['quarantine'] = {
  title: '隔離',
  lead: '届いたものの保存できなかったものです。何も捨てていません。各行に理由と次の手順があります。',
  empty: '隔離されたものはありません。読み取れない行は、理由と次の手順とともにここで待ちます。',
  columns: { at: '受信', source: 'ソース', reason: '理由', next: '次の手順', raw: '届いたもの' },
  source: 'ソース',
}
