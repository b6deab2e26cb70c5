// structure: how many systems the units of two sectors both use, for units that stand right below their sector.
// Validity is not looked at: the graph database holds every fact of the revision.
MATCH (one:unit {level: 'sector'})<-[:part_of]-(:unit)-[:uses]->(s:system)<-[:uses]-(:unit)-[:part_of]->(other:unit {level: 'sector'})
RETURN one.id AS sector, other.id AS also, count(DISTINCT s.id) AS systems
ORDER BY sector, also
