-- gives: score, fit and grade of one person
-- reads: lead_sums
-- needs: nothing
-- slots: lead_grade_of
select score, fit, lead_grade_of as grade from lead_sums
