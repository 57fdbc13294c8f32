-- gives: identifiers        without those that nothing tells of any more
-- reads: again_gone_identifiers
-- needs: nothing
delete from identifiers where ident_key in (select ident_key from again_gone_identifiers)
