// weak-spots, unused: systems of our own that support no service. Validity is not looked at.
MATCH (s:system)
WHERE (s.scope IS NULL OR s.scope <> 'national') AND NOT EXISTS { MATCH (s)-[:supports]->(:service) }
RETURN s.id AS system
ORDER BY system
