// weak-spots, lifecycle: the contracts that have ended or end by a day. $until is that day (YYYY-MM-DD); the notice is
// what `graphsvc weak-spots` reckons from notice_months. Validity is not looked at.
MATCH (s:system)
WHERE s.contract_end <= date($until)
RETURN s.id AS system, s.contract_end AS contract_end, s.notice_months AS notice_months
ORDER BY contract_end, system
