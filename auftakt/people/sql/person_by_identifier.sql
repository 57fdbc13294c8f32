-- gives: the person that an identifier points to
-- reads: identifiers
-- needs: $type, $value
select person_id from identifiers where ident_key = md5_number($type || chr(31) || $value)
