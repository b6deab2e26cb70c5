// completeness: systems for which no source knows vendor, criticality, personal data, contract or day of confirmation.
// A claim that there is none also has no value here; `graphsvc completeness` tells the two apart.
MATCH (s:system)
WHERE s.vendor IS NULL OR s.criticality IS NULL OR s.personal_data_level IS NULL OR s.contract_end IS NULL OR s.confirmed_on IS NULL
RETURN s.id AS system, s.vendor IS NULL AS vendor, s.criticality IS NULL AS criticality,
       s.personal_data_level IS NULL AS personal_data_level, s.contract_end IS NULL AS contract_end,
       s.confirmed_on IS NULL AS confirmed_on
ORDER BY system
