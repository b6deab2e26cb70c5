// weak-spots, without_owner: systems of our own that no unit owns. Validity is not looked at.
MATCH (s:system)
WHERE (s.scope IS NULL OR s.scope <> 'national') AND NOT EXISTS { MATCH (:unit)-[:owns]->(s) }
RETURN s.id AS system
ORDER BY system
